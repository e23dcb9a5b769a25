import { Buffer } from 'node:buffer';
import { createHash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { KeyType, SshPublicKey } from './ssh-public-key.ts';
import { readPublicKey, sshPublicKeyOf } from './ssh-public-key.ts';
import { WireError, WireReader, wireMpint, wireString, wireUint32 } from './ssh-wire.ts';

/**
 * OpenSSH's signature format (PROTOCOL.sshsig): what `ssh-keygen -Y sign` writes and `ssh-keygen -Y verify` reads. For
 * Ed25519 and RSA the output is the same, byte for byte.
 */

/** Our signatures are for this purpose only; one made for another (git, file) does not count. */
export const signatureNamespace = 'gatecheck';

const magic = Buffer.from('SSHSIG', 'latin1');
const version = 1;
const begin = '-----BEGIN SSH SIGNATURE-----';
const end = '-----END SSH SIGNATURE-----';
/** The largest one, RSA with 16384 bits, stays under 8 KB. */
const maxArmoredBytes = 64_000;

/** What is really signed: the hash of the message, bound to namespace and hash algorithm. */
function signedData(message: Uint8Array, namespace: string, hash: 'sha256' | 'sha512'): Buffer {
  return Buffer.concat([
    magic,
    wireString(namespace),
    wireString(''),
    wireString(hash),
    wireString(createHash(hash).update(message).digest()),
  ]);
}

function rawSignature(type: KeyType, key: KeyObject, data: Buffer): Buffer {
  switch (type) {
    case 'ssh-ed25519':
      return Buffer.concat([wireString(type), wireString(sign(null, data, key))]);
    case 'ssh-rsa':
      return Buffer.concat([wireString('rsa-sha2-512'), wireString(sign('sha512', data, key))]);
    case 'ecdsa-sha2-nistp256': {
      const pair = sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' });
      const numbers = Buffer.concat([wireMpint(pair.subarray(0, 32)), wireMpint(pair.subarray(32))]);
      return Buffer.concat([wireString(type), wireString(numbers)]);
    }
  }
}

function armor(blob: Buffer): string {
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return [begin, ...lines, end, ''].join('\n');
}

/** What a key signs for a message: OpenSSH's own frame around its SHA-512. */
export function sshSignedData(message: Uint8Array, namespace: string): Uint8Array {
  return signedData(message, namespace, 'sha512');
}

/** Armors a raw signature (algorithm, then value, as SSH sends it) over `sshSignedData`, as a `.sig` file holds it. */
export function armorSshSignature(
  { blob: publicKey }: SshPublicKey,
  signature: Uint8Array,
  namespace: string,
): Uint8Array {
  const blob = Buffer.concat([
    magic,
    wireUint32(version),
    wireString(publicKey),
    wireString(namespace),
    wireString(''),
    wireString('sha512'),
    wireString(signature),
  ]);
  return Buffer.from(armor(blob), 'latin1');
}

/** Signs a message with a private key of node:crypto: Ed25519, ECDSA P-256 or RSA. Armored, as a `.sig` file holds it. */
export function createSshSignature(
  message: Uint8Array,
  key: KeyObject,
  namespace: string = signatureNamespace,
): Uint8Array {
  const open = sshPublicKeyOf(key);
  const data = signedData(message, namespace, 'sha512');
  return armorSshSignature(open, rawSignature(open.type, key, data), namespace);
}

function fixedLength(number: Buffer, length: number): Buffer {
  if (number.length > length) throw new WireError('a number of it is too long');
  return Buffer.concat([Buffer.alloc(length - number.length), number]);
}

function holds(open: SshPublicKey, signature: Buffer, data: Buffer): boolean {
  const reader = new WireReader(signature);
  const algorithm = reader.text();
  const value = reader.string();
  reader.end();
  switch (open.type) {
    case 'ssh-ed25519':
      return algorithm === open.type && verify(null, data, open.key, value);
    case 'ssh-rsa':
      // SHA-1 (plain ssh-rsa) is not accepted, as in OpenSSH.
      return (
        (algorithm === 'rsa-sha2-512' && verify('sha512', data, open.key, value)) ||
        (algorithm === 'rsa-sha2-256' && verify('sha256', data, open.key, value))
      );
    case 'ecdsa-sha2-nistp256': {
      if (algorithm !== open.type) return false;
      const numbers = new WireReader(value);
      const pair = Buffer.concat([fixedLength(numbers.mpint(), 32), fixedLength(numbers.mpint(), 32)]);
      numbers.end();
      return verify('sha256', data, { key: open.key, dsaEncoding: 'ieee-p1363' }, pair);
    }
  }
}

function dearmor(armored: Uint8Array): Buffer {
  if (armored.length > maxArmoredBytes) throw new WireError('it is too large');
  const text = Buffer.from(armored).toString('latin1').replace(/\r\n/g, '\n').trim();
  if (!text.startsWith(`${begin}\n`) || !text.endsWith(`\n${end}`)) {
    throw new WireError('it does not begin and end as an SSH signature');
  }
  const body = text.slice(begin.length, -end.length).replace(/\n/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(body)) throw new WireError('it is no base64');
  return Buffer.from(body, 'base64');
}

/** A good signature and the key that made it, or why it is none. Who owns the key is another question. */
export type SignatureAnswer =
  | { readonly ok: true; readonly publicKey: string; readonly fingerprint: string }
  | { readonly ok: false; readonly reason: string };

function refused(reason: string): SignatureAnswer {
  return { ok: false, reason };
}

/** Verifies an armored SSH signature over exactly these bytes, in our namespace. */
export function verifySignature(
  message: Uint8Array,
  armored: Uint8Array,
  namespace: string = signatureNamespace,
): SignatureAnswer {
  try {
    const reader = new WireReader(dearmor(armored));
    if (!reader.take(magic.length).equals(magic)) return refused('The signature file is no SSH signature.');
    if (reader.uint32() !== version) return refused('The signature has a version that is not known here.');
    const open = readPublicKey(reader.string());
    const purpose = reader.text();
    reader.string();
    const hash = reader.text();
    const signature = reader.string();
    reader.end();
    if (purpose !== namespace) {
      return refused(
        `The signature was made for “${purpose.slice(0, 60)}”, not for “${namespace}”, so it does not count here.`,
      );
    }
    if (hash !== 'sha512' && hash !== 'sha256')
      return refused('The signature uses a hash that is not known here.');
    if (!holds(open, signature, signedData(message, namespace, hash))) {
      return refused(
        'The signature does not hold: the file was changed after it was signed, or the signature belongs to another file.',
      );
    }
    return { ok: true, publicKey: open.line, fingerprint: open.fingerprint };
  } catch (error) {
    if (error instanceof WireError) return refused(`The signature cannot be read: ${error.message}.`);
    // node:crypto refuses malformed keys and numbers with errors of its own.
    return refused('The signature cannot be read: its key or numbers are malformed.');
  }
}
