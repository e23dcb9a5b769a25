export type SigningErrorKind =
  'no-identity' | 'identity-exists' | 'passphrase-needed' | 'wrong-passphrase' | 'unreadable' | 'bad-key';

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
