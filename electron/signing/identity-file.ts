import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { underLock } from '../store/file-lock.ts';
import { StoreError, storeErrorOf } from '../store/store-error.ts';
import { readTextFile } from '../store/text-file.ts';
import { valueHoldsHalf } from '../../shared/lib/half-characters.ts';
import { makePrivateFolder, writeAtomically } from '../store/write-atomically.ts';
import { identityKeysSchema } from './identity-keys.ts';
import { base64, passphraseBoxSchema } from './passphrase-box.ts';
import { SigningError } from './signing-error.ts';
import { parsePublicKeyLine } from './ssh-public-key.ts';

/** An address that can stand in an `allowed_signers` file as it is: no spaces, quotes, lists or patterns. */
export const signerEmail = z
  .string()
  .max(200)
  .regex(/^[^\s"',*?!@#]+@[^\s"',*?!@#]+$/, 'An email address reads name@example.com.');

const publicKeyLine = z.string().refine((text) => {
  try {
    parsePublicKeyLine(text);
    return true;
  } catch {
    return false;
  }
}, 'It is no public key.');

const person = { name: z.string().min(1).max(200), email: signerEmail, publicKey: publicKeyLine };
/** DER in base64, of the key that signs PDFs; null: the identity never had one. */
const certificate = base64.nullable();

const rotatedKey = z.strictObject({
  name: z.string(),
  email: z.string(),
  publicKey: publicKeyLine,
  certificate: certificate.default(null),
  createdAt: z.iso.datetime(),
  until: z.iso.datetime(),
});

/** `identity.json` in the user's own folder, mode 0600: the technician's signing identity. */
const currentSchema = z.strictObject({
  format: z.literal('gatecheck/identity@2'),
  ...person,
  createdAt: z.iso.datetime(),
  certificate,
  keys: identityKeysSchema,
  /** Public keys of identities before this one: reports that they signed stay known. */
  rotated: z.array(rotatedKey),
});

/** One private key, sealed by the passphrase itself. It becomes @2 when it is next opened. */
const firstSchema = z.strictObject({
  format: z.literal('gatecheck/identity@1'),
  ...person,
  createdAt: z.iso.datetime(),
  privateKey: z.discriminatedUnion('kind', [
    passphraseBoxSchema,
    z.strictObject({ kind: z.literal('none'), pkcs8: base64 }),
  ]),
  rotated: z.array(rotatedKey),
});

export type IdentityFile = z.infer<typeof currentSchema>;
export type FirstIdentityFile = z.infer<typeof firstSchema>;
export type AnyIdentityFile = IdentityFile | FirstIdentityFile;
export type RotatedKey = z.infer<typeof rotatedKey>;

const formatSchema = z.object({ format: z.string() });
const ownFormat = /^gatecheck\/identity@(\d+)$/;

function unreadable(path: string, why: string): SigningError {
  return new SigningError(
    'unreadable',
    `The signing identity ${path} cannot be read: ${why}.`,
    'Bring the file back from a backup, or move it away and make a new identity with key create.',
  );
}

function readJson(text: string, path: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable(path, 'it is no JSON');
  }
  if (valueHoldsHalf(json, text)) throw unreadable(path, 'a text in it holds half of a character');
  return json;
}

/** @throws SigningError unreadable */
export function parseIdentityFile(text: string, path: string): AnyIdentityFile {
  const json = readJson(text, path);
  const format = formatSchema.safeParse(json).data?.format ?? '';
  const version = Number(ownFormat.exec(format)?.[1] ?? 0);
  if (version > 2) throw unreadable(path, `it was written by a newer version of this program (${format})`);
  const parsed = version === 1 ? firstSchema.safeParse(json) : currentSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw unreadable(path, place === '' ? 'it has another format' : `${place} is not as it should be`);
}

/** Some kilobytes for each key that was ever used. */
const largestIdentity = 1024 * 1024;

/**
 * Reads the identity file; null when there is none.
 *
 * @throws SigningError `unreadable`: a broken file is never silently replaced, it may hold the only copy of a key.
 */
export async function readIdentityFile(path: string): Promise<AnyIdentityFile | null> {
  let text: string;
  try {
    text = await readTextFile(path, largestIdentity);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.kind === 'not-found') return null;
    throw unreadable(
      path,
      error.kind === 'not-allowed'
        ? 'this user may not read it'
        : error.kind === 'too-large'
          ? 'it is too large for a key'
          : error.kind === 'not-text'
            ? 'it has another format'
            : 'it is no ordinary file',
    );
  }
  return parseIdentityFile(text, path);
}

/** Does work that reads the identity and writes it anew while no other program does: neither of two new keys is lost. */
export function underIdentityLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  return underLock(`${path}.lock`, work);
}

/**
 * Checks and writes the identity in one step, for its owner only.
 *
 * @throws SigningError bad-key (name or email); StoreError
 */
export async function writeIdentityFile(path: string, file: IdentityFile): Promise<void> {
  const checked = currentSchema.safeParse(file);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new SigningError(
      'bad-key',
      `The ${issue?.path.join('.') ?? 'identity'} does not fit: ${issue?.message ?? 'unknown'}`,
      'Give a name, and an email address such as tech@example.com.',
    );
  }
  await makePrivateFolder(dirname(path));
  // The mode of a file that is there is kept: nobody else may read the new one for a moment either.
  await chmod(path, 0o600).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      throw storeErrorOf(error, path, 'write');
  });
  await writeAtomically(path, `${JSON.stringify(checked.data, null, 2)}\n`, { mode: 0o600 });
}
