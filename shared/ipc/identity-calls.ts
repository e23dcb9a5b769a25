import { z } from 'zod';
import type { AgentKey } from './signing-choice.ts';

/** The calls about the technician's signing identity. Private keys and opened boxes never cross; passphrases only go in. */

const secret = z.string().max(4096);
const nothing = z.tuple([]);

export const identityArguments = {
  'identity.show': nothing,
  /** Asks the system for its keychain, which may make the system ask the person: only where it is needed. */
  'identity.keychain': nothing,
  'identity.create': z.tuple([
    z.strictObject({
      name: z.string().min(1).max(200),
      email: z.string().min(3).max(200),
      protection: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('passphrase'), passphrase: secret }),
        /** `passphrase`: opens it too, e.g. on the command line; null: only the keychain does. */
        z.strictObject({ kind: z.literal('system'), passphrase: secret.nullable() }),
        z.strictObject({ kind: z.literal('none') }),
      ]),
      /** Takes the place of an identity that is there; its public key stays known. */
      rotate: z.boolean(),
    }),
  ]),
  /** Adds or changes what opens the identity. `passphrase`: as it is now; null: the keychain opens it, or nothing is needed. */
  'identity.protect': z.tuple([
    z.strictObject({
      passphrase: secret.nullable(),
      change: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('passphrase'), passphrase: secret }),
        z.strictObject({ kind: z.literal('keychain'), on: z.boolean() }),
      ]),
    }),
  ]),
  /** Shows the system's dialog for the file. */
  'identity.backup': z.tuple([
    z.strictObject({ passphrase: secret.nullable(), backupPassphrase: secret.nullable() }),
  ]),
  /** Shows the system's dialog for the file. */
  'identity.restore': z.tuple([
    z.strictObject({ passphrase: secret.nullable(), keychain: z.boolean(), replace: z.boolean() }),
  ]),
  /** The keys of the SSH agent, those that cannot sign reports too. */
  'identity.agentKeys': nothing,
  /** Shows the system's dialog for a company's certificate with its key (PKCS#12). Nothing of it is read before a signing. */
  'identity.certificate': nothing,
} as const satisfies Record<string, z.ZodType>;

export interface IdentityView {
  readonly name: string;
  readonly email: string;
  /** `TYPE BASE64`. */
  readonly publicKey: string;
  readonly fingerprint: string;
  /** What opens it, each alone. Empty: kept in clear by the person's own word. */
  readonly protections: readonly ('passphrase' | 'system')[];
  /** SHA-256 of the certificate that PDFs are signed with; null: none yet. */
  readonly certificate: string | null;
  /** UTC. */
  readonly createdAt: string;
  /** For the `allowed_signers` file of others. */
  readonly signersLine: string;
  /** Keys before this one: reports that they signed stay known here. */
  readonly earlier: readonly { readonly publicKey: string; readonly until: string }[];
}

/** `why` completes “there is no keychain: …”. */
export type KeychainView = { readonly kind: 'yes' } | { readonly kind: 'no'; readonly why: string };

export interface IdentityResults {
  'identity.show': IdentityView | null;
  'identity.keychain': KeychainView;
  'identity.create': IdentityView;
  'identity.protect': IdentityView;
  /** Null: the person closed the dialog. */
  'identity.backup': { readonly fileName: string } | null;
  'identity.restore': IdentityView | null;
  'identity.agentKeys': readonly AgentKey[];
  /** Null: the person closed the dialog. */
  'identity.certificate': { readonly id: string; readonly name: string } | null;
}
