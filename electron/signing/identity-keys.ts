import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { base64, passphraseBoxSchema } from './passphrase-box.ts';
import { SigningError } from './signing-error.ts';

/**
 * The private keys of an identity at rest. A random data key seals them; the data key lies in one box for each way to open
 * it, so that a passphrase can change, and the keychain come and go, without the keys being sealed anew.
 */

const sealedKeySchema = z.strictObject({ nonce: base64, tag: base64, sealed: base64 });

const dataKeyBoxSchema = z.discriminatedUnion('kind', [
  passphraseBoxSchema,
  z.strictObject({ kind: z.literal('system'), sealed: base64 }),
]);

export const identityKeysSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sealed'),
    cipher: z.literal('aes-256-gcm'),
    signing: sealedKeySchema,
    document: sealedKeySchema.nullable(),
    boxes: z
      .array(dataKeyBoxSchema)
      .min(1)
      .max(2)
      .refine(
        (boxes) => new Set(boxes.map(({ kind }) => kind)).size === boxes.length,
        'One box of each kind.',
      ),
  }),
  /** By the person's explicit word only. PKCS#8. */
  z.strictObject({ kind: z.literal('clear'), signing: base64, document: base64.nullable() }),
]);

type SealedKey = z.infer<typeof sealedKeySchema>;
export type DataKeyBox = z.infer<typeof dataKeyBoxSchema>;
export type IdentityKeys = z.infer<typeof identityKeysSchema>;

/** An identity's private keys, open. */
export interface OpenKeys {
  readonly signing: KeyObject;
  readonly document: KeyObject | null;
}

function pkcs8Of(key: KeyObject): Buffer {
  return key.export({ type: 'pkcs8', format: 'der' });
}

export function keyFromPkcs8(pkcs8: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  } catch {
    // The errors of the library differ from runtime to runtime, and say nothing to a person.
    throw new SigningError(
      'unreadable',
      'The signing identity holds a private key that cannot be read.',
      'Bring the file back from a backup with key restore, or move it away and make a new identity with key create.',
    );
  }
}

/** Binds a sealed key to its use and to its identity: neither can be swapped for another. */
function boundTo(use: keyof OpenKeys, publicKey: string): Buffer {
  return Buffer.from(`gatecheck identity ${use} ${publicKey}`, 'utf8');
}

function sealKey(dataKey: Uint8Array, key: KeyObject, use: keyof OpenKeys, publicKey: string): SealedKey {
  const pkcs8 = pkcs8Of(key);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(boundTo(use, publicKey));
  const sealed = Buffer.concat([cipher.update(pkcs8), cipher.final()]);
  pkcs8.fill(0);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    sealed: sealed.toString('base64'),
  };
}

function openKey(dataKey: Uint8Array, box: SealedKey, use: keyof OpenKeys, publicKey: string): KeyObject {
  try {
    const tag = Buffer.from(box.tag, 'base64');
    if (tag.length !== 16) throw new Error('short tag');
    const nonce = Buffer.from(box.nonce, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce, { authTagLength: 16 })
      .setAAD(boundTo(use, publicKey))
      .setAuthTag(tag);
    const pkcs8 = Buffer.concat([decipher.update(Buffer.from(box.sealed, 'base64')), decipher.final()]);
    try {
      return keyFromPkcs8(pkcs8);
    } finally {
      pkcs8.fill(0);
    }
  } catch {
    throw new SigningError(
      'unreadable',
      'The signing identity was changed after it was sealed: its keys do not belong to it.',
      'Bring the file back from a backup with key restore.',
    );
  }
}

export function newDataKey(): Buffer {
  return randomBytes(32);
}

/** Private keys sealed under a data key, which lies in these boxes. */
export function sealKeys(
  keys: OpenKeys,
  publicKey: string,
  dataKey: Uint8Array,
  boxes: readonly DataKeyBox[],
): IdentityKeys {
  return {
    kind: 'sealed',
    cipher: 'aes-256-gcm',
    signing: sealKey(dataKey, keys.signing, 'signing', publicKey),
    document: keys.document === null ? null : sealKey(dataKey, keys.document, 'document', publicKey),
    boxes: [...boxes],
  };
}

/** Private keys in clear: only by the person's explicit word. */
export function clearKeys(keys: OpenKeys): IdentityKeys {
  return {
    kind: 'clear',
    signing: pkcs8Of(keys.signing).toString('base64'),
    document: keys.document === null ? null : pkcs8Of(keys.document).toString('base64'),
  };
}

/** @throws SigningError unreadable */
export function unsealKeys(
  keys: IdentityKeys & { readonly kind: 'sealed' },
  publicKey: string,
  dataKey: Uint8Array,
): OpenKeys {
  return {
    signing: openKey(dataKey, keys.signing, 'signing', publicKey),
    document: keys.document === null ? null : openKey(dataKey, keys.document, 'document', publicKey),
  };
}

export function readClearKeys(keys: IdentityKeys & { readonly kind: 'clear' }): OpenKeys {
  return {
    signing: keyFromPkcs8(Buffer.from(keys.signing, 'base64')),
    document: keys.document === null ? null : keyFromPkcs8(Buffer.from(keys.document, 'base64')),
  };
}
