import { formatIp, parseIp } from '../lib/ip.ts';

/** Sockets of a node as its tools print them: ss, netstat (Linux, BSD, macOS), sockstat. Pure reading of text. */

export interface ListedSocket {
  readonly transport: 'tcp' | 'udp';
  readonly state: 'listening' | 'established' | 'other';
  readonly local: { readonly address: string; readonly port: number };
  readonly remote: { readonly address: string; readonly port: number };
  /** It is on every IPv6 address, and on no IPv4 one. */
  readonly onlyIpv6?: true;
}

type End = ListedSocket['local'];

/** The network of a socket's first word: `tcp`, `udp6`, `tcp46`. `dual`: IPv6 and IPv4 in one. */
interface Kind {
  readonly transport: 'tcp' | 'udp';
  readonly family: 'v4' | 'v6' | 'dual';
}

function kindOf(word: string): Kind | null {
  const match = /^(tcp|udp)(4|6|46|)$/.exec(word.toLowerCase());
  if (match === null) return null;
  const transport = match[1] === 'tcp' ? 'tcp' : 'udp';
  return { transport, family: match[2] === '6' ? 'v6' : match[2] === '46' ? 'dual' : 'v4' };
}

const every = (kind: Kind): string => (kind.family === 'v4' ? '0.0.0.0' : '::');

function addressOf(text: string, kind: Kind): string | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/s, '');
  if (bare === '*' || bare === '') return every(kind);
  const ip = parseIp(bare.replace(/^::ffff:(?=\d+\.)/i, ''));
  return ip === null ? null : formatIp(ip);
}

/** `10.0.0.1:22`, `[::1]:22`, `*:*`, and as BSD's netstat writes it, `10.0.0.1.22`, `*.*`. */
function endOf(text: string, kind: Kind): End | null {
  const match = /^(.*)[:.](\d+|\*)$/.exec(text);
  if (match === null) return null;
  const address = addressOf(match[1] ?? '', kind);
  return address === null ? null : { address, port: match[2] === '*' ? 0 : Number(match[2]) };
}

/** ss writes a family-less `*` for a socket that takes both. */
function readSs(fields: readonly string[]): ListedSocket | null {
  const [word = '', state = '', , , localText = '', remoteText = ''] = fields;
  const named = kindOf(word);
  if (named === null) return null;
  const isV6 = /^\[|^\*:|^::/.test(localText);
  const kind: Kind = { ...named, family: isV6 ? 'dual' : 'v4' };
  const [local, remote] = [endOf(localText, kind), endOf(remoteText, kind)];
  if (local === null || remote === null) return null;
  return { transport: kind.transport, state: stateOf(kind.transport, state, remote), local, remote };
}

function stateOf(transport: 'tcp' | 'udp', state: string, remote: End): ListedSocket['state'] {
  if (/^ESTAB/i.test(state)) return 'established';
  if (transport === 'udp') return remote.port === 0 ? 'listening' : 'established';
  return /^LISTEN$/i.test(state) ? 'listening' : 'other';
}

/**
 * Linux and BSD alike: protocol, two queues, both ends, state. Linux calls a socket of both families tcp6; BSD calls it
 * tcp46, and its tcp6 takes IPv6 alone.
 */
function readNetstat(fields: readonly string[]): ListedSocket | null {
  const [word = '', , , localText = '', remoteText = '', state = ''] = fields;
  const named = kindOf(word);
  if (named === null) return null;
  const isBsd = /\.(?:\d+|\*)$/.test(localText) && !/:(?:\d+|\*)$/.test(localText);
  const isLinuxV6 = !isBsd && (named.family === 'v6' || localText.split(':').length > 2);
  const kind: Kind = isLinuxV6 ? { ...named, family: 'dual' } : named;
  const [local, remote] = [endOf(localText, kind), endOf(remoteText, kind)];
  if (local === null || remote === null) return null;
  return {
    transport: kind.transport,
    state: stateOf(kind.transport, state, remote),
    local,
    remote,
    ...(isBsd && kind.family === 'v6' ? { onlyIpv6: true as const } : {}),
  };
}

/** USER COMMAND PID FD PROTO LOCAL FOREIGN: no state; what has no far end listens. */
function readSockstat(fields: readonly string[]): ListedSocket | null {
  const at = fields.findIndex((field) => kindOf(field) !== null);
  const kind = kindOf(fields[at] ?? '');
  if (kind === null) return null;
  const [local, remote] = [endOf(fields[at + 1] ?? '', kind), endOf(fields[at + 2] ?? '', kind)];
  if (local === null || remote === null) return null;
  return {
    transport: kind.transport,
    state: remote.port === 0 ? 'listening' : 'established',
    local,
    remote,
    ...(kind.family === 'v6' ? { onlyIpv6: true as const } : {}),
  };
}

const readers = { ss: readSs, netstat: readNetstat, sockstat: readSockstat } as const;

export type SocketTool = keyof typeof readers;

export function isSocketTool(word: string): word is SocketTool {
  return Object.hasOwn(readers, word);
}

/** The sockets in a tool's own output; lines that are none of them (heads, other families) are left aside. */
export function readSocketTexts(tool: SocketTool, lines: readonly string[]): readonly ListedSocket[] {
  return lines.flatMap((line) => readers[tool](line.trim().split(/\s+/)) ?? []);
}
