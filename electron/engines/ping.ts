import { spawn } from 'node:child_process';
import type { RawOutcome } from '../../shared/probes/types.ts';
import { parseIp } from '../../shared/lib/ip.ts';

/** One echo request, in the words of each system's own ping. Addresses only: nothing here is read by a shell. */
export function pingArguments(
  platform: NodeJS.Platform,
  host: string,
  source: string | null,
  timeoutMs: number,
): readonly string[] {
  if (parseIp(host) === null || (source !== null && parseIp(source) === null))
    throw new Error(`No address to ping: ${JSON.stringify(host)}`);
  const v6 = host.includes(':');
  const seconds = String(Math.max(1, Math.ceil(timeoutMs / 1000)));
  switch (platform) {
    case 'win32':
      return [
        ...(v6 ? ['-6'] : ['-4']),
        ...['-n', '1', '-w', String(timeoutMs)],
        ...(source === null ? [] : ['-S', source]),
        host,
      ];
    case 'darwin':
      // macOS counts -W in milliseconds, and its ping6 has no such option.
      return v6
        ? ['-n', '-c', '1', ...(source === null ? [] : ['-S', source]), host]
        : ['-n', '-c', '1', '-W', String(timeoutMs), ...(source === null ? [] : ['-S', source]), host];
    default:
      return [
        ...(v6 ? ['-6'] : ['-4']),
        ...['-n', '-c', '1', '-W', seconds],
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

/** What the text of a ping in English says. */
export function readPing(text: string, host: string): RawOutcome {
  const replies = text.split(/\r?\n/);
  const isReply = replies.some(
    (line) =>
      line.includes(host) &&
      (/bytes from .*(?:icmp_seq|seq)/i.test(line) || /^Reply from .*(?:TTL=|time[=<])/i.test(line)),
  );
  if (isReply) return { kind: 'answered', replies: [{ payload: 0, bytes: new Uint8Array(0), from: host }] };
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

/** Pings with the system's own program. */
export function ping(
  host: string,
  options: {
    readonly source: string | null;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
    readonly platform?: NodeJS.Platform;
  },
): Promise<RawOutcome> {
  const platform = options.platform ?? process.platform;
  const program = platform === 'darwin' && host.includes(':') ? 'ping6' : 'ping';
  return new Promise((resolve) => {
    const child = spawn(program, pingArguments(platform, host, options.source, options.timeoutMs), {
      env: { ...process.env, LC_ALL: 'C', LANG: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let text = '';
    let settled = false;
    const finish = (outcome: RawOutcome): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      child.kill('SIGKILL');
      resolve(outcome);
    };
    const stop = (): void => finish({ kind: 'error', message: 'cancelled' });
    // Some pings round the time up to whole seconds, so ours ends a little later.
    const timer = setTimeout(() => finish(readPing(text, host)), options.timeoutMs + 1500);
    options.signal.addEventListener('abort', stop, { once: true });
    const collect = (chunk: Buffer): void => {
      if (text.length < 16_384) text += chunk.toString('latin1');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) =>
      finish({ kind: 'cannot', reason: `ping cannot be started on this computer: ${error.message}` }),
    );
    child.on('close', () => finish(readPing(text, host)));
  });
}
