export type SigningErrorKind =
  | 'no-identity'
  | 'identity-exists'
  | 'passphrase-needed'
  | 'wrong-passphrase'
  | 'unreadable'
  | 'bad-key'
  /** Only the system's keychain opens it, and none is at hand. */
  | 'keychain-needed'
  /** The keychain is there and does not open or seal. */
  | 'keychain-failed'
  /** The SSH agent holds no key that can sign, or several to choose from. */
  | 'agent-key'
  /** The SSH agent cannot be reached, does not answer, or refuses. */
  | 'agent-unavailable';

/** An expected failure around signing keys, with its cure. Holds no secret. */
export class SigningError extends Error {
  readonly kind: SigningErrorKind;
  readonly cure: string;

  constructor(kind: SigningErrorKind, message: string, cure: string) {
    super(message);
    this.name = 'SigningError';
    this.kind = kind;
    this.cure = cure;
  }
}
