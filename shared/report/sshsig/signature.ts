import { armor, dearmor } from './armor.ts';
import type { KeyType, SshPublicKey } from './public-key.ts';
import { readPublicKey } from './public-key.ts';
import { WireError, WireReader, asciiBytes, joinBytes, latin1, wireString, wireUint32 } from './wire.ts';

/**
 * OpenSSH's signature format (PROTOCOL.sshsig): what `ssh-keygen -Y sign` writes and `ssh-keygen -Y verify` reads, but for
 * the arithmetic, which differs between Node and a browser.
 */

/** Our signatures are for this purpose only; one made for another (git, file) does not count. */
export const signatureNamespace = 'gatecheck';

/** Hashes of the message that OpenSSH allows. */
export type MessageHash = 'sha256' | 'sha512';

const magic = asciiBytes('SSHSIG');
const version = 1;

/** The numbers of a signature. */
export type SignatureValue =
  /** `signature`: the 64 bytes of RFC 8032. */
  | { readonly kind: 'ed25519'; readonly signature: Uint8Array }
  /** `signature`: r and s, 32 bytes each, over SHA-256 of the signed data. */
  | { readonly kind: 'p256'; readonly signature: Uint8Array }
  /** PKCS#1 v1.5, as long as the modulus. */
  | { readonly kind: 'rsa'; readonly hash: MessageHash; readonly signature: Uint8Array };

/** A signature that reads as it should. Whether it holds is for the arithmetic to say. */
export interface SshSignature {
  readonly publicKey: SshPublicKey;
  readonly namespace: string;
  /** What the message has to be hashed with for `signedData`. */
  readonly hash: MessageHash;
  readonly signatureAlgorithm: KeyType | 'rsa-sha2-256' | 'rsa-sha2-512';
  readonly value: SignatureValue;
  /** The bytes that the key signed, from the hash of the message. */
  readonly signedData: (messageHash: Uint8Array) => Uint8Array;
}

/** A good signature and the key that made it, or why it is none. Who owns the key is another question. */
export type SignatureAnswer =
  | { readonly ok: true; readonly publicKey: string; readonly fingerprint: string }
  | { readonly ok: false; readonly reason: string };

/** What an SSH key really signs: the hash of the message, bound to namespace and hash algorithm. */
export function sshSignedData(namespace: string, hash: MessageHash, messageHash: Uint8Array): Uint8Array {
  return joinBytes(magic, wireString(namespace), wireString(''), wireString(hash), wireString(messageHash));
}

/**
 * The `.sig` file of a signature.
 *
 * @param signature algorithm, then value, as SSH sends it
 */
export function armorSignature(
  publicKey: Uint8Array,
  namespace: string,
  hash: MessageHash,
  signature: Uint8Array,
): Uint8Array {
  return armor(
    joinBytes(
      magic,
      wireUint32(version),
      wireString(publicKey),
      wireString(namespace),
      wireString(''),
      wireString(hash),
      wireString(signature),
    ),
  );
}

/** Order of the Ed25519 base point (RFC 8032), little-endian. A signature whose S is not below it has a twin. */
const ed25519Order = Uint8Array.of(
  ...[0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14],
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10],
);

function isBelowOrder(s: Uint8Array): boolean {
  for (let at = 31; at >= 0; at--) {
    const difference = (s[at] ?? 0) - (ed25519Order[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function fixedLength(number: Uint8Array, length: number): Uint8Array {
  if (number.length > length) throw new WireError('a number of it is too long');
  return joinBytes(new Uint8Array(length - number.length), number);
}

interface Read {
  readonly signatureAlgorithm: SshSignature['signatureAlgorithm'];
  readonly value: SignatureValue;
}

function readValue({ type, parts }: SshPublicKey, blob: Uint8Array): Read {
  const reader = new WireReader(blob);
  const algorithm = reader.text();
  const signature = reader.string();
  reader.end();
  const wrong = new WireError(
    `its algorithm ${JSON.stringify(algorithm.slice(0, 60))} does not belong to a key of type ${type}`,
  );
  switch (parts.kind) {
    case 'ed25519':
      if (algorithm !== 'ssh-ed25519') throw wrong;
      if (signature.length !== 64) throw new WireError('an Ed25519 signature has 64 bytes');
      if (!isBelowOrder(signature.subarray(32))) throw new WireError('a number of it is too large');
      return { signatureAlgorithm: algorithm, value: { kind: 'ed25519', signature } };
    case 'p256': {
      if (algorithm !== 'ecdsa-sha2-nistp256') throw wrong;
      const numbers = new WireReader(signature);
      const pair = joinBytes(fixedLength(numbers.mpint(), 32), fixedLength(numbers.mpint(), 32));
      numbers.end();
      return { signatureAlgorithm: algorithm, value: { kind: 'p256', signature: pair } };
    }
    case 'rsa': {
      // SHA-1 (plain ssh-rsa) is not accepted, as in OpenSSH.
      if (algorithm !== 'rsa-sha2-512' && algorithm !== 'rsa-sha2-256') throw wrong;
      if (signature.length !== parts.n.length) throw new WireError('it is not as long as its RSA key');
      const hash = algorithm === 'rsa-sha2-512' ? 'sha512' : 'sha256';
      return { signatureAlgorithm: algorithm, value: { kind: 'rsa', hash, signature } };
    }
  }
}

/** A reason that is a sentence of its own. */
class Refusal extends Error {}

function readSignature(blob: Uint8Array, wanted: string): SshSignature {
  const reader = new WireReader(blob);
  if (latin1(reader.take(magic.length)) !== latin1(magic)) throw new WireError('it is no SSH signature');
  const found = reader.uint32();
  if (found !== version)
    throw new Refusal(
      `The signature is of version ${found} of its format; version ${version} is known here. A newer Gatecheck may read it.`,
    );
  const publicKey = readPublicKey(reader.string());
  const namespace = reader.text();
  const reserved = reader.string();
  const hash = reader.text();
  const signature = reader.string();
  reader.end();
  if (namespace !== wanted)
    throw new Refusal(
      `The signature was made for “${namespace.slice(0, 60)}”, not for “${wanted}”, so it does not count here.`,
    );
  if (reserved.length > 0) throw new WireError('its reserved field is not empty');
  if (hash !== 'sha512' && hash !== 'sha256')
    throw new Refusal('The signature uses a hash that is not known here; OpenSSH uses sha512 or sha256.');
  return {
    publicKey,
    namespace,
    hash,
    ...readValue(publicKey, signature),
    signedData: (messageHash) => sshSignedData(namespace, hash, messageHash),
  };
}

/**
 * Reads a `.sig` file. Only the very bytes that `ssh-keygen -Y sign` writes are taken; ssh-keygen itself reads more.
 *
 * @param namespace the purpose that it must have been made for
 */
export function parseSshSignature(
  armored: Uint8Array,
  namespace: string = signatureNamespace,
): { readonly ok: true; readonly signature: SshSignature } | { readonly ok: false; readonly reason: string } {
  try {
    return { ok: true, signature: readSignature(dearmor(armored), namespace) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, reason: error.message };
    if (error instanceof WireError)
      return { ok: false, reason: `The signature cannot be read: ${error.message}.` };
    throw error;
  }
}

/** The answer to a signature that reads well: does its arithmetic hold for the bytes? */
export function signatureAnswer({ publicKey }: SshSignature, holds: boolean): SignatureAnswer {
  return holds
    ? { ok: true, publicKey: publicKey.line, fingerprint: publicKey.fingerprint }
    : {
        ok: false,
        reason:
          'The signature does not hold: the file was changed after it was signed, or the signature belongs to another file.',
      };
}
