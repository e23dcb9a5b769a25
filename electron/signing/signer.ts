import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sshPublicKeyOf } from './ssh-public-key.ts';
import { createSshSignature } from './sshsig.ts';

/** Signs reports with one key, under one name. */
export interface Signer {
  readonly name: string;
  readonly email: string;
  /** `TYPE BASE64`. */
  readonly publicKeyLine: string;
  readonly fingerprint: string;
  /** Armored SSH signature over the bytes, namespace `gatecheck`. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** A signer over an opened private key. */
export function signerOf(key: KeyObject, name: string, email: string): Signer {
  const open = sshPublicKeyOf(key);
  return {
    name,
    email,
    publicKeyLine: open.line,
    fingerprint: open.fingerprint,
    sign: (bytes) => Promise.resolve(createSshSignature(bytes, key)),
  };
}

/** A throw-away key for practice: nobody can mistake its name, and it is never stored. */
export function createPracticeSigner(): Signer {
  return signerOf(generateKeyPairSync('ed25519').privateKey, 'PRACTICE', 'practice@gatecheck.invalid');
}
