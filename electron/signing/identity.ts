import { chmod } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { dirname } from 'node:path';
import { makePrivateFolder, writeAtomically } from '../store/write-atomically.ts';
import type { IdentityFile } from './identity-file.ts';
import { identityFileSchema, readIdentityFile } from './identity-file.ts';
import { openPrivateKeyBox, sealPrivateKey } from './private-key-box.ts';
import type { Signer } from './signer.ts';
import { signerOf } from './signer.ts';
import { SigningError } from './signing-error.ts';
import { parsePublicKeyLine, sshPublicKeyOf } from './ssh-public-key.ts';

/** What may be shown of the technician's signing identity. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly protection: 'passphrase' | 'none';
  readonly createdAt: string;
}

/** A public key of one's own: today's, or one that was rotated out. */
export interface OwnKey {
  readonly name: string;
  readonly email: string;
  readonly publicKey: string;
  /** UTC; null: in use. */
  readonly until: string | null;
}

export type KeyProtection =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  /** The key file stays unprotected: only by the person's explicit word. */
  | { readonly kind: 'none' };

export interface NewIdentity {
  readonly name: string;
  readonly email: string;
  readonly protection: KeyProtection;
  /** UTC, `2026-11-24T20:41:07Z`. */
  readonly now: string;
  /** Replace an identity that is there; its public key stays known. */
  readonly rotate: boolean;
}

function shown(file: IdentityFile): Identity {
  return {
    name: file.name,
    email: file.email,
    publicKey: file.publicKey,
    fingerprint: parsePublicKeyLine(file.publicKey).fingerprint,
    protection: file.privateKey.kind,
    createdAt: file.createdAt,
  };
}

/** The identity in this file, without opening it; null when there is none. Throws SigningError `unreadable`. */
export async function showIdentity(path: string): Promise<Identity | null> {
  const file = await readIdentityFile(path);
  return file === null ? null : shown(file);
}

/** Own public keys, the present one first. Empty when there is no identity. Throws SigningError `unreadable`. */
export async function ownKeys(path: string): Promise<readonly OwnKey[]> {
  const file = await readIdentityFile(path);
  if (file === null) return [];
  const { name, email, publicKey } = file;
  return [{ name, email, publicKey, until: null }, ...file.rotated.toReversed()];
}

/**
 * Makes an Ed25519 identity and writes it, mode 0600, in one step.
 *
 * @throws SigningError: identity-exists, passphrase-needed, bad-key (name or email), unreadable; StoreError
 */
export async function createIdentity(path: string, wanted: NewIdentity): Promise<Identity> {
  const before = await readIdentityFile(path);
  if (before !== null && !wanted.rotate) {
    throw new SigningError(
      'identity-exists',
      `There is a signing identity already: ${before.name} <${before.email}>.`,
      'Use it, or replace it with key create --rotate; reports that it signed stay known.',
    );
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  const rotated =
    before === null
      ? []
      : [
          ...before.rotated,
          {
            name: before.name,
            email: before.email,
            publicKey: before.publicKey,
            createdAt: before.createdAt,
            until: wanted.now,
          },
        ];
  const checked = identityFileSchema.safeParse({
    format: 'gatecheck/identity@1',
    name: wanted.name.trim(),
    email: wanted.email.trim(),
    publicKey: sshPublicKeyOf(privateKey).line,
    createdAt: wanted.now,
    privateKey: await sealPrivateKey(privateKey, wanted.protection),
    rotated,
  });
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
  if (before !== null) await chmod(path, 0o600);
  await writeAtomically(path, `${JSON.stringify(checked.data, null, 2)}\n`, { mode: 0o600 });
  return shown(checked.data);
}

/**
 * Opens the technician's identity for signing.
 *
 * @throws SigningError: no-identity, passphrase-needed, wrong-passphrase, unreadable
 */
export async function openIdentity(path: string, passphrase: string | null): Promise<Signer> {
  const file = await readIdentityFile(path);
  if (file === null) {
    throw new SigningError(
      'no-identity',
      'There is no signing identity yet.',
      'Make one with key create (--plain-key leaves it unprotected), or give a key with --signing-key FILE.',
    );
  }
  const key = await openPrivateKeyBox(file.privateKey, passphrase);
  const signer = signerOf(key, file.name, file.email);
  if (signer.publicKeyLine !== file.publicKey) {
    throw new SigningError(
      'unreadable',
      `The signing identity ${path} holds a private key that is not that of its public key.`,
      'Bring the file back from a backup, or move it away and make a new identity with key create.',
    );
  }
  return signer;
}
