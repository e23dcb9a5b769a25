import { isIP } from 'node:net';
import { contains, formatCidr, networkOf, parseCidr, parseIp } from '../../shared/lib/ip.ts';
import { pythonVersion } from './answer-python.ts';
import type { World } from './world.ts';

/** What the node was asked, read from the data at the end of the detection script. */
interface Question {
  readonly nonce: string;
  readonly routes: readonly { readonly host: string; readonly source: string | null }[];
}

function readQuestion(script: string): Question | null {
  const lines = script.split(/\r?\n/);
  const nonce = lines.map((line) => /^nonce (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined);
  if (nonce === undefined) return null;
  const routes = lines.flatMap((line) => {
    const match = /^route (\S+) (\S+)$/.exec(line);
    const [, host, source] = match ?? [];
    return host === undefined || source === undefined
      ? []
      : [{ host, source: source === '-' ? null : source }];
  });
  return { nonce, routes };
}

/** What `ip -o route get TARGET [from SOURCE]` prints on the simulated node. */
function routeText({ node }: World, target: string, source: string | null): string {
  const subnet = parseCidr(`${node.address}/${node.prefix}`);
  const ip = parseIp(target);
  if (target === node.address) return `local ${target} dev lo src ${node.address} uid 0 \\    cache <local>`;
  const neighbour = subnet !== null && ip !== null && contains(subnet, ip);
  const from = source === null ? '' : ` from ${source}`;
  const via = neighbour ? '' : ` via ${node.gateway}`;
  const src = source === null ? ` src ${node.address}` : '';
  return `${target}${from}${via} dev ${node.interface}${src} uid 0 \\    cache`;
}

/** The node's own choice first, then the one with the source that was asked for, as the script does it. */
function pathLines(world: World, target: string, source: string | null): string[] {
  const noRoute = 'RTNETLINK answers: Network is unreachable';
  const line = (from: string | null): string => {
    const head = `${target} ${from ?? '-'}`;
    const possible = isIP(target) === 4 && (from === null || from === world.node.address);
    return possible ? `path ${head} ${routeText(world, target, from)}` : `nopath ${head} ${noRoute}`;
  };
  return source === null ? [line(null)] : [line(null), line(source)];
}

/**
 * The practice node's answer to the detection script (electron/engines/detect-protocol.ts); null when the text has no
 * question in it. `client` is the address that the node sees its SSH session come from.
 */
export function answerDetection(script: string, world: World, client: string): string | null {
  const question = readQuestion(script);
  if (question === null) return null;
  const { node, names } = world;
  const own = parseCidr(`${node.address}/${node.prefix}`);
  const subnet = own === null ? node.address : formatCidr(networkOf(own));
  const lines = [
    'begin',
    'system PRACTICE (simulated)',
    `connection ${client} ${node.address}`,
    ...['ip', 'ss', 'getent', 'ping'].map((tool) => `tool ${tool}`),
    `python ${pythonVersion}`,
    'sockets proc',
    'address lo 127.0.0.1/8 host',
    `address ${node.interface} ${node.address}/${node.prefix} global`,
    `network default ${node.interface}`,
    `network ${subnet} ${node.interface}`,
    ...node.resolvers.map((resolver) => `resolver ${resolver}`),
  ];
  const named = new Set<string>();
  for (const { host, source } of question.routes) {
    const isName = isIP(host) === 0;
    const targets = isName ? (names[host.toLowerCase()] ?? []) : [host];
    if (isName && !named.has(host)) {
      named.add(host);
      if (targets.length === 0) lines.push(`noname ${host}`);
      lines.push(...targets.map((target) => `name ${host} ${target}`));
    }
    lines.push(...targets.flatMap((target) => pathLines(world, target, source)));
  }
  lines.push('end');
  return lines.map((line) => `${question.nonce} ${line}\n`).join('');
}
