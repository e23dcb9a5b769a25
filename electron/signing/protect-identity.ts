import { boxesFor, systemBox } from './data-key.ts';
import type { Identity, KeySurroundings } from './identity.ts';
import { keychainOf, openWhole, shownIdentity } from './identity.ts';
import { underIdentityLock, writeIdentityFile } from './identity-file.ts';
import type { DataKeyBox } from './identity-keys.ts';
import { newDataKey, sealKeys } from './identity-keys.ts';
import { SigningError } from './signing-error.ts';

/** What shall be different. What is left out stays as it is. */
export interface ProtectionChange {
  /** Opens it as it is now; null: the keychain does, or it is unprotected. */
  readonly passphrase: string | null;
  /** The new passphrase. */
  readonly newPassphrase?: string;
  /** Put it into the system's keychain, or take it out of there. */
  readonly system?: boolean;
}

/**
 * Adds or changes what opens the identity. It never becomes unprotected by this.
 *
 * @throws SigningError: no-identity, passphrase-needed, wrong-passphrase, keychain-needed, keychain-failed, unreadable;
 *   StoreError
 */
export async function protectIdentity(
  path: string,
  change: ProtectionChange,
  surroundings: KeySurroundings = {},
): Promise<Identity> {
  return underIdentityLock(path, () => protectAnew(path, change, surroundings));
}

async function protectAnew(
  path: string,
  change: ProtectionChange,
  surroundings: KeySurroundings,
): Promise<Identity> {
  const { file, keys, dataKey: before } = await openWhole(path, change.passphrase, surroundings);
  const keychain = keychainOf(surroundings);
  const dataKey = before ?? newDataKey();
  const there = file.keys.kind === 'clear' ? [] : file.keys.boxes;
  const boxes: DataKeyBox[] = [];
  const system = there.find(({ kind }) => kind === 'system');
  if (change.system === true) boxes.push(await systemBox(dataKey, keychain));
  else if (change.system === undefined && system !== undefined) boxes.push(system);
  const passphrase = there.find(({ kind }) => kind === 'passphrase');
  if (change.newPassphrase !== undefined) {
    const sealed = { kind: 'passphrase', passphrase: change.newPassphrase } as const;
    boxes.push(...(await boxesFor(dataKey, sealed, keychain)));
  } else if (passphrase !== undefined) boxes.push(passphrase);
  if (boxes.length === 0) {
    throw new SigningError(
      'passphrase-needed',
      'Nothing would protect the signing identity then.',
      'Choose a passphrase first.',
    );
  }
  const changed = { ...file, keys: sealKeys(keys, file.publicKey, dataKey, boxes) };
  dataKey.fill(0);
  await writeIdentityFile(path, changed);
  return shownIdentity(changed);
}
