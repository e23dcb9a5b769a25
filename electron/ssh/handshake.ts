import ssh2 from 'ssh2';
import type { Client, ConnectConfig, ServerHostKeyAlgorithm } from 'ssh2';

import { plainText } from '../../shared/lib/plain-text.ts';
import { HOST_KEY_ALGORITHMS, LEAST_BITS, TRANSPORT_ALGORITHMS } from './algorithms.ts';
import type { PreparedCredential } from './credentials.ts';
import type { Transport } from './dial.ts';
import { fingerprintOf, keyTypeOf } from './fingerprint.ts';
import { describeHandshakeFailure } from './handshake-failure.ts';
import type { Ssh2Error } from './handshake-failure.ts';
import type { Interruption } from './interruption.ts';
import { keyBits } from './key-bits.ts';
import { planSignIn } from './sign-in.ts';
import { SshError, addressOf } from './ssh-error.ts';
import type { Place } from './ssh-error.ts';
import type { DecideHostKey, HostKeyDecision, HostKeyOffer, TrustedHostKey } from './types.ts';

export type SignInOutcome<Session> =
  | { readonly kind: 'signed-in'; readonly session: Session }
  /** The key was refused, and a key of another type may be the right one. */
  | { readonly kind: 'other-key-type'; readonly refused: string; readonly error: SshError };

export interface HandshakeOptions {
  readonly credentials: readonly PreparedCredential[];
  readonly decideHostKey: DecideHostKey;
  readonly keepaliveMs: number;
  readonly onBanner?: (banner: string) => void;
  /** Key types that the host has shown already. */
  readonly refusedKeyTypes: ReadonlySet<string>;
}

/** How this program names itself to servers; it stands in their logs. */
const IDENT = 'Gatecheck';
const GREETING_BYTES = 1024;
const BANNER_CHARACTERS = 8192;
const MISSED_KEEPALIVES = 3;
/** What may wait for a peer that reads nothing: far more than any of our requests. */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;
/** Of what we answer to a peer that goes on asking meanwhile. */
const MOST_UNREAD_ANSWERS = 512 * 1024;
/** Servers renew keys once in an hour or in a gigabyte, strict ones more often; each time costs both sides some work. */
const MOST_REKEYS = 10;
const BYTES_OF_A_REKEY = 64 * 1024;

/**
 * Speaks SSH over an open stream until signed in. Settles once, whatever ssh2 emits afterwards; rejects with SshError,
 * or with whatever `decideHostKey` threw. `open` takes the client over at once, before its next event.
 */
export function signIn<Session>(
  place: Place,
  transport: Transport,
  interruption: Interruption,
  options: HandshakeOptions,
  open: (client: Client, hostKey: TrustedHostKey) => Session,
): Promise<SignInOutcome<Session>> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const attempts = planSignIn(place, options.credentials, () => fail(attempts.failure()));
    const remoteAlgorithms = new Map<string, string>();
    let greeting = '';
    let hostKey: TrustedHostKey | undefined;
    let settled = false;
    let rekeys = 0;
    let received = 0;
    /** What the peer says its key is, verified or not. */
    let shown: HostKeyOffer | undefined;
    /** Bytes that came since the peer had last read all that was sent to it. */
    let asked = 0;

    const fail = (error: unknown): void => {
      if (settled) return;
      settled = true;
      transport.destroy();
      reject(error instanceof Error ? error : new Error(String(error)));
    };

    const failed = (error: Ssh2Error | undefined): SshError => {
      // Also while somebody still compares the fingerprint.
      if (shown !== undefined && /signature verification failed/i.test(error?.message ?? ''))
        return new SshError('handshake-failed', place, {
          message: `${addressOf(place)} shows a host key that it cannot prove to hold: ${shown.algorithm} ${shown.fingerprint}. Nothing was sent.`,
          cure: 'Something stands between here and the node, or answers in its place. Do not sign in; ask who runs the network.',
        });
      if (hostKey === undefined)
        return describeHandshakeFailure(place, error, { greeting, remoteAlgorithms });
      if (error?.level === 'client-authentication') return attempts.failure();
      if (error !== undefined && /too many authentication failures/i.test(error.message)) {
        attempts.tooManyTries();
        return attempts.failure();
      }
      return new SshError('lost', place, {
        message: `${addressOf(place)} ended the session during the sign-in${error === undefined ? '' : `: ${error.message}`}.`,
        cure: 'Try again; if it stays so, its SSH log says why.',
      });
    };

    /** Ends a session that was signed in to, or the way to it. */
    const giveUp = (why: string): void => {
      fail(
        new SshError('lost', place, {
          message: `${why}: the connection was ended.`,
          cure: 'No sound SSH server does this. Ask who runs it what answers there.',
        }),
      );
      client.emit('error', new Error(why));
      transport.destroy();
    };

    client.on('error', (error: Ssh2Error) => {
      // Not the end: ssh2 reports these and goes on with the next credential.
      if (error.level === 'agent') attempts.agentFailed();
      else if (error.level === 'client-authentication' && /signing/i.test(error.message)) return;
      else fail(failed(error));
    });
    client.on('close', () => fail(failed(undefined)));
    client.on('change password', () => {
      attempts.passwordExpired();
      fail(attempts.failure());
    });
    client.on('banner', (banner: string) => {
      if (!settled) options.onBanner?.(withoutControlCharacters(banner));
    });
    client.on('ready', () => {
      if (settled) return;
      if (hostKey === undefined) {
        fail(new Error('Signed in without a verified host key.'));
        return;
      }
      settled = true;
      resolve({ kind: 'signed-in', session: open(client, hostKey) });
    });

    const verifyHostKey = (key: Buffer, answer: (valid: boolean) => void): void => {
      // Called again when the session renews its keys: then only the very same key will do.
      if (hostKey !== undefined) {
        rekeys += 1;
        if (rekeys > MOST_REKEYS + received / BYTES_OF_A_REKEY)
          giveUp(`${addressOf(place)} renews the keys of the session without end`);
        answer(hostKey.key.equals(key));
        return;
      }
      const offer = offerOf(place, key);
      shown = offer;
      const weak = weaknessOf(place, offer, client);
      if (weak !== null) {
        if (hasKeyTypesLeft(new Set([...options.refusedKeyTypes, offer.algorithm])) && weak.aboutKey) {
          settled = true;
          transport.destroy();
          resolve({ kind: 'other-key-type', refused: offer.algorithm, error: weak.error });
        } else fail(weak.error);
        answer(false);
        return;
      }
      interruption.pause();
      void decide(options.decideHostKey, offer).then((decision) => {
        interruption.resume();
        if (settled) return;
        if (decision.kind === 'trusted') {
          const { algorithm, fingerprint } = offer;
          hostKey = { algorithm, fingerprint, key: offer.key, trust: decision.trust };
          interruption.enter('sign-in');
          answer(true);
          return;
        }
        if (decision.kind === 'refused' && decision.otherTypeMayMatch === true) {
          settled = true;
          transport.destroy();
          resolve({
            kind: 'other-key-type',
            refused: offer.algorithm,
            error: hostKeyRefused(place, offer, decision),
          });
        } else fail(decision.kind === 'thrown' ? decision.error : hostKeyRefused(place, offer, decision));
        answer(false);
      });
    };

    const config: ConnectConfig = {
      sock: transport.stream,
      username: place.user,
      ident: IDENT,
      // Our own deadline does this: ssh2's would run on while a person reads the fingerprint.
      readyTimeout: 0,
      keepaliveInterval: options.keepaliveMs,
      keepaliveCountMax: MISSED_KEEPALIVES,
      algorithms: { ...TRANSPORT_ALGORITHMS, serverHostKey: hostKeyAlgorithms(place, options) },
      hostVerifier: verifyHostKey,
      authHandler: (methodsLeft, partialSuccess, next) => {
        const attempt = attempts.next(methodsLeft, partialSuccess);
        // ssh2 takes false for "nothing left", its types do not say so.
        next(attempt as Exclude<typeof attempt, false>);
      },
      // The only way to learn what the server offered when no algorithm matches.
      debug: (line) => {
        const match = /^Handshake: \(remote\) ([^:]+): (.*)$/.exec(line);
        if (match?.[1] !== undefined && match[2] !== undefined) remoteAlgorithms.set(match[1], match[2]);
      },
    };
    interruption.enter('waiting-for-ssh');
    try {
      client.connect(config);
    } catch (error) {
      fail(error);
      return;
    }
    // ssh2 has paused the stream and resumes it when it listens: nothing is lost by listening before it.
    transport.stream.on('data', (chunk: Buffer) => {
      received += chunk.length;
      const unread = transport.stream.writableLength;
      asked = unread === 0 ? 0 : asked + chunk.length;
      // Answers are short, and each waits in memory that is many times its own length.
      if (unread > MOST_UNREAD_BYTES || (unread > MOST_UNREAD_ANSWERS && asked > MOST_UNREAD_ANSWERS))
        giveUp(`${addressOf(place)} asks without end and reads no answer`);
      if (greeting.length >= GREETING_BYTES) return;
      greeting += chunk.toString('latin1').slice(0, GREETING_BYTES - greeting.length);
      if (/^SSH-/m.test(greeting) && hostKey === undefined) interruption.enter('handshake');
    });
    client.setNoDelay(true);
    interruption.onInterrupted(fail);
  });
}

type Decided = HostKeyDecision | { readonly kind: 'thrown'; readonly error: unknown };

async function decide(decideHostKey: DecideHostKey, offer: HostKeyOffer): Promise<Decided> {
  try {
    return await decideHostKey(offer);
  } catch (error) {
    return { kind: 'thrown', error };
  }
}

function offerOf(place: Place, key: Buffer): HostKeyOffer {
  // ssh2 hands out a view into its packet buffer, which the next packet overwrites.
  const copy = Buffer.from(key);
  const { host, port, hop } = place;
  return {
    host,
    port,
    hop,
    algorithm: keyTypeOf(copy) ?? 'unknown',
    fingerprint: fingerprintOf(copy),
    key: copy,
  };
}

/** Known key types first: a server that has several keys then shows the one that is known. */
function hostKeyAlgorithms(
  place: Place,
  options: Pick<HandshakeOptions, 'decideHostKey' | 'refusedKeyTypes'>,
): ServerHostKeyAlgorithm[] {
  const known = options.decideHostKey.preferredAlgorithms?.(place.host, place.port) ?? [];
  const left = HOST_KEY_ALGORITHMS.filter((algorithm) => !options.refusedKeyTypes.has(keyTypeFor(algorithm)));
  const isKnown = (algorithm: string): boolean => known.includes(keyTypeFor(algorithm));
  return [...left.filter(isKnown), ...left.filter((algorithm) => !isKnown(algorithm))];
}

/** Whether there are key types that the host has not shown. */
export function hasKeyTypesLeft(refusedKeyTypes: ReadonlySet<string>): boolean {
  return HOST_KEY_ALGORITHMS.some((algorithm) => !refusedKeyTypes.has(keyTypeFor(algorithm)));
}

/** RFC 8332 gives the one RSA key type two signature algorithms. */
function keyTypeFor(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;
}

function hostKeyRefused(
  place: Place,
  offer: HostKeyOffer,
  decision: Extract<HostKeyDecision, { kind: 'refused' }>,
): SshError {
  const where = addressOf(place);
  const { fingerprint, algorithm } = offer;
  const known = decision.known ?? [];
  const facts = { fingerprint, algorithm, known };
  switch (decision.reason) {
    case 'unknown':
      return new SshError('host-key-unknown', place, {
        ...facts,
        message: `The host key of ${where} is not known: ${algorithm} ${fingerprint}. Nothing was sent.`,
        cure: 'Compare the fingerprint with the one on the node’s console or from its owner, then accept it or give it.',
      });
    case 'declined':
      return new SshError('host-key-unknown', place, {
        ...facts,
        message: `The host key of ${where} was not accepted: ${algorithm} ${fingerprint}. Nothing was sent.`,
        cure: 'Ask the owner for the right fingerprint, and check that this is the right address.',
      });
    case 'changed':
      return new SshError('host-key-changed', place, {
        ...facts,
        message: `The host key of ${where} changed: it is ${algorithm} ${fingerprint}, expected was ${known.join(' or ')}. Nothing was sent.`,
        cure: 'Ask the owner whether the host was reinstalled, or something stands in between. If it is right, remove the old key and accept the new one.',
      });
    case 'revoked':
      return new SshError('host-key-revoked', place, {
        ...facts,
        message: `The host key of ${where} is marked as revoked: ${algorithm} ${fingerprint}. Nothing was sent.`,
        cure: 'Do not sign in. Ask the owner: this key counts as stolen.',
      });
  }
}

/** A banner must not steer a terminal. */
function withoutControlCharacters(text: string): string {
  return plainText(text.replace(/\r\n?/g, '\n'))
    .replaceAll('\ufffd', '')
    .trimEnd()
    .slice(0, BANNER_CHARACTERS);
}

interface Weakness {
  readonly error: SshError;
  /** A key of another type may be strong enough. */
  readonly aboutKey: boolean;
}

/** What of the key exchange is too weak to trust, looked at before anything else; null: nothing. */
function weaknessOf(
  place: Place,
  { algorithm, fingerprint, key }: HostKeyOffer,
  client: Client,
): Weakness | null {
  const bits = keyBits(key);
  if (algorithm === 'ssh-rsa' && (bits === null || bits < LEAST_BITS))
    return {
      aboutKey: true,
      error: new SshError('host-key-weak', place, {
        ...{ algorithm, fingerprint },
        message: `The host key of ${addressOf(place)} is too weak: RSA with ${bits ?? 'unknown'} bits. Nothing was sent.`,
        cure: `Ask for a new host key: Ed25519, ECDSA, or RSA with ${LEAST_BITS} bits or more.`,
      }),
    };
  const group = groupBits(client);
  if (group !== null && group < LEAST_BITS)
    return {
      aboutKey: false,
      error: new SshError('no-common-algorithm', place, {
        message: `${addressOf(place)} exchanges keys in a Diffie-Hellman group of ${group} bits, which is too weak. Nothing was sent.`,
        cure: `Ask for curve25519-sha256 or for groups of ${LEAST_BITS} bits or more to be enabled on the server.`,
      }),
    };
  return null;
}

/** ssh2 takes any group that a server gives it in a group exchange; null: it is another kind of exchange. */
function groupBits(client: Client): number | null {
  const { _protocol: protocol } = client as unknown as ClientInternals;
  const prime = protocol?._kex?._prime;
  if (!Buffer.isBuffer(prime)) return null;
  const first = prime.findIndex((byte) => byte !== 0);
  const top = prime[first];
  return top === undefined ? 0 : (prime.length - first) * 8 - (Math.clz32(top) - 24);
}

interface ClientInternals {
  readonly _protocol?: { readonly _kex?: { readonly _prime?: unknown } };
}
