import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sshPublicKeyOf } from './ssh-public-key.ts';
import { createSshSignature } from './sshsig.ts';

/** Signs PDFs, so that viewers show who did: a key with an X.509 certificate. */
export interface DocumentSigner {
  /** DER; the signer's own first, then those that lead towards its root. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: 'ecdsa-p256-sha256' | 'rsa-pkcs1-sha256';
  /** Signature over the bytes, which are hashed on the way; of ECDSA in DER form. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** Signs reports with one key, under one name. */
export interface Signer {
  readonly name: string;
  readonly email: string;
  /** `TYPE BASE64`. */
  readonly publicKeyLine: string;
  readonly fingerprint: string;
  /** Armored SSH signature over the bytes, namespace `gatecheck`. */
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  /** Null: the PDF carries no signature of its own. */
  readonly documents: DocumentSigner | null;
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
    documents: null,
  };
}

/** A throw-away key for practice: nobody can mistake its name, and it is never stored. */
export function createPracticeSigner(): Signer {
  return signerOf(generateKeyPairSync('ed25519').privateKey, 'PRACTICE', 'practice@gatecheck.invalid');
}
