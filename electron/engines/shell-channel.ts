import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { NodeSession, NodeStream } from './node-session.ts';
import { pause } from './pace.ts';
import { SHELL_COMMAND } from './shell-protocol.ts';
import { SHELL_SCRIPT } from './shell-script.ts';

/** For a shell to start and to read the script. */
const startMs = 15_000;
/** More noise than this in front of the script's first word is no node of ours. */
const mostNoise = 256 * 1024;

/** The script, waiting for data. `busy`: the SSH server opens no further session now; that says nothing about a target. */
export type ShellChannel =
  | {
      readonly kind: 'ready';
      readonly stream: Duplex;
      /** In front of every line of the script's. */
      readonly nonce: string;
      readonly errorText: () => string;
    }
  | { readonly kind: 'busy' | 'failed' | 'lost' | 'cancelled'; readonly message: string };

function failureOf({ kind, message }: Exclude<NodeStream, { readonly kind: 'opened' }>): ShellChannel {
  switch (kind) {
    case 'no-channel':
      return { kind: 'busy', message };
    case 'lost':
    case 'cancelled':
      return { kind, message };
    case 'refused':
    case 'timed-out':
      return { kind: 'failed', message: `The node runs no shell for us: ${message}.` };
  }
}

/** Reads up to and with the line that says `ready`; what came behind it stays in the stream. */
function untilReady(stream: Duplex, nonce: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const marker = `\n${nonce} ready\n`;
    let seen = Buffer.alloc(0);
    const settle = (ready: boolean): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      stream.off('data', take);
      stream.off('close', stop);
      stream.off('end', stop);
      if (ready) stream.pause();
      else stream.destroy();
      resolve(ready);
    };
    const stop = (): void => settle(false);
    const take = (chunk: Buffer): void => {
      seen = Buffer.concat([seen, chunk]);
      const at = seen.indexOf(marker);
      if (at < 0) {
        if (seen.length > mostNoise) stop();
        return;
      }
      const rest = seen.subarray(at + marker.length);
      settle(true);
      if (rest.length > 0) stream.unshift(rest);
    };
    const timer = setTimeout(stop, startMs);
    signal.addEventListener('abort', stop, { once: true });
    stream.on('close', stop);
    stream.on('end', stop);
    stream.on('data', take);
  });
}

/** Starts the script on the node. */
export async function openShell(session: NodeSession, signal: AbortSignal): Promise<ShellChannel> {
  const opened = await session.openStream(SHELL_COMMAND, { timeoutMs: startMs, signal });
  if (opened.kind !== 'opened') return failureOf(opened);
  const { stream, errorText } = opened;
  stream.on('error', () => undefined);
  const nonce = `gatecheck-${randomBytes(8).toString('hex')}`;
  stream.write(`${SHELL_SCRIPT}gatecheck ${nonce}\n`);
  if (await untilReady(stream, nonce, signal)) return { kind: 'ready', stream, nonce, errorText };
  if (signal.aborted) return { kind: 'cancelled', message: 'cancelled' };
  return {
    kind: 'failed',
    message: `The node's shell does not run our script. ${errorText().trim().slice(0, 300)}`.trim(),
  };
}

/** How long a busy SSH server is asked again: a session that ended is counted until its command is gone. */
const busyMs = 20_000;

/** The same, and asks again while the server is busy. */
export async function openShellWhenFree(session: NodeSession, signal: AbortSignal): Promise<ShellChannel> {
  const until = performance.now() + busyMs;
  for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1000)) {
    const opened = await openShell(session, signal);
    if (opened.kind !== 'busy' || performance.now() > until) return opened;
    await pause(waitMs, signal);
  }
}
