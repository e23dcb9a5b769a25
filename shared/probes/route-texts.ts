import { formatIp, parseCidr, parseIp } from '../lib/ip.ts';
import type { NodeInterface, RouteAnswer } from './node-route.ts';

/** A question to the node's routing: how it sends to `address`, by its own choice (`source` null) or from `source`. */
export interface RouteAsked {
  readonly address: string;
  readonly source: string | null;
}

const normal = (address: string): string | null => {
  const ip = parseIp(address);
  return ip === null ? null : formatIp(ip);
};

export const routeKey = ({ address, source }: RouteAsked): string =>
  `${normal(address) ?? address} ${source === null ? '-' : (normal(source) ?? source)}`;

/** Types of route that `ip route get` puts before the address. */
const kinds = 'local|broadcast|multicast|anycast|unicast|unreachable|blackhole|prohibit|throw';

/** One line of `ip -o route get`; null: it is none. */
function readIpRoute(line: string): { readonly asked: RouteAsked; readonly answer: RouteAnswer } | null {
  const [, kind, target = '', rest = ''] =
    new RegExp(`^(?:(${kinds}) )?([0-9a-fA-F:.]+)(?: (.*))?$`).exec(line.trim()) ?? [];
  const address = normal(target);
  if (address === null) return null;
  // iproute2 writes `from ::` where an IPv6 question named no source.
  const from = normal(/^from (\S+)/.exec(rest)?.[1] ?? '');
  const asked = { address, source: from === '::' ? null : from };
  const text = line.split('\\')[0]?.trim() ?? line;
  const device = / dev (\S+)/.exec(` ${rest}`)?.[1];
  if (device === undefined || /^(?:unreachable|blackhole|prohibit|throw)$/.test(kind ?? ''))
    return { asked, answer: { kind: 'none', text } };
  const source = normal(/ src (\S+)/.exec(rest)?.[1] ?? '');
  return { asked, answer: { kind: 'route', interface: device, source, text } };
}

/**
 * Reads the answers to a batch of `route get` commands (`ip -o -force -batch -`): each answer names its target and its
 * source; a failure is a text of its own, then `Command failed -:NUMBER`, the place of the question, counted from 1.
 */
export function readRouteBatch(
  asked: readonly RouteAsked[],
  lines: readonly string[],
): ReadonlyMap<string, RouteAnswer> {
  const answers = new Map<string, RouteAnswer>();
  let said = '';
  for (const line of lines) {
    const failed = /^Command failed .*:(\d+)$/.exec(line.trim())?.[1];
    if (failed === undefined) {
      const read = readIpRoute(line);
      if (read === null) said = line.trim();
      else answers.set(routeKey(read.asked), read.answer);
      continue;
    }
    const question = asked[Number(failed) - 1];
    if (question !== undefined)
      answers.set(routeKey(question), { kind: 'none', text: `${question.address}: ${said}` });
    said = '';
  }
  return answers;
}

/** Reads what `ip route get` answered to one question. */
export function readOneRoute({ address }: RouteAsked, text: string): RouteAnswer {
  const read = readIpRoute(text);
  return read?.answer ?? { kind: 'none', text: `${address}: ${text.trim()}` };
}

/**
 * Reads `route -n get ADDRESS` of a BSD. Where it names no own address (FreeBSD), the interface's only one of that family
 * counts. Written after the manuals of FreeBSD, OpenBSD and NetBSD; it was not run on one.
 */
export function readBsdRoute(
  { address, source }: RouteAsked,
  lines: readonly string[],
  interfaces: readonly NodeInterface[],
): RouteAnswer {
  const field = (name: string): string | undefined =>
    lines.map((line) => new RegExp(`^\\s*${name}: (\\S+)`).exec(line)?.[1]).find(Boolean);
  const device = field('interface');
  if (device === undefined || lines.some((line) => /^\s*flags: <.*\b(?:REJECT|BLACKHOLE)\b/.test(line)))
    return { kind: 'none', text: `${address}: ${lines.join(' ').trim().replace(/\s+/g, ' ')} (route get)` };
  const isV6 = address.includes(':');
  const own = (interfaces.find(({ name }) => name === device)?.addresses ?? []).flatMap((text) => {
    const ip = parseCidr(text)?.ip;
    return ip === undefined || (ip.family === 'v6') !== isV6 || /^fe[89ab]/.test(formatIp(ip))
      ? []
      : [formatIp(ip)];
  });
  const named = normal(field('(?:if address|local addr)') ?? '');
  const from = named ?? (own.length === 1 ? (own[0] ?? null) : null);
  const via = field('gateway');
  return {
    kind: 'route',
    interface: device,
    source: source === null ? from : null,
    text: `${address} by ${field('destination') ?? '?'}${via === undefined ? '' : ` via ${via}`} dev ${device}${from === null ? '' : ` src ${from}`} (route get)`,
  };
}
