import { SigningError } from './signing-error.ts';

/** Whether this system keeps secrets for this user; `why` completes "there is no keychain: ...". */
export type KeychainAnswer = { readonly kind: 'yes' } | { readonly kind: 'no'; readonly why: string };

/** The keychain of the system: Keychain on macOS, DPAPI on Windows, a secret service on Linux. */
export interface SystemKeychain {
  /** May ask the person to unlock the keychain, so ask only when it is needed. */
  readonly available: () => Promise<KeychainAnswer>;
  /** Seals bytes so that only this user on this computer opens them. @throws SigningError keychain-failed */
  readonly seal: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** @throws SigningError keychain-failed: sealed elsewhere, or the keychain was made anew */
  readonly open: (sealed: Uint8Array) => Promise<Uint8Array>;
}

/** Where there is none, as on the command line, which runs outside of Electron. */
export function noKeychain(why: string): SystemKeychain {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new SigningError(
        'keychain-failed',
        `There is no keychain: ${why}.`,
        'Protect the signing identity with a passphrase.',
      ),
    );
  return { available: () => Promise.resolve({ kind: 'no', why }), seal: refuse, open: refuse };
}
