import type { Duplex } from 'node:stream';

import { startDeadline, whenAborted } from './deadline.ts';
import type { SessionContext } from './session-context.ts';
import { makeSlots } from './slots.ts';
import type { ForwardFailure, ForwardOptions, ForwardResult } from './types.ts';

/**
 * A pending open cannot be taken back: sshd holds a descriptor for it until its own connect times out (134 s measured),
 * and with 1024 descriptors everything else on the connection fails.
 */
const PENDING_AT_ONCE = 256;

/** RFC 4254 section 5.1. */
const ADMINISTRATIVELY_PROHIBITED = 1;

/** sshd passes on the text of its system error; other servers do the same or say nothing. */
const REASONS: readonly (readonly [RegExp, ForwardFailure])[] = [
  [/connection refused/i, 'refused'],
  [/no route to host|network is unreachable|host is unreachable|host is down/i, 'unreachable'],
  [/timed out/i, 'timed-out'],
  [/name resolution|name or service|not known|no address|unknown host|nodename/i, 'unresolved'],
];

/** What a refused direct-tcpip request says about the target. */
export function readForwardFailure(reason: unknown, text: string): ForwardFailure {
  if (reason === ADMINISTRATIVELY_PROHIBITED) return 'prohibited';
  return REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? 'failed';
}

export function makeForwarder(
  context: SessionContext,
): (host: string, port: number, options: ForwardOptions) => Promise<ForwardResult> {
  const slots = makeSlots(PENDING_AT_ONCE);
  return (host, port, options) => {
    const ended = context.ended();
    if (ended !== undefined) return Promise.resolve({ kind: 'lost', ms: 0, message: ended.message });
    if (options.signal?.aborted === true)
      return Promise.resolve({ kind: 'cancelled', ms: 0, message: 'cancelled' });
    return new Promise((resolve) => {
      let settled = false;
      let askedAt = performance.now();
      const undo: (() => void)[] = [];
      const settle = (result: ForwardResult): void => {
        if (settled) return;
        settled = true;
        for (const step of undo) step();
        resolve(result);
      };
      const fail = (kind: ForwardFailure, message: string): void => {
        settle({ kind, ms: performance.now() - askedAt, message });
      };

      const onAnswer = (error: (Error & { reason?: unknown }) | undefined, channel: Duplex): void => {
        slots.release();
        if (error !== undefined) {
          const ended = context.ended();
          const text = error.message.replace(/^\(SSH\) Channel open failure: /, '');
          if (ended !== undefined) fail('lost', ended.message);
          else fail(readForwardFailure(error.reason, text), text);
          return;
        }
        // Without a listener an error on an idle channel would end the process.
        channel.on('error', () => undefined);
        if (settled) channel.destroy();
        else settle({ kind: 'connected', channel, ms: performance.now() - askedAt });
      };

      const ask = (): void => {
        askedAt = performance.now();
        // The limit is for the target, so it starts only when the target is asked.
        const deadline = startDeadline(options.timeoutMs, () => fail('timed-out', 'no answer'));
        undo.push(() => deadline.clear());
        try {
          // The originator is for the server's log only; it binds no source address.
          context.client.forwardOut('127.0.0.1', 0, host, port, onAnswer);
        } catch (error) {
          slots.release();
          fail('lost', context.ended()?.message ?? (error as Error).message);
        }
      };

      undo.push(context.onEnded((error) => fail('lost', error.message)));
      undo.push(whenAborted(options.signal, () => fail('cancelled', 'cancelled')));
      undo.push(slots.take(ask));
    });
  };
}
