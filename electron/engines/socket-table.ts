import { formatIp, parseIp } from '../../shared/lib/ip.ts';
import type { ListedSocket } from '../../shared/probes/socket-texts.ts';
import { isSocketTool, readSocketTexts } from '../../shared/probes/socket-texts.ts';
import { SOCKET_TABLE_COMMAND } from './detect-protocol.ts';
import type { NodeSession } from './node-session.ts';

/** Address in normal form; an IPv4 address inside IPv6 is given as IPv4. `0.0.0.0` and `::` mean every address. */
type SocketEnd = ListedSocket['local'];

export type NodeSocket = ListedSocket;

/** The kernel writes each 32-bit word of an address in its own byte order; little-endian on all that we meet. */
function readAddress(hex: string): string | null {
  const words = hex.match(/.{8}/g);
  if (words === null || (words.length !== 1 && words.length !== 4)) return null;
  const bytes = words.flatMap((word) => [...Buffer.from(word, 'hex')].reverse());
  const mapped = bytes.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff;
  if (bytes.length === 4 || mapped) return bytes.slice(-4).join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  const ip = parseIp(groups.join(':'));
  return ip === null ? null : formatIp(ip);
}

function readEnd(text: string | undefined): SocketEnd | null {
  const [hex = '', port = ''] = (text ?? '').split(':');
  const address = readAddress(hex);
  return address === null || !/^[0-9A-F]{4}$/i.test(port) ? null : { address, port: parseInt(port, 16) };
}

function stateOf(transport: NodeSocket['transport'], code: string | undefined): NodeSocket['state'] {
  if (transport === 'udp') return code === '07' ? 'listening' : code === '01' ? 'established' : 'other';
  return code === '0A' ? 'listening' : code === '01' ? 'established' : 'other';
}

/** Reads the kernel's tables (`/proc/net/tcp` and its siblings, one after the other). */
export function readSocketTable(lines: readonly string[]): readonly NodeSocket[] {
  let transport: NodeSocket['transport'] = 'tcp';
  const sockets: NodeSocket[] = [];
  for (const line of lines) {
    // The head of a UDP table has a column that the one of TCP lacks.
    if (line.includes('local_address')) transport = line.includes('drops') ? 'udp' : 'tcp';
    const fields = line.trim().split(/\s+/);
    const [local, remote] = [readEnd(fields[1]), readEnd(fields[2])];
    if (!/^\d+:$/.test(fields[0] ?? '') || local === null || remote === null) continue;
    sockets.push({ transport, state: stateOf(transport, fields[3]?.toUpperCase()), local, remote });
  }
  return sockets;
}

/** Reads the output of the command: the kernel's tables, or that of the tool which it names first. Null: it is neither. */
function readTable(lines: readonly string[]): readonly NodeSocket[] | null {
  if (lines.some((line) => line.includes('local_address'))) return readSocketTable(lines);
  const named = lines.findLastIndex((line) => line.startsWith('socket-tool '));
  const tool = lines[named]?.slice('socket-tool '.length) ?? '';
  if (!isSocketTool(tool)) return null;
  const sockets = readSocketTexts(tool, lines.slice(named + 1));
  // Our own session is one of them: a tool that shows none may not look.
  return sockets.length > 0 ? sockets : null;
}

/** A line of any table; a longer one is none. */
const mostLineBytes = 1024;
const mostLines = 100_000;
const mostOutputBytes = 32 * 1024 * 1024;

/** The node's sockets now; null: it does not show them. */
export async function askSocketTable(
  session: NodeSession,
  signal: AbortSignal,
  timeoutMs = 5000,
): Promise<readonly NodeSocket[] | null> {
  const lines: string[] = [];
  const heard = { whole: false };
  try {
    await session.execStream(SOCKET_TABLE_COMMAND, {
      timeoutMs,
      signal,
      maxLineBytes: mostLineBytes,
      maxOutputBytes: mostOutputBytes,
      onStdout: (line) => {
        if (line === 'end-of-socket-table') heard.whole = true;
        else if (lines.length < mostLines) lines.push(line);
      },
    });
  } catch {
    return null;
  }
  return heard.whole ? readTable(lines) : null;
}

const everyAddress = ['0.0.0.0', '::'];

/** Whether something on the node listens on the port, on the given address or on every one. */
export function isListening(
  sockets: readonly NodeSocket[],
  service: { readonly transport: 'tcp' | 'udp'; readonly address: string; readonly port: number },
): boolean {
  return sockets.some(
    ({ transport, state, local, onlyIpv6 }) =>
      transport === service.transport &&
      state === 'listening' &&
      local.port === service.port &&
      (local.address === service.address || everyAddress.includes(local.address)) &&
      !(onlyIpv6 === true && !service.address.includes(':')),
  );
}

/**
 * The source address that the node sees for a connection which is held open: the established one to that service from
 * that source port. Address translation may change the address; where it changes the port too, the source is not proven.
 */
export function sourceSeen(
  sockets: readonly NodeSocket[],
  connection: { readonly nodePort: number; readonly localPort: number; readonly localAddress: string },
): string | null {
  const exact = sockets.filter(
    ({ transport, state, local, remote }) =>
      transport === 'tcp' &&
      state !== 'listening' &&
      local.port === connection.nodePort &&
      remote.port === connection.localPort,
  );
  // A service that hung up at once has seen the laptop all the same.
  const own = exact.find(({ remote }) => remote.address === connection.localAddress);
  if (own !== undefined) return own.remote.address;
  const held = exact.filter(({ state }) => state === 'established');
  return held.length === 1 ? (held[0]?.remote.address ?? null) : null;
}
