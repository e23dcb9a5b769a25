import type { Duplex } from 'node:stream';
import { wholeReply } from '../../shared/probes/framing.ts';
import type { RawOutcome, StopRule, Wire } from '../../shared/probes/types.ts';

type Exchange = Extract<Wire, { readonly kind: 'exchange' }>;

/** Whether a reply ends the exchange before its last payload. */
export function isEnough(rule: StopRule | null, reply: Uint8Array): boolean {
  const byte = rule === null ? undefined : reply[rule.offset];
  return rule !== null && byte !== undefined && rule.values.includes(byte & rule.mask);
}

/** Sends payloads over an open connection, each after the reply to the one before. Closes the connection. */
export function exchangeOver(
  connection: Duplex,
  wire: Exchange,
  options: { readonly host: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<RawOutcome> {
  return new Promise((resolve) => {
    const replies: { payload: number; bytes: Uint8Array; from: string }[] = [];
    let sent = 0;
    let buffer = Buffer.alloc(0);
    let timer: NodeJS.Timeout | undefined;
    const finish = (outcome: RawOutcome): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      connection.destroy();
      resolve(outcome);
    };
    const take = (reply: Uint8Array): void => {
      replies.push({ payload: sent - 1, bytes: Uint8Array.from(reply), from: options.host });
    };
    const conclude = (message: string): void => {
      // What came and is not whole is for the probe to judge.
      if (buffer.length > 0) take(buffer);
      finish(replies.length > 0 ? { kind: 'answered', replies } : { kind: 'connected-only', message });
    };
    const stop = (): void => finish({ kind: 'error', message: 'cancelled' });
    const sendNext = (): void => {
      const payload = wire.payloads[sent];
      if (payload === undefined) {
        conclude('nothing to send');
        return;
      }
      sent += 1;
      buffer = Buffer.alloc(0);
      clearTimeout(timer);
      timer = setTimeout(() => conclude(`no answer in ${options.timeoutMs / 1000} s`), options.timeoutMs);
      if (payload.length > 0) connection.write(payload);
    };
    options.signal.addEventListener('abort', stop, { once: true });
    connection.on('error', (error) => conclude(`connection lost: ${error.message}`));
    connection.on('close', () => conclude('closed without an answer'));
    connection.on('end', () => conclude('closed without an answer'));
    connection.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      const reply = wholeReply(wire.framing, buffer);
      if (reply === null) return;
      take(reply);
      buffer = Buffer.alloc(0);
      if (isEnough(wire.stopAt, reply) || sent >= wire.payloads.length) finish({ kind: 'answered', replies });
      else sendNext();
    });
    sendNext();
  });
}
