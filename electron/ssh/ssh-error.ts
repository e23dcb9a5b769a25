import { plainText } from '../../shared/lib/plain-text.ts';
import type { HopRole, SshHop } from './types.ts';

export type SshErrorKind =
  | 'wrong-password'
  | 'password-expired'
  | 'key-rejected'
  | 'no-method-left'
  | 'key-unreadable'
  | 'passphrase-needed'
  | 'wrong-passphrase'
  | 'agent-unavailable'
  | 'host-unresolved'
  | 'connection-refused'
  | 'unreachable'
  | 'timed-out'
  | 'not-ssh'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'host-key-weak'
  | 'forwarding-denied'
  | 'no-common-algorithm'
  | 'handshake-failed'
  | 'exec-refused'
  | 'too-much-output'
  | 'lost'
  | 'cancelled';

/** Where an error happened: the host that it is about, and how messages call it. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly hop: HopRole;
  /** The node's name, or the address. */
  readonly name: string;
  /** The jump host in front of it, for messages. */
  readonly through?: string;
}

export function placeOf(hop: SshHop, role: HopRole, through?: SshHop): Place {
  return {
    host: hop.host,
    port: hop.port,
    user: hop.user,
    hop: role,
    name: hop.name ?? (role === 'jump' ? `jump host ${hop.host}` : hop.host),
    ...(through === undefined ? {} : { through: through.host }),
  };
}

/** `10.0.0.1:22`, `[2001:db8::1]:22`. */
export function hostAndPort(place: Pick<Place, 'host' | 'port'>): string {
  return place.host.includes(':') ? `[${place.host}]:${place.port}` : `${place.host}:${place.port}`;
}

/** Host and port, with the jump host in front of it if there is one. */
export function addressOf(place: Place): string {
  const address = hostAndPort(place);
  return place.through === undefined ? address : `${address} (through jump host ${place.through})`;
}

export interface SshErrorDetails {
  /** What happened, and where. */
  readonly message: string;
  /** What to do now. */
  readonly cure: string;
  readonly fingerprint?: string;
  readonly algorithm?: string;
  /** Fingerprints that were expected, for a changed host key. */
  readonly known?: readonly string[];
}

/** Longer than any sentence of ours: the rest is a peer's. */
const mostCharacters = 2000;

/** Why a session could not be had, or ended. Carries no secret, and nothing that steers a terminal. */
export class SshError extends Error {
  readonly kind: SshErrorKind;
  readonly host: string;
  readonly port: number;
  readonly hop: HopRole;
  readonly cure: string;
  readonly fingerprint?: string;
  readonly algorithm?: string;
  readonly known?: readonly string[];

  constructor(kind: SshErrorKind, place: Place, details: SshErrorDetails) {
    super(plainText(details.message).slice(0, mostCharacters));
    this.name = 'SshError';
    this.kind = kind;
    this.host = place.host;
    this.port = place.port;
    this.hop = place.hop;
    this.cure = plainText(details.cure);
    if (details.fingerprint !== undefined) this.fingerprint = details.fingerprint;
    if (details.algorithm !== undefined) this.algorithm = plainText(details.algorithm);
    if (details.known !== undefined) this.known = details.known;
  }
}

/** The connection stood, and ended before the peer had said a word. */
export function closedBeforeSsh(place: Place, where: string): SshError {
  return new SshError('lost', place, {
    message: `${where} closed the connection before SSH began.`,
    cure: 'Wait a minute and try again: the server may be busy, or may not let this machine’s address in.',
  });
}

/** A duration as messages say it. */
export function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`;
}
