import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { WireError } from '../../shared/report/sshsig/wire.ts';
import { tooMuchWork } from '../ssh/key-stretching.ts';
import { openSshKeyToPem } from '../ssh/private-key-pem.ts';
import { StoreError } from '../store/store-error.ts';
import { readWholeFile } from '../store/text-file.ts';
import { ownKeyDocuments } from './document-key.ts';
import type { Signer } from './signer.ts';
import { signerOf } from './signer.ts';
import { SigningError } from './signing-error.ts';

const maxKeyBytes = 100_000;

function unreadable(path: string, why: string): SigningError {
  return new SigningError(
    'bad-key',
    `The signing key ${path} cannot be used: ${why}.`,
    'Give an Ed25519, ECDSA P-256 or RSA private key, in OpenSSH or PKCS#8 form.',
  );
}

function passphraseError(path: string, kind: 'passphrase-needed' | 'wrong-passphrase'): SigningError {
  return kind === 'passphrase-needed'
    ? new SigningError(
        kind,
        `The signing key ${path} is protected by a passphrase.`,
        'Give it with --signing-passphrase-env VAR.',
      )
    : new SigningError(
        kind,
        `The passphrase does not open the signing key ${path}.`,
        'Give the passphrase again.',
      );
}

/** PKCS#8 and the older OpenSSL form both say in clear that they are encrypted; error codes differ between runtimes. */
const encryptedPem = /BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m;

function openPem(pem: string, path: string, passphrase: string | null): KeyObject {
  const encrypted = encryptedPem.test(pem);
  if (encrypted && passphrase === null) throw passphraseError(path, 'passphrase-needed');
  const work = tooMuchWork(pem);
  if (work !== null) throw unreadable(path, work);
  try {
    return createPrivateKey({
      key: pem,
      format: 'pem',
      ...(encrypted && passphrase !== null ? { passphrase } : {}),
    });
  } catch {
    if (encrypted) throw passphraseError(path, 'wrong-passphrase');
    throw unreadable(path, 'it is no private key that can be read here');
  }
}

function openKey(data: Buffer, path: string, passphrase: string | null): KeyObject {
  if (!data.includes('BEGIN OPENSSH PRIVATE KEY')) {
    return openPem(data.toString('latin1'), path, passphrase);
  }
  const opened = openSshKeyToPem(data, passphrase);
  switch (opened.kind) {
    case 'key':
      return openPem(opened.pem, path, null);
    case 'passphrase-needed':
    case 'wrong-passphrase':
      throw passphraseError(path, opened.kind);
    case 'unreadable':
      throw unreadable(path, opened.reason);
  }
}

/**
 * Opens `--signing-key FILE`: an OpenSSH or PKCS#8 private key. The name and address are the technician's of the site. RSA and
 * P-256 keys sign the PDF too; viewers know no Ed25519.
 *
 * @throws SigningError: bad-key, passphrase-needed, wrong-passphrase
 */
export async function openSigningKeyFile(
  path: string,
  options: {
    readonly passphrase: string | null;
    readonly name: string;
    readonly email: string;
    readonly now?: Date;
  },
): Promise<Signer> {
  let data: Buffer;
  try {
    data = await readWholeFile(path, maxKeyBytes);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { kind } = error;
    throw unreadable(
      path,
      kind === 'not-found'
        ? 'there is no such file'
        : kind === 'too-large'
          ? 'it is too large for a key'
          : kind === 'not-allowed'
            ? 'this user may not read it'
            : 'it is no ordinary file',
    );
  }
  try {
    const { name, email, now = new Date() } = options;
    const key = openKey(data, path, options.passphrase);
    const signer = signerOf(key, name, email);
    return { ...signer, documents: await ownKeyDocuments(key, name, email, now) };
  } catch (error) {
    if (error instanceof WireError) throw unreadable(path, error.message);
    throw error;
  }
}
