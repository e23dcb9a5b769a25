import { Buffer } from 'node:buffer';
import type { DataKeyBox } from './identity-keys.ts';
import { openPassphraseBox, sealWithPassphrase } from './passphrase-box.ts';
import { SigningError } from './signing-error.ts';
import type { SystemKeychain } from './system-keychain.ts';

/** What is at hand to open an identity. */
export interface KeyAccess {
  /** Null: none was given. */
  readonly passphrase: string | null;
  readonly keychain: SystemKeychain;
}

/** How private keys are put away. */
export type KeyProtection =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  /** The system's keychain. Without a passphrase beside it the command line cannot open the identity. */
  | { readonly kind: 'system'; readonly passphrase: string | null }
  /** The key file stays unprotected: only by the person's explicit word. */
  | { readonly kind: 'none' };

/** The passphrase is needed: none was given, and nothing else opens the identity. */
export function passphraseNeeded(because = ''): SigningError {
  return new SigningError(
    'passphrase-needed',
    `The signing identity is protected by a passphrase.${because}`,
    'Give its passphrase; on the command line with --signing-passphrase-env VAR.',
  );
}

export function wrongPassphrase(): SigningError {
  return new SigningError(
    'wrong-passphrase',
    'The passphrase does not open the signing identity.',
    'Give the passphrase again. Nobody can recover it; a new identity can be made with key create.',
  );
}

/** A box for the data key in the system's keychain. @throws SigningError keychain-failed */
export async function systemBox(dataKey: Uint8Array, keychain: SystemKeychain): Promise<DataKeyBox> {
  const answer = await keychain.available();
  if (answer.kind === 'no') {
    throw new SigningError(
      'keychain-failed',
      `There is no keychain: ${answer.why}.`,
      'Protect the signing identity with a passphrase.',
    );
  }
  return { kind: 'system', sealed: Buffer.from(await keychain.seal(dataKey)).toString('base64') };
}

/** The boxes that a protection asks for; none of them when the keys shall lie in clear. */
export async function boxesFor(
  dataKey: Uint8Array,
  protection: KeyProtection,
  keychain: SystemKeychain,
): Promise<DataKeyBox[]> {
  switch (protection.kind) {
    case 'none':
      return [];
    case 'passphrase':
      return [await sealWithPassphrase(dataKey, protection.passphrase)];
    case 'system': {
      const system = await systemBox(dataKey, keychain);
      return protection.passphrase === null
        ? [system]
        : [system, await sealWithPassphrase(dataKey, protection.passphrase)];
    }
  }
}

async function fromKeychain(
  sealed: string,
  keychain: SystemKeychain,
): Promise<Buffer | { readonly failed: SigningError }> {
  const answer = await keychain.available();
  if (answer.kind === 'no') {
    return {
      failed: new SigningError(
        'keychain-needed',
        `Only the keychain opens the signing identity, and there is none here: ${answer.why}.`,
        'Give it a passphrase too, in the window where the keychain is unlocked; else restore a backup with key restore, or sign with --signing-key FILE.',
      ),
    };
  }
  try {
    return Buffer.from(await keychain.open(Buffer.from(sealed, 'base64')));
  } catch (error) {
    if (error instanceof SigningError) return { failed: error };
    throw error;
  }
}

/**
 * Opens the data key: with the passphrase when one was given and fits the boxes, else with the keychain.
 *
 * @throws SigningError: passphrase-needed, wrong-passphrase, keychain-needed, keychain-failed
 */
export async function openDataKey(boxes: readonly DataKeyBox[], access: KeyAccess): Promise<Buffer> {
  const byPassphrase = boxes.find((box) => box.kind === 'passphrase');
  const bySystem = boxes.find((box) => box.kind === 'system');
  const passphrase = access.passphrase === '' ? null : access.passphrase;
  if (byPassphrase !== undefined && passphrase !== null) {
    const dataKey = await openPassphraseBox(byPassphrase, passphrase);
    if (dataKey === null) throw wrongPassphrase();
    return dataKey;
  }
  if (bySystem === undefined) throw passphraseNeeded();
  const opened = await fromKeychain(bySystem.sealed, access.keychain);
  if (Buffer.isBuffer(opened)) return opened;
  // A passphrase opens it as well, so that is the way out.
  if (byPassphrase !== undefined)
    throw passphraseNeeded(opened.failed.kind === 'keychain-needed' ? '' : ` ${opened.failed.message}`);
  throw opened.failed;
}
