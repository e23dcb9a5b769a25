import { Buffer } from 'node:buffer';
import { WireError } from '../../shared/report/sshsig/wire.ts';
import type { KeyAccess } from './data-key.ts';
import { openDataKey, passphraseNeeded, wrongPassphrase } from './data-key.ts';
import { makeDocumentKey } from './document-key.ts';
import type { AnyIdentityFile, FirstIdentityFile, IdentityFile } from './identity-file.ts';
import type { OpenKeys } from './identity-keys.ts';
import { clearKeys, keyFromPkcs8, newDataKey, readClearKeys, sealKeys, unsealKeys } from './identity-keys.ts';
import { openPassphraseBox, sealWithPassphrase } from './passphrase-box.ts';
import { SigningError } from './signing-error.ts';
import { sshPublicKeyOf } from './ssh-public-key.ts';

/** An identity with its private keys open. */
export interface OpenIdentity {
  /** In today's format, whatever is on the disk. */
  readonly file: IdentityFile;
  readonly keys: OpenKeys;
  /** Null: the keys lie in clear. */
  readonly dataKey: Buffer | null;
  /** What is on the disk is older, or lacks the document key. */
  readonly grown: boolean;
}

/** Null: it is of a kind that nothing is signed with here. */
function lineOf({ signing }: OpenKeys): string | null {
  try {
    return sshPublicKeyOf(signing).line;
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

function ownKeyOrThrow(keys: OpenKeys, publicKey: string): OpenKeys {
  if (lineOf(keys) === publicKey) return keys;
  throw new SigningError(
    'unreadable',
    'The signing identity holds a private key that is not that of its public key.',
    'Bring the file back from a backup with key restore, or move it away and make a new identity with key create.',
  );
}

/** From one key, sealed by the passphrase itself, to a data key with a box. */
async function openFirst(file: FirstIdentityFile, passphrase: string | null): Promise<OpenIdentity> {
  const { name, email, publicKey, createdAt, rotated, privateKey } = file;
  const upgraded = { format: 'gatecheck/identity@2', name, email, publicKey, createdAt, rotated } as const;
  if (privateKey.kind === 'none') {
    const signing = keyFromPkcs8(Buffer.from(privateKey.pkcs8, 'base64'));
    const keys = ownKeyOrThrow({ signing, document: null }, publicKey);
    const grown = { ...upgraded, certificate: null, keys: clearKeys(keys) };
    return { file: grown, keys, dataKey: null, grown: true };
  }
  if (passphrase === null || passphrase === '') throw passphraseNeeded();
  const pkcs8 = await openPassphraseBox(privateKey, passphrase);
  if (pkcs8 === null) throw wrongPassphrase();
  const keys = ownKeyOrThrow({ signing: keyFromPkcs8(pkcs8), document: null }, publicKey);
  pkcs8.fill(0);
  const dataKey = newDataKey();
  const sealed = sealKeys(keys, publicKey, dataKey, [await sealWithPassphrase(dataKey, passphrase)]);
  return { file: { ...upgraded, certificate: null, keys: sealed }, keys, dataKey, grown: true };
}

async function openCurrent(file: IdentityFile, access: KeyAccess): Promise<OpenIdentity> {
  if (file.keys.kind === 'clear') {
    const keys = ownKeyOrThrow(readClearKeys(file.keys), file.publicKey);
    return { file, keys, dataKey: null, grown: false };
  }
  const dataKey = await openDataKey(file.keys.boxes, access);
  const keys = ownKeyOrThrow(unsealKeys(file.keys, file.publicKey, dataKey), file.publicKey);
  return { file, keys, dataKey, grown: false };
}

/** The same keys, put away as before. */
export function withKeys(file: IdentityFile, keys: OpenKeys, dataKey: Buffer | null): IdentityFile {
  return {
    ...file,
    keys:
      dataKey === null || file.keys.kind === 'clear'
        ? clearKeys(keys)
        : sealKeys(keys, file.publicKey, dataKey, file.keys.boxes),
  };
}

async function withDocumentKey(opened: OpenIdentity, now: Date): Promise<OpenIdentity> {
  if (opened.keys.document !== null && opened.file.certificate !== null) return opened;
  const { key, certificate } = await makeDocumentKey(opened.file.name, opened.file.email, now);
  const keys = { signing: opened.keys.signing, document: key };
  const file = { ...opened.file, certificate: Buffer.from(certificate).toString('base64') };
  return { ...opened, keys, file: withKeys(file, keys, opened.dataKey), grown: true };
}

/**
 * Opens an identity's private keys. One from before documents were signed gets its document key on the way.
 *
 * @throws SigningError: passphrase-needed, wrong-passphrase, keychain-needed, keychain-failed, unreadable
 */
export async function openKeys(file: AnyIdentityFile, access: KeyAccess, now: Date): Promise<OpenIdentity> {
  const opened =
    file.format === 'gatecheck/identity@1'
      ? await openFirst(file, access.passphrase)
      : await openCurrent(file, access);
  return withDocumentKey(opened, now);
}
