import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { wholeReply } from '../../shared/probes/framing.ts';
import type { TlsFacts } from '../../shared/probes/observation.ts';
import type { RawOutcome, Wire } from '../../shared/probes/types.ts';
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

type TlsWire = Extract<Wire, { readonly kind: 'tls' }>;

export interface HandshakeOptions {
  readonly serverName: string | null;
  /** The address that was dialled. */
  readonly host: string;
  /** For the handshake, and again for the reply to `inner`. */
  readonly timeoutMs: number;
  readonly trust: TrustStore;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** See Wire. */
  readonly alpn?: TlsWire['alpn'];
  readonly inner?: TlsWire['inner'];
}

/** Says one thing inside and takes one reply: what came until it is whole, until the peer closes, or until the time is over. */
function askInside(
  secure: TLSSocket,
  inner: NonNullable<TlsWire['inner']>,
  timeoutMs: number,
  done: (reply: Uint8Array | null) => void,
): () => void {
  let buffer: Uint8Array = new Uint8Array(0);
  const conclude = (): void => done(buffer.length > 0 ? buffer : null);
  const timer = setTimeout(conclude, timeoutMs);
  secure.on('data', (chunk: Buffer) => {
    buffer = Uint8Array.from(Buffer.concat([buffer, chunk]));
    const reply = wholeReply(inner.framing, buffer);
    if (reply !== null) done(reply);
  });
  secure.on('end', conclude);
  secure.on('close', conclude);
  secure.on('error', conclude);
  secure.write(inner.payload);
  return () => clearTimeout(timer);
}

/**
 * Shakes hands over an open connection and judges what the peer presents; then asks inside, if there is something to ask.
 * Closes the connection. The peer has proven that it holds its certificate's key when the outcome is `handshake`.
 */
export function shakeHands(connection: Duplex, options: HandshakeOptions): Promise<RawOutcome> {
  return new Promise((resolve) => {
    const secure = connect({
      socket: connection,
      ...(options.serverName === null ? {} : { servername: options.serverName }),
      ...(options.alpn === undefined || options.alpn.length === 0
        ? {}
        : { ALPNProtocols: [...options.alpn] }),
      // Judged by judgeChain: an untrusted peer is an observation, and the laptop's store has no say.
      rejectUnauthorized: false,
      ca: [],
      checkServerIdentity: () => undefined,
    });
    let shaken: TlsFacts | null = null;
    let stopAsking = (): void => undefined;
    const finish = (outcome: RawOutcome): void => {
      clearTimeout(timer);
      stopAsking();
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
    const failed = (error: Error): void => {
      if (shaken === null) finish({ kind: 'connected-only', message: sayWhy(error) });
    };
    secure.on('error', failed);
    connection.on('error', failed);
    secure.on('close', () => {
      if (shaken === null)
        finish({
          kind: 'connected-only',
          message: 'the peer closed the connection during the TLS handshake',
        });
    });
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
      if (!judged.ok) {
        finish({ kind: 'connected-only', message: judged.error });
        return;
      }
      shaken = judged.value;
      clearTimeout(timer);
      const { inner = null, timeoutMs } = options;
      const outcome = {
        kind: 'handshake',
        tls: judged.value,
        alpn: typeof secure.alpnProtocol === 'string' ? secure.alpnProtocol : null,
      } as const;
      if (inner === null) finish(outcome);
      else stopAsking = askInside(secure, inner, timeoutMs, (reply) => finish({ ...outcome, reply }));
    });
  });
}
