import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { RawOutcome } from '../../shared/probes/types.ts';
import type { TrustStore } from './tls-trust.ts';
import { judgeChain } from './tls-trust.ts';

/** Answers of a peer that speaks something else than TLS, in OpenSSL's words. */
const notTls =
  /wrong.version.number|unknown.protocol|packet.length.too.long|http.request|record.layer.failure/i;

/** One sentence part for a handshake that failed, from OpenSSL's message. */
export function sayHandshakeFailure(message: string): string {
  return notTls.test(message) ? 'the peer does not speak TLS' : `the TLS handshake failed: ${message}`;
}

interface PeerCertificate {
  readonly raw?: Uint8Array;
  readonly issuerCertificate?: PeerCertificate;
}

/** DER of the presented certificates, leaf first. */
function presentedBy(leaf: PeerCertificate): Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seen = new Set<PeerCertificate>();
  for (let one: PeerCertificate | undefined = leaf; one?.raw !== undefined && !seen.has(one);) {
    seen.add(one);
    chain.push(one.raw);
    one = one.issuerCertificate;
  }
  return chain;
}

function sayWhy(error: Error): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ECONNRESET') return 'the connection was cut during the TLS handshake';
  return sayHandshakeFailure(error.message);
}

/**
 * Shakes hands over an open connection and judges what the peer presents. Closes the connection. The peer has proven
 * that it holds its certificate's key when the outcome is `handshake`.
 */
export function shakeHands(
  connection: Duplex,
  options: {
    readonly serverName: string | null;
    /** The address that was dialled. */
    readonly host: string;
    readonly timeoutMs: number;
    readonly trust: TrustStore;
    readonly now: () => Date;
    readonly signal: AbortSignal;
  },
): Promise<RawOutcome> {
  return new Promise((resolve) => {
    const secure = connect({
      socket: connection,
      ...(options.serverName === null ? {} : { servername: options.serverName }),
      // Judged by judgeChain: an untrusted peer is an observation, and the laptop's store has no say.
      rejectUnauthorized: false,
      ca: [],
      checkServerIdentity: () => undefined,
    });
    const finish = (outcome: RawOutcome): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', stop);
      secure.destroy();
      connection.destroy();
      resolve(outcome);
    };
    const stop = (): void => finish({ kind: 'error', message: 'cancelled' });
    const timer = setTimeout(
      () => finish({ kind: 'connected-only', message: `no TLS handshake in ${options.timeoutMs / 1000} s` }),
      options.timeoutMs,
    );
    options.signal.addEventListener('abort', stop, { once: true });
    const failed = (error: Error): void => finish({ kind: 'connected-only', message: sayWhy(error) });
    secure.on('error', failed);
    connection.on('error', failed);
    secure.on('close', () =>
      finish({ kind: 'connected-only', message: 'the peer closed the connection during the TLS handshake' }),
    );
    secure.once('secureConnect', () => {
      const judged = judgeChain(
        {
          certificates: presentedBy(secure.getPeerCertificate(true)),
          chainRead: true,
          protocol: secure.getProtocol(),
          serverName: options.serverName,
          host: options.host,
          at: options.now(),
        },
        options.trust,
      );
      finish(
        judged.ok
          ? { kind: 'handshake', tls: judged.value }
          : { kind: 'connected-only', message: judged.error },
      );
    });
  });
}
