import type { Duplex } from 'node:stream';
import { wholeReply } from '../../shared/probes/framing.ts';
import type { RawOutcome, Wire } from '../../shared/probes/types.ts';
import { isEnough } from './exchange-client.ts';

type Before = NonNullable<Extract<Wire, { readonly kind: 'tls' }>['before']>;

/** `go-on`: the connection stands and is left open. Else it is closed. */
export type Asked =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'answered'; readonly bytes: Uint8Array }
  | { readonly kind: 'ended'; readonly outcome: RawOutcome };

/** Says what has to be said in the clear before a TLS handshake, and tells whether the reply lets it go on. */
export function askBefore(
  connection: Duplex,
  before: Before,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Asked> {
  return new Promise((resolve) => {
    let buffer = Buffer.alloc(0);
    const settle = (asked: Asked): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      connection.off('data', take);
      for (const event of ['end', 'close'] as const) connection.off(event, closed);
      connection.off('error', lost);
      // Until the handshake listens, an error would have nobody else.
      connection.on('error', () => undefined);
      if (asked.kind === 'go-on') connection.pause();
      else connection.destroy();
      resolve(asked);
    };
    const conclude = (message: string): void =>
      settle(
        buffer.length > 0
          ? { kind: 'answered', bytes: Uint8Array.from(buffer) }
          : { kind: 'ended', outcome: { kind: 'connected-only', message } },
      );
    const stop = (): void => settle({ kind: 'ended', outcome: { kind: 'error', message: 'cancelled' } });
    const closed = (): void => conclude('closed without an answer');
    const lost = (error: Error): void => conclude(`connection lost: ${error.message}`);
    const take = (chunk: Buffer): void => {
      buffer = Buffer.concat([buffer, chunk]);
      const reply = wholeReply(before.framing, buffer);
      if (reply === null) return;
      if (isEnough(before.goOn, reply)) settle({ kind: 'go-on' });
      else settle({ kind: 'answered', bytes: Uint8Array.from(reply) });
    };
    const timer = setTimeout(() => conclude(`no answer in ${options.timeoutMs / 1000} s`), options.timeoutMs);
    options.signal.addEventListener('abort', stop, { once: true });
    connection.on('data', take);
    connection.on('end', closed);
    connection.on('close', closed);
    connection.on('error', lost);
    // Whoever handed it over may have paused it.
    connection.resume();
    connection.write(before.payload);
  });
}
