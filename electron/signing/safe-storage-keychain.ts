import { Buffer } from 'node:buffer';
import { SigningError } from './signing-error.ts';
import type { KeychainAnswer, SystemKeychain } from './system-keychain.ts';

/** What we use of Electron's safeStorage. The backend's name is told from Electron 25.5 on, and on Linux only. */
export interface SafeStorage {
  readonly isEncryptionAvailable: () => boolean;
  readonly encryptString: (text: string) => Buffer;
  readonly decryptString: (sealed: Buffer) => string;
  readonly getSelectedStorageBackend?: () => string;
}

/** Chromium marks what a secret service's key sealed with v11, and what its own published password sealed with v10. */
const sealedBySecretService = 'v11';

const noSecretService =
  'no secret service (GNOME Keyring, KWallet) is there and unlocked, and a password that is built into the program protects nothing';

/**
 * On Linux, Electron may fall back to `basic_text`: sealed with a password that everybody knows. That is no keychain, however
 * it calls itself, so a trial says which key seals.
 */
function linuxAnswer(storage: SafeStorage): KeychainAnswer {
  const backend = storage.getSelectedStorageBackend?.();
  if (backend === 'basic_text' || backend === 'unknown') return { kind: 'no', why: noSecretService };
  const trial = storage.encryptString('trial').subarray(0, 3).toString('latin1');
  return trial === sealedBySecretService ? { kind: 'yes' } : { kind: 'no', why: noSecretService };
}

function answerOf(storage: SafeStorage, platform: string): KeychainAnswer {
  try {
    if (storage.isEncryptionAvailable()) return platform === 'linux' ? linuxAnswer(storage) : { kind: 'yes' };
    return {
      kind: 'no',
      why: platform === 'linux' ? noSecretService : 'the system does not let this program use its keychain',
    };
  } catch {
    return { kind: 'no', why: 'the system’s keychain does not answer' };
  }
}

/** The keychain that Electron's safeStorage reaches. Electron must be ready. */
export function safeStorageKeychain(storage: SafeStorage, platform: string): SystemKeychain {
  const refuse = (message: string, cure: string): Promise<never> =>
    Promise.reject(new SigningError('keychain-failed', message, cure));
  return {
    available: () => Promise.resolve(answerOf(storage, platform)),
    seal: (bytes) => {
      try {
        const sealed = storage.encryptString(Buffer.from(bytes).toString('base64'));
        if (platform !== 'linux' || sealed.subarray(0, 3).toString('latin1') === sealedBySecretService)
          return Promise.resolve(sealed);
      } catch {
        // Said below: Electron's own words name neither place nor cure.
      }
      return refuse(
        'The system’s keychain did not take the key.',
        'Unlock the keychain and try again, or choose a passphrase.',
      );
    },
    open: (sealed) => {
      try {
        return Promise.resolve(Buffer.from(storage.decryptString(Buffer.from(sealed)), 'base64'));
      } catch {
        return refuse(
          'The system’s keychain does not open the signing identity: it is locked, was made anew, or belongs to another user.',
          'Unlock the keychain and try again, give the passphrase, or restore a backup.',
        );
      }
    },
  };
}
