import { writeAtomically } from '../store/write-atomically.ts';
import { boxesFor, passphraseNeeded } from './data-key.ts';
import type { Identity, KeySurroundings } from './identity.ts';
import { keychainOf, openWhole, rotatedOut, shownIdentity } from './identity.ts';
import type { AnyIdentityFile, IdentityFile, RotatedKey } from './identity-file.ts';
import { readIdentityFile, underIdentityLock, writeIdentityFile } from './identity-file.ts';
import { newDataKey, sealKeys } from './identity-keys.ts';
import { openKeys } from './open-keys.ts';
import { SigningError } from './signing-error.ts';

export interface BackupWish {
  /** Opens the identity; null: the keychain does, or it is unprotected. */
  readonly passphrase: string | null;
  /** Seals the copy; null: the same passphrase as the identity's. */
  readonly backupPassphrase: string | null;
}

/**
 * Writes a copy of the identity that only a passphrase opens, on any computer.
 *
 * @throws SigningError: no-identity, passphrase-needed, wrong-passphrase, keychain-needed, keychain-failed, unreadable;
 *   StoreError
 */
export async function backupIdentity(
  path: string,
  out: string,
  wish: BackupWish,
  surroundings: KeySurroundings = {},
): Promise<Identity> {
  const opened = await openWhole(path, wish.passphrase, surroundings);
  opened.dataKey?.fill(0);
  const passphrase = wish.backupPassphrase ?? wish.passphrase;
  if (passphrase === null) {
    throw new SigningError(
      'passphrase-needed',
      'A backup is sealed by a passphrase, and none was given.',
      'Choose one; on the command line with --backup-passphrase-env VAR.',
    );
  }
  // A data key of its own: who opens the copy cannot open what the identity's boxes hold, nor the other way round.
  const dataKey = newDataKey();
  const boxes = await boxesFor(dataKey, { kind: 'passphrase', passphrase }, keychainOf(surroundings));
  const { file, keys } = opened;
  const copy: IdentityFile = { ...file, keys: sealKeys(keys, file.publicKey, dataKey, boxes) };
  dataKey.fill(0);
  await writeAtomically(out, `${JSON.stringify(copy, null, 2)}\n`, { mode: 0o600 });
  return shownIdentity(copy);
}

export interface RestoreWish {
  /** Opens the backup. Null: it is put in place unopened, its passphrase is asked for at the next signing. */
  readonly passphrase: string | null;
  /** Put it into this system's keychain too; needs the passphrase. */
  readonly system?: boolean;
  /** Replace another identity; its public key stays known. */
  readonly replace: boolean;
  /** UTC, `2026-11-24T20:41:07Z`. */
  readonly now: string;
}

function canMove(backup: AnyIdentityFile): boolean {
  if (backup.format === 'gatecheck/identity@1' || backup.keys.kind === 'clear') return true;
  return backup.keys.boxes.some(({ kind }) => kind === 'passphrase');
}

/** Every key that either of them knew, once, but for the one that is in use now. */
function mergedKeys(backup: AnyIdentityFile, others: readonly RotatedKey[]): RotatedKey[] {
  const known = new Map([...backup.rotated, ...others].map((key) => [key.publicKey, key] as const));
  known.delete(backup.publicKey);
  return [...known.values()].sort((one, two) => one.until.localeCompare(two.until));
}

async function readBackup(from: string): Promise<AnyIdentityFile> {
  const backup = await readIdentityFile(from);
  if (backup === null) {
    throw new SigningError('unreadable', `There is no file ${from}.`, 'Give the file that key backup wrote.');
  }
  if (canMove(backup)) return backup;
  throw new SigningError(
    'keychain-needed',
    `${from} is sealed by the keychain of the computer that it comes from, and opens nowhere else.`,
    'Make a backup there with key backup, or in the window.',
  );
}

/** Without what only another computer's keychain opens. */
function movable(file: AnyIdentityFile): AnyIdentityFile {
  if (file.format === 'gatecheck/identity@1' || file.keys.kind === 'clear') return file;
  return {
    ...file,
    keys: { ...file.keys, boxes: file.keys.boxes.filter(({ kind }) => kind === 'passphrase') },
  };
}

/**
 * Puts a backup in place of the identity.
 *
 * @throws SigningError: identity-exists, unreadable, keychain-needed, passphrase-needed, wrong-passphrase, keychain-failed;
 *   StoreError
 */
export async function restoreIdentity(
  path: string,
  from: string,
  wish: RestoreWish,
  surroundings: KeySurroundings = {},
): Promise<Identity> {
  const backup = movable(await readBackup(from));
  return underIdentityLock(path, () => putInPlace(path, backup, wish, surroundings));
}

async function putInPlace(
  path: string,
  backup: AnyIdentityFile,
  wish: RestoreWish,
  surroundings: KeySurroundings,
): Promise<Identity> {
  const before = await readIdentityFile(path);
  const isAnother = before !== null && before.publicKey !== backup.publicKey;
  if (isAnother && !wish.replace) {
    throw new SigningError(
      'identity-exists',
      `There is another signing identity already: ${before.name} <${before.email}>, ${shownIdentity(before).fingerprint}.`,
      'Keep it, or give --replace: its public key stays known, its private key is gone unless it was backed up.',
    );
  }
  const others = before === null ? [] : isAnother ? rotatedOut(before, wish.now) : before.rotated;
  const restored = { ...backup, rotated: mergedKeys(backup, others) };
  const file = await settled(restored, wish, surroundings);
  await writeIdentityFile(path, file);
  return shownIdentity(file);
}

/** In today's format; proven to open when a passphrase was given. */
async function settled(
  restored: AnyIdentityFile,
  wish: RestoreWish,
  surroundings: KeySurroundings,
): Promise<IdentityFile> {
  const keychain = keychainOf(surroundings);
  const isClear = shownIdentity(restored).protections.length === 0;
  if (wish.passphrase === null && !isClear) {
    if (wish.system === true || restored.format === 'gatecheck/identity@1') throw passphraseNeeded();
    return restored;
  }
  const access = { passphrase: wish.passphrase, keychain };
  const { file, keys, dataKey } = await openKeys(restored, access, new Date(wish.now));
  if (wish.system !== true || dataKey === null || file.keys.kind === 'clear') return file;
  const system = await boxesFor(dataKey, { kind: 'system', passphrase: null }, keychain);
  return { ...file, keys: sealKeys(keys, file.publicKey, dataKey, [...system, ...file.keys.boxes]) };
}
