import { spawn } from 'node:child_process';
import type { RawOutcome } from '../../shared/probes/types.ts';
import { parseIp } from '../../shared/lib/ip.ts';

/** ICMP and IP headers in front of the payload, whose size ping counts. */
function headersOf(host: string): number {
  return host.includes(':') ? 48 : 28;
}

/** For a packet of a given size that nobody may fragment on its way. */
function wholeArguments(platform: NodeJS.Platform, host: string, packetBytes: number): readonly string[] {
  const payload = String(packetBytes - headersOf(host));
  switch (platform) {
    case 'win32':
      // IPv6 packets are never fragmented on their way.
      return host.includes(':') ? ['-l', payload] : ['-f', '-l', payload];
    case 'darwin':
      return ['-D', '-s', payload];
    default:
      return ['-M', 'do', '-s', payload];
  }
}

/**
 * One echo request, in the words of each system's own ping. Addresses only: nothing here is read by a shell.
 *
 * @param packetBytes of a packet that may not be fragmented, IP header included; null: a small one, as ping likes
 */
export function pingArguments(
  platform: NodeJS.Platform,
  host: string,
  source: string | null,
  timeoutMs: number,
  packetBytes: number | null = null,
): readonly string[] {
  if (parseIp(host) === null || (source !== null && parseIp(source) === null))
    throw new Error(`No address to ping: ${JSON.stringify(host)}`);
  const v6 = host.includes(':');
  const size = packetBytes === null ? [] : wholeArguments(platform, host, packetBytes);
  const seconds = String(Math.max(1, Math.ceil(timeoutMs / 1000)));
  switch (platform) {
    case 'win32':
      return [
        ...(v6 ? ['-6'] : ['-4']),
        ...['-n', '1', '-w', String(timeoutMs), ...size],
        ...(source === null ? [] : ['-S', source]),
        host,
      ];
    case 'darwin':
      // macOS counts -W in milliseconds, and its ping6 has no such option.
      return v6
        ? ['-n', '-c', '1', ...size, ...(source === null ? [] : ['-S', source]), host]
        : [
            '-n',
            '-c',
            '1',
            '-W',
            String(timeoutMs),
            ...size,
            ...(source === null ? [] : ['-S', source]),
            host,
          ];
    default:
      return [
        ...(v6 ? ['-6'] : ['-4']),
        ...['-n', '-c', '1', '-W', seconds, ...size],
        ...(source === null ? [] : ['-I', source]),
        host,
      ];
  }
}

const icmpCodes: readonly (readonly [RegExp, number])[] = [
  [/packet filtered|communication prohibited|admin prohibited|administratively prohibited/i, 13],
  [/destination net prohibited|net prohibited/i, 9],
  [/destination host prohibited|host prohibited/i, 10],
  [/destination host unreachable/i, 1],
  [/destination net(?:work)? unreachable/i, 0],
  [/destination protocol unreachable/i, 2],
  [/destination port unreachable/i, 3],
];

/** Whether the text of a ping in English has a reply of the host. */
export function isEchoReply(text: string, host: string): boolean {
  return text
    .split(/\r?\n/)
    .some(
      (line) =>
        line.includes(host) &&
        (/bytes from .*(?:icmp_seq|seq)/i.test(line) || /^Reply from .*(?:TTL=|time[=<])/i.test(line)),
    );
}

/** What the text of a ping in English says. */
export function readPing(text: string, host: string): RawOutcome {
  const replies = text.split(/\r?\n/);
  if (isEchoReply(text, host))
    return { kind: 'answered', replies: [{ payload: 0, bytes: new Uint8Array(0), from: host }] };
  for (const line of replies) {
    const code = icmpCodes.find(([pattern]) => pattern.test(line))?.[1];
    if (code === undefined) continue;
    const sender = /(?:From|Reply from|bytes from) ([0-9a-fA-F.:]+[0-9a-fA-F])/i.exec(line)?.[1] ?? null;
    return { kind: 'icmp-unreachable', code, sender };
  }
  if (/network is unreachable|no route to host|transmit failed/i.test(text))
    return { kind: 'unreachable', errno: /no route/i.test(text) ? 'EHOSTUNREACH' : 'ENETUNREACH' };
  if (/cannot assign requested address|invalid source|bind:/i.test(text))
    return {
      kind: 'cannot',
      reason: `this computer cannot send from that address: ${text.trim().slice(0, 200)}`,
    };
  if (/not permitted|permission denied|missing cap_net_raw/i.test(text))
    return { kind: 'cannot', reason: 'this computer does not let this user ping' };
  return { kind: 'silent' };
}

export interface PingOptions {
  readonly source: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly platform?: NodeJS.Platform;
  /** See pingArguments. */
  readonly packetBytes?: number;
}

/** Runs the system's own ping. `failed`: it could not be started, or was cancelled. */
export function runPing(
  host: string,
  options: PingOptions,
): Promise<
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'failed'; readonly outcome: RawOutcome }
> {
  const platform = options.platform ?? process.platform;
  const program = platform === 'darwin' && host.includes(':') ? 'ping6' : 'ping';
  return new Promise((resolve) => {
    const { source, timeoutMs, packetBytes = null } = options;
    const child = spawn(program, pingArguments(platform, host, source, timeoutMs, packetBytes), {
      env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let text = '';
    let settled = false;
    const finish = (failure: RawOutcome | null): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      child.kill('SIGKILL');
      resolve(failure === null ? { kind: 'text', text } : { kind: 'failed', outcome: failure });
    };
    const stop = (): void => finish({ kind: 'error', message: 'cancelled' });
    // Some pings round the time up to whole seconds, so ours ends a little later.
    const timer = setTimeout(() => finish(null), timeoutMs + 1500);
    options.signal.addEventListener('abort', stop, { once: true });
    const collect = (chunk: Buffer): void => {
      if (text.length < 16_384) text += chunk.toString('latin1');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) =>
      finish({ kind: 'cannot', reason: `ping cannot be started on this computer: ${error.message}` }),
    );
    child.on('close', () => finish(null));
  });
}
