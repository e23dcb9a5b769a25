import type { Duplex } from 'node:stream';
import type { RawOutcome, Wire } from '../../shared/probes/types.ts';
import { exchangeOver } from './exchange-client.ts';
import { askBefore } from './ask-before.ts';
import { shakeHands } from './tls-client.ts';
import type { TrustStore } from './tls-trust.ts';

/** Wires that go over TCP, whoever dials. */
export function isTcp(wire: Wire): boolean {
  return (
    wire.kind === 'connect' || wire.kind === 'tls' || (wire.kind === 'exchange' && wire.transport === 'tcp')
  );
}

/**
 * Carries out a wire over a TCP connection that stands, whoever dialled it, and closes the connection. `connect` sends
 * nothing.
 *
 * @param job what to say, the address that was dialled, and how long to wait for each answer
 */
export function speakOver(
  connection: Duplex,
  job: { readonly wire: Wire; readonly host: string; readonly timeoutMs: number },
  options: { readonly trust: TrustStore; readonly now: () => Date; readonly signal: AbortSignal },
): Promise<RawOutcome> {
  const { wire, host, timeoutMs } = job;
  switch (wire.kind) {
    case 'connect':
      connection.destroy();
      return Promise.resolve({ kind: 'connected' });
    case 'tls': {
      const { serverName, alpn, inner, before } = wire;
      const handshake = { ...options, serverName, alpn, inner, host, timeoutMs };
      if (before === undefined) return shakeHands(connection, handshake);
      return askBefore(connection, before, { timeoutMs, signal: options.signal }).then((asked) => {
        if (asked.kind === 'go-on') return shakeHands(connection, handshake);
        if (asked.kind === 'answered')
          return { kind: 'answered', replies: [{ payload: 0, bytes: asked.bytes, from: host }] };
        return asked.outcome;
      });
    }
    case 'exchange':
      if (wire.transport === 'tcp')
        return exchangeOver(connection, wire, { host, timeoutMs, signal: options.signal });
      break;
    case 'datagram':
    case 'echo':
  }
  connection.destroy();
  return Promise.resolve({ kind: 'cannot', reason: 'this goes over TCP only' });
}
