import { Buffer } from 'node:buffer';
import { generateKeyPairSync } from 'node:crypto';
import type { KeyAccess, KeyProtection } from './data-key.ts';
import { boxesFor } from './data-key.ts';
import { certificateFingerprint, documentSignerOf, makeDocumentKey } from './document-key.ts';
import type { AnyIdentityFile, IdentityFile, RotatedKey } from './identity-file.ts';
import { readIdentityFile, underIdentityLock, writeIdentityFile } from './identity-file.ts';
import { clearKeys, newDataKey, sealKeys } from './identity-keys.ts';
import type { OpenIdentity } from './open-keys.ts';
import { openKeys } from './open-keys.ts';
import type { Signer } from './signer.ts';
import { signerOf } from './signer.ts';
import { SigningError } from './signing-error.ts';
import { parsePublicKeyLine, sshPublicKeyOf } from './ssh-public-key.ts';
import type { SystemKeychain } from './system-keychain.ts';
import { noKeychain } from './system-keychain.ts';

/** What may be shown of the technician's signing identity. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  /** What opens it, each alone. Empty: the key file is unprotected. */
  readonly protections: readonly ('passphrase' | 'system')[];
  /** SHA-256 of the certificate that PDFs are signed with; null: made when the identity is next opened. */
  readonly certificate: string | null;
  readonly createdAt: string;
  /** How many public keys came before this one. */
  readonly rotated: number;
}

/** A public key of one's own: today's, or one that was rotated out. */
export interface OwnKey {
  readonly name: string;
  readonly email: string;
  readonly publicKey: string;
  /** SHA-256 of the certificate that PDFs were signed with, `AA:BB:...`; absent: none was. */
  readonly certificate?: string;
  /** UTC; null: in use. */
  readonly until: string | null;
}

export interface NewIdentity {
  readonly name: string;
  readonly email: string;
  readonly protection: KeyProtection;
  /** UTC, `2026-11-24T20:41:07Z`. */
  readonly now: string;
  /** Replace an identity that is there; its public key stays known. */
  readonly rotate: boolean;
}

/** Where the identity is opened: what the system offers, and its clock. */
export interface KeySurroundings {
  readonly keychain?: SystemKeychain;
  readonly now?: Date;
}

/** The command line is no part of Electron, through which the keychain is reached. */
const none = noKeychain('the command line does not reach it');

export function keychainOf({ keychain }: KeySurroundings): SystemKeychain {
  return keychain ?? none;
}

function protectionsOf(file: AnyIdentityFile): ('passphrase' | 'system')[] {
  if (file.format === 'gatecheck/identity@1') return file.privateKey.kind === 'none' ? [] : ['passphrase'];
  return file.keys.kind === 'clear' ? [] : file.keys.boxes.map(({ kind }) => kind).sort();
}

export function shownIdentity(file: AnyIdentityFile): Identity {
  const { name, email, publicKey, createdAt } = file;
  const certificate = file.format === 'gatecheck/identity@1' ? null : file.certificate;
  return {
    name,
    email,
    publicKey,
    fingerprint: parsePublicKeyLine(publicKey).fingerprint,
    protections: protectionsOf(file),
    certificate: certificate === null ? null : certificateFingerprint(Buffer.from(certificate, 'base64')),
    createdAt,
    rotated: file.rotated.length,
  };
}

/** The identity in this file, without opening it; null when there is none. Throws SigningError `unreadable`. */
export async function showIdentity(path: string): Promise<Identity | null> {
  const file = await readIdentityFile(path);
  return file === null ? null : shownIdentity(file);
}

/** Own public keys, the present one first. Empty when there is no identity. Throws SigningError `unreadable`. */
export async function ownKeys(path: string): Promise<readonly OwnKey[]> {
  const file = await readIdentityFile(path);
  if (file === null) return [];
  const certificate = file.format === 'gatecheck/identity@1' ? null : file.certificate;
  const withCertificate = (key: OwnKey, of: string | null): OwnKey =>
    of === null ? key : { ...key, certificate: certificateFingerprint(Buffer.from(of, 'base64')) };
  const { name, email, publicKey } = file;
  const before = file.rotated.map((key) =>
    withCertificate(
      { name: key.name, email: key.email, publicKey: key.publicKey, until: key.until },
      key.certificate,
    ),
  );
  return [withCertificate({ name, email, publicKey, until: null }, certificate), ...before.reverse()];
}

/** The keys before this identity and itself, as the next one keeps them. */
export function rotatedOut(file: AnyIdentityFile, until: string): RotatedKey[] {
  const { name, email, publicKey, createdAt, rotated } = file;
  const certificate = file.format === 'gatecheck/identity@1' ? null : file.certificate;
  return [...rotated, { name, email, publicKey, certificate, createdAt, until }];
}

/**
 * Makes an Ed25519 identity with a document key and writes it, mode 0600, in one step.
 *
 * @throws SigningError: identity-exists, passphrase-needed, keychain-failed, bad-key (name or email), unreadable; StoreError
 */
export async function createIdentity(
  path: string,
  wanted: NewIdentity,
  surroundings: KeySurroundings = {},
): Promise<Identity> {
  return underIdentityLock(path, () => replaceIdentity(path, wanted, surroundings));
}

async function replaceIdentity(
  path: string,
  wanted: NewIdentity,
  surroundings: KeySurroundings,
): Promise<Identity> {
  const before = await readIdentityFile(path);
  if (before !== null && !wanted.rotate) {
    throw new SigningError(
      'identity-exists',
      `There is a signing identity already: ${before.name} <${before.email}>.`,
      'Use it, or replace it with key create --rotate; reports that it signed stay known.',
    );
  }
  const name = wanted.name.trim();
  const email = wanted.email.trim();
  const { privateKey } = generateKeyPairSync('ed25519');
  const document = await makeDocumentKey(name, email, new Date(wanted.now));
  const keys = { signing: privateKey, document: document.key };
  const publicKey = sshPublicKeyOf(privateKey).line;
  const dataKey = newDataKey();
  const boxes = await boxesFor(dataKey, wanted.protection, keychainOf(surroundings));
  const file: IdentityFile = {
    format: 'gatecheck/identity@2',
    name,
    email,
    publicKey,
    createdAt: wanted.now,
    certificate: Buffer.from(document.certificate).toString('base64'),
    keys: wanted.protection.kind === 'none' ? clearKeys(keys) : sealKeys(keys, publicKey, dataKey, boxes),
    rotated: before === null ? [] : rotatedOut(before, wanted.now),
  };
  dataKey.fill(0);
  await writeIdentityFile(path, file);
  return shownIdentity(file);
}

export function noIdentity(): SigningError {
  return new SigningError(
    'no-identity',
    'There is no signing identity yet.',
    'Make one with key create (--plain-key leaves it unprotected), or give a key with --signing-key FILE.',
  );
}

/** Reads and opens the identity. Throws as `openIdentity`. */
export async function openWhole(
  path: string,
  passphrase: string | null,
  surroundings: KeySurroundings,
): Promise<OpenIdentity> {
  const file = await readIdentityFile(path);
  if (file === null) throw noIdentity();
  const access: KeyAccess = { passphrase, keychain: keychainOf(surroundings) };
  return openKeys(file, access, surroundings.now ?? new Date());
}

/** Whether the file could be brought up to date; a disk that takes nothing must not stop the signing. */
async function keep(path: string, opened: OpenIdentity): Promise<boolean> {
  if (!opened.grown) return true;
  try {
    return await underIdentityLock(path, async () => {
      const now = await readIdentityFile(path);
      if (now?.publicKey === opened.file.publicKey) await writeIdentityFile(path, opened.file);
      return true;
    });
  } catch {
    return false;
  }
}

/**
 * Opens the technician's identity for signing: with the passphrase when it is given, else silently with the keychain.
 *
 * @throws SigningError: no-identity, passphrase-needed, wrong-passphrase, keychain-needed, keychain-failed, unreadable
 */
export async function openIdentity(
  path: string,
  passphrase: string | null,
  surroundings: KeySurroundings = {},
): Promise<Signer> {
  const opened = await openWhole(path, passphrase, surroundings);
  opened.dataKey?.fill(0);
  const kept = await keep(path, opened);
  const { file, keys } = opened;
  const signer = signerOf(keys.signing, file.name, file.email);
  // A document key that could not be kept would be another one each time: nobody could know it again.
  if (!kept || keys.document === null || file.certificate === null) return signer;
  const certificate = Buffer.from(file.certificate, 'base64');
  return { ...signer, documents: documentSignerOf({ key: keys.document, certificate }) };
}
