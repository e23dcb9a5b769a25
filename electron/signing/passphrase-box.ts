import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { SigningError } from './signing-error.ts';

/** A few bytes at rest, sealed with AES-256-GCM under a key that scrypt makes of a passphrase. */

export const base64 = z.base64().max(10_000);

export const passphraseBoxSchema = z.strictObject({
  kind: z.literal('passphrase'),
  kdf: z.strictObject({
    name: z.literal('scrypt'),
    // Bounds keep a file made elsewhere from exhausting memory: 2^20 x 8 needs 1 GB.
    cost: z
      .int()
      .min(1 << 14)
      .max(1 << 20),
    blockSize: z.literal(8),
    parallelization: z.literal(1),
    salt: base64,
  }),
  cipher: z.strictObject({ name: z.literal('aes-256-gcm'), nonce: base64, tag: base64 }),
  sealed: base64,
});

export type PassphraseBox = z.infer<typeof passphraseBoxSchema>;

/** About 0.4 s and 128 MB for each guess on a laptop of today. */
const cost = 1 << 17;

function deriveKey(passphrase: string, salt: Buffer, scryptCost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: scryptCost, r: 8, p: 1, maxmem: 256 * scryptCost * 8 };
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

/**
 * Puts bytes away under a passphrase.
 *
 * @throws SigningError passphrase-needed: no protection has to be said, an empty passphrase does not slip it in.
 */
export async function sealWithPassphrase(bytes: Uint8Array, passphrase: string): Promise<PassphraseBox> {
  if (passphrase === '') {
    throw new SigningError(
      'passphrase-needed',
      'The passphrase is empty.',
      'Choose a passphrase, or say in so many words that the key file stays unprotected.',
    );
  }
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const secret = await deriveKey(passphrase, salt, cost);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  secret.fill(0);
  return {
    kind: 'passphrase',
    kdf: { name: 'scrypt', cost, blockSize: 8, parallelization: 1, salt: salt.toString('base64') },
    cipher: {
      name: 'aes-256-gcm',
      nonce: nonce.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
    },
    sealed: sealed.toString('base64'),
  };
}

/** What is in the box; null: another passphrase, or a changed file. Which, nobody can tell. */
export async function openPassphraseBox(box: PassphraseBox, passphrase: string): Promise<Buffer | null> {
  const secret = await deriveKey(passphrase, Buffer.from(box.kdf.salt, 'base64'), box.kdf.cost);
  try {
    const tag = Buffer.from(box.cipher.tag, 'base64');
    // Shorter tags would let a changed file pass for an opened one.
    if (tag.length !== 16) return null;
    const nonce = Buffer.from(box.cipher.nonce, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: 16 }).setAuthTag(tag);
    return Buffer.concat([decipher.update(Buffer.from(box.sealed, 'base64')), decipher.final()]);
  } catch {
    return null;
  } finally {
    secret.fill(0);
  }
}
