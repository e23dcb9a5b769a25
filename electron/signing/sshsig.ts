import { createHash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { KeyType, SshPublicKey } from '../../shared/report/sshsig/public-key.ts';
import type { MessageHash, SignatureAnswer, SshSignature } from '../../shared/report/sshsig/signature.ts';
import {
  armorSignature,
  parseSshSignature,
  signatureAnswer,
  signatureNamespace,
  sshSignedData as dataOfHash,
} from '../../shared/report/sshsig/signature.ts';
import { joinBytes, wireMpint, wireString } from '../../shared/report/sshsig/wire.ts';
import { keyObjectOf, sshPublicKeyOf } from './ssh-public-key.ts';

/**
 * OpenSSH's signature format with the arithmetic of node:crypto. For Ed25519 and RSA the output is the same as that of
 * `ssh-keygen -Y sign`, byte for byte.
 */

export { signatureNamespace } from '../../shared/report/sshsig/signature.ts';
export type { SignatureAnswer } from '../../shared/report/sshsig/signature.ts';

/** The hash of a message that we sign with, as ssh-keygen does. */
const ownHash: MessageHash = 'sha512';

function hashed(message: Uint8Array, hash: MessageHash): Uint8Array {
  return createHash(hash).update(message).digest();
}

function rawSignature(type: KeyType, key: KeyObject, data: Uint8Array): Uint8Array {
  switch (type) {
    case 'ssh-ed25519':
      return joinBytes(wireString(type), wireString(sign(null, data, key)));
    case 'ssh-rsa':
      return joinBytes(wireString('rsa-sha2-512'), wireString(sign('sha512', data, key)));
    case 'ecdsa-sha2-nistp256': {
      const pair = sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
      const numbers = joinBytes(wireMpint(pair.subarray(0, 32)), wireMpint(pair.subarray(32)));
      return joinBytes(wireString(type), wireString(numbers));
    }
  }
}

/** What is really signed, also by an agent: the hash of the message, bound to the namespace. */
export function sshSignedData(message: Uint8Array, namespace: string): Uint8Array {
  return dataOfHash(namespace, ownHash, hashed(message, ownHash));
}

/** Armors a raw signature (algorithm, then value, as SSH sends it) over `sshSignedData`, as a `.sig` file holds it. */
export function armorSshSignature(
  { blob }: SshPublicKey,
  signature: Uint8Array,
  namespace: string,
): Uint8Array {
  return armorSignature(blob, namespace, ownHash, signature);
}

/** Signs a message with a private key of node:crypto: Ed25519, ECDSA P-256 or RSA. Armored, as a `.sig` file holds it. */
export function createSshSignature(
  message: Uint8Array,
  key: KeyObject,
  namespace: string = signatureNamespace,
): Uint8Array {
  const open = sshPublicKeyOf(key);
  const data = sshSignedData(message, namespace);
  return armorSshSignature(open, rawSignature(open.type, key, data), namespace);
}

function holds({ publicKey, value }: SshSignature, data: Uint8Array): boolean {
  const key = keyObjectOf(publicKey);
  switch (value.kind) {
    case 'ed25519':
      return verify(null, data, key, value.signature);
    case 'p256':
      return verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, value.signature);
    case 'rsa':
      return verify(value.hash, data, key, value.signature);
  }
}

/** Verifies an armored SSH signature over exactly these bytes, in our namespace. */
export function verifySignature(
  message: Uint8Array,
  armored: Uint8Array,
  namespace: string = signatureNamespace,
): SignatureAnswer {
  const read = parseSshSignature(armored, namespace);
  if (!read.ok) return read;
  const { signature } = read;
  try {
    return signatureAnswer(
      signature,
      holds(signature, signature.signedData(hashed(message, signature.hash))),
    );
  } catch {
    // node:crypto refuses malformed keys and numbers with errors of its own.
    return { ok: false, reason: 'The signature cannot be read: its key or numbers are malformed.' };
  }
}
