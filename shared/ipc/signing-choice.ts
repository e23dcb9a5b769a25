import { z } from 'zod';

const secret = z.string().max(4096);

/**
 * With what a report is signed: the signing identity, unless a key of the SSH agent is named. A company's certificate signs
 * the PDF beside it. Passphrases only go in, for this one signing.
 */
export const signingChoice = z.strictObject({
  /** Opens the signing identity; null: the keychain does, or nothing is needed. */
  passphrase: secret.nullable(),
  /** Fingerprint of a key that the SSH agent holds. */
  agentKey: z.exactOptional(z.string().min(1).max(200)),
  /** `file`: an id that `identity.certificate` gave. */
  certificate: z.exactOptional(z.strictObject({ file: z.string().min(1).max(100), passphrase: secret })),
});

export type SigningChoice = z.infer<typeof signingChoice>;

/** A key in ssh-agent or Pageant. */
export interface AgentKey {
  readonly type: string;
  readonly fingerprint: string;
  readonly comment: string;
  /** Null: it can sign reports. Else why it cannot. */
  readonly unusable: string | null;
}
