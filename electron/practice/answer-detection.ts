import { isIP } from 'node:net';
import { contains, formatCidr, networkOf, parseCidr, parseIp } from '../../shared/lib/ip.ts';
import { END_OF_SCRIPT } from '../engines/detect-protocol.ts';
import { pythonVersion } from './answer-python.ts';
import type { World } from './world.ts';

/** What the node was asked, read from the data behind the detection script. */
interface Question {
  readonly nonce: string;
  readonly names: readonly { readonly name: string; readonly sources: readonly (string | null)[] }[];
  readonly routes: readonly { readonly address: string; readonly source: string | null }[];
}

const sourceOf = (text: string | undefined): string | null =>
  text === undefined || text === '-' ? null : text;

function readQuestion(text: string): Question | null {
  const lines = text.split(/\r?\n/);
  const data = lines.slice(lines.indexOf(END_OF_SCRIPT) + 1);
  const nonce = data.map((line) => /^nonce (\S+)$/.exec(line)?.[1]).find((found) => found !== undefined);
  if (nonce === undefined) return null;
  return {
    nonce,
    names: data.flatMap((line) => {
      const [word, name, ...sources] = line.split(' ');
      return word !== 'name' || name === undefined ? [] : [{ name, sources: sources.map(sourceOf) }];
    }),
    routes: data.flatMap((line) => {
      const [, address, source] = /^route get (\S+)(?: from (\S+))?$/.exec(line) ?? [];
      return address === undefined ? [] : [{ address, source: sourceOf(source) }];
    }),
  };
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

/** What a batch of questions to `ip` prints. */
function batchLines(world: World, routes: Question['routes']): string[] {
  return routes.flatMap(({ address, source }, index) => {
    const possible = isIP(address) === 4 && (source === null || source === world.node.address);
    return possible
      ? [routeText(world, address, source)]
      : ['RTNETLINK answers: Network is unreachable', `Command failed -:${index + 1}`];
  });
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
  const said: string[] = [];
  const say = (...lines: readonly string[]): void => {
    said.push(...lines.map((line) => `${question.nonce} ${line}`));
  };
  const block = (words: string, lines: readonly string[]): void => {
    say(`block ${words}`);
    said.push(...lines);
    say('endblock');
  };
  say(
    'begin',
    `clock ${(Date.now() / 1000).toFixed(3)}`,
    'system PRACTICE (simulated)',
    `connection ${client} ${node.address}`,
    'sockets proc',
  );
  block('addresses', [
    '1: lo    inet 127.0.0.1/8 scope host lo',
    `2: ${node.interface}    inet ${node.address}/${node.prefix} scope global ${node.interface}`,
  ]);
  block('networks', [
    `default via ${node.gateway} dev ${node.interface}`,
    `${subnet} dev ${node.interface} proto kernel scope link src ${node.address}`,
  ]);
  block('paths', batchLines(world, question.routes));
  block(
    'resolv',
    node.resolvers.map((resolver) => `nameserver ${resolver}`),
  );
  say(...['ip', 'ss', 'getent', 'ping'].map((tool) => `tool ${tool}`), `python ${pythonVersion}`);
  say('resolves getent');
  const asked = question.names.flatMap(({ name, sources }) => {
    const addresses = names[name.toLowerCase()] ?? [];
    if (addresses.length === 0) say(`noname ${name}`);
    say(...addresses.map((address) => `name ${name} ${address}`));
    return addresses.flatMap((address) =>
      [...new Set([null, ...sources])].map((source) => ({ address, source })),
    );
  });
  say(...asked.map(({ address, source }) => `asked ${address} ${source ?? '-'}`));
  block('named-paths', batchLines(world, asked));
  say('end');
  return said.map((line) => `${line}\n`).join('');
}
