import type { Duplex } from 'node:stream';
import type { RawOutcome, Wire } from '../../shared/probes/types.ts';
import { exchangeOver } from './exchange-client.ts';
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
    case 'tls':
      return shakeHands(connection, { ...options, serverName: wire.serverName, host, timeoutMs });
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
