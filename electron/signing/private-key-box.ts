import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes, scrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { SigningError } from './signing-error.ts';

/** A private key at rest: PKCS#8, sealed by a passphrase, or in clear by the person's explicit word. */

const base64 = z.base64().max(10_000);

export const privateKeyBoxSchema = z.discriminatedUnion('kind', [
  z.strictObject({
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
  }),
  z.strictObject({ kind: z.literal('none'), pkcs8: base64 }),
]);

export type PrivateKeyBox = z.infer<typeof privateKeyBoxSchema>;

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

/** Puts a private key away. An empty passphrase is refused: no protection has to be said, not slipped in. */
export async function sealPrivateKey(
  key: KeyObject,
  protection: { readonly kind: 'passphrase'; readonly passphrase: string } | { readonly kind: 'none' },
): Promise<PrivateKeyBox> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  if (protection.kind === 'none') return { kind: 'none', pkcs8: pkcs8.toString('base64') };
  if (protection.passphrase === '') {
    throw new SigningError(
      'passphrase-needed',
      'The passphrase is empty.',
      'Choose a passphrase, or say in so many words that the key file stays unprotected.',
    );
  }
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const secret = await deriveKey(protection.passphrase, salt, cost);
  const cipher = createCipheriv('aes-256-gcm', secret, nonce);
  const sealed = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  secret.fill(0);
  pkcs8.fill(0);
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

function unseal(box: PrivateKeyBox & { kind: 'passphrase' }, secret: Buffer): Buffer | null {
  try {
    const nonce = Buffer.from(box.cipher.nonce, 'base64');
    const tag = Buffer.from(box.cipher.tag, 'base64');
    // Shorter tags would let a changed file pass for an opened one.
    if (tag.length !== 16) return null;
    const decipher = createDecipheriv('aes-256-gcm', secret, nonce, { authTagLength: 16 }).setAuthTag(tag);
    return Buffer.concat([decipher.update(Buffer.from(box.sealed, 'base64')), decipher.final()]);
  } catch {
    // The tag does not fit: another passphrase, or a changed file. Which, nobody can tell.
    return null;
  }
}

/**
 * Opens a private key.
 *
 * @throws SigningError: passphrase-needed, wrong-passphrase.
 */
export async function openPrivateKeyBox(box: PrivateKeyBox, passphrase: string | null): Promise<KeyObject> {
  if (box.kind === 'none') {
    return createPrivateKey({ key: Buffer.from(box.pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  }
  if (passphrase === null || passphrase === '') {
    throw new SigningError(
      'passphrase-needed',
      'The signing identity is protected by a passphrase.',
      'Give its passphrase; on the command line with --signing-passphrase-env VAR.',
    );
  }
  const secret = await deriveKey(passphrase, Buffer.from(box.kdf.salt, 'base64'), box.kdf.cost);
  const pkcs8 = unseal(box, secret);
  secret.fill(0);
  if (pkcs8 === null) {
    throw new SigningError(
      'wrong-passphrase',
      'The passphrase does not open the signing identity.',
      'Give the passphrase again. Nobody can recover it; a new identity can be made with key create.',
    );
  }
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  pkcs8.fill(0);
  return key;
}
