import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { privateKeyBoxSchema } from './private-key-box.ts';
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

/** `identity.json` in the user's own folder, mode 0600: the technician's signing identity. */
export const identityFileSchema = z.strictObject({
  format: z.literal('gatecheck/identity@1'),
  name: z.string().min(1).max(200),
  email: signerEmail,
  publicKey: publicKeyLine,
  createdAt: z.iso.datetime(),
  privateKey: privateKeyBoxSchema,
  /** Public keys of identities before this one: reports that they signed stay known. */
  rotated: z.array(
    z.strictObject({
      name: z.string(),
      email: z.string(),
      publicKey: publicKeyLine,
      createdAt: z.iso.datetime(),
      until: z.iso.datetime(),
    }),
  ),
});

export type IdentityFile = z.infer<typeof identityFileSchema>;

function unreadable(path: string, why: string): SigningError {
  return new SigningError(
    'unreadable',
    `The signing identity ${path} cannot be read: ${why}.`,
    'Bring the file back from a backup, or move it away and make a new identity with key create.',
  );
}

/**
 * Reads the identity file; null when there is none.
 *
 * @throws SigningError `unreadable`: a broken file is never silently replaced, it may hold the only copy of a key.
 */
export async function readIdentityFile(path: string): Promise<IdentityFile | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOENT') return null;
      throw unreadable(path, `the system says ${String(error.code)}`);
    }
    throw error;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable(path, 'it is no JSON');
  }
  const parsed = identityFileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw unreadable(path, place === '' ? 'it has another format' : `${place} is not as it should be`);
}
