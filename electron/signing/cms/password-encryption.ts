import { Buffer } from 'node:buffer';
import { createDecipheriv, createHash, pbkdf2, type BinaryLike } from 'node:crypto';
import { promisify } from 'node:util';
import * as asn1js from 'asn1js';
import { PBES2Params, PBKDF2Params, type AlgorithmIdentifier } from 'pkijs';
import { oid } from './object-identifiers.ts';

/** What a password protects, in the forms that PKCS#12 knows (RFC 7292, RFC 8018). */

/** An algorithm that is not opened here; its message is how people look for it. */
export class UnknownAlgorithm extends Error {}

/** More work than any real file asks for. */
export class TooMuchWork extends Error {}

/** Every derivation of a file together: a file of many parts must not take minutes. */
export class Work {
  #left = 3_000_000;

  take(iterations: number): void {
    this.#left -= iterations;
    if (iterations < 1 || this.#left < 0) throw new TooMuchWork();
  }
}

export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

interface Hash {
  readonly name: HashName;
  /** Bytes of its input block and of its result. */
  readonly block: number;
  readonly size: number;
}

export const hashes: Readonly<Record<string, Hash>> = {
  '1.3.14.3.2.26': { name: 'sha1', block: 64, size: 20 },
  '2.16.840.1.101.3.4.2.4': { name: 'sha224', block: 64, size: 28 },
  [oid.sha256]: { name: 'sha256', block: 64, size: 32 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', block: 128, size: 48 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', block: 128, size: 64 },
};

const sha1: Hash = { name: 'sha1', block: 64, size: 20 };

/** The pseudo-random functions of PBKDF2. */
const macs: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};

interface Cipher {
  readonly name: string;
  readonly keyBytes: number;
}

const ciphers: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

function repeated(bytes: Buffer, block: number): Buffer {
  const length = Math.ceil(bytes.length / block) * block;
  return bytes.length === 0 ? bytes : Buffer.alloc(length, bytes);
}

/** Adds the block and 1 to each block of a buffer, as big-endian numbers. */
function addToBlocks(buffer: Buffer, block: Buffer): void {
  for (let start = 0; start < buffer.length; start += block.length) {
    let carry = 1;
    for (let i = block.length - 1; i >= 0; i--) {
      carry += (buffer[start + i] ?? 0) + (block[i] ?? 0);
      buffer[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** RFC 7292, appendix B.2. `purpose`: 1 key, 2 initial vector, 3 MAC key. */
export function pkcs12Key(
  hash: Hash,
  purpose: 1 | 2 | 3,
  passphrase: string,
  salt: Buffer,
  iterations: number,
  length: number,
  work: Work,
): Buffer {
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const diversifier = Buffer.alloc(hash.block, purpose);
  const input = Buffer.concat([repeated(salt, hash.block), repeated(password, hash.block)]);
  const parts: Buffer[] = [];
  const once = (data: BinaryLike): Buffer => createHash(hash.name).update(data).digest();
  for (let made = 0; made < length; made += hash.size) {
    work.take(iterations);
    let part = once(Buffer.concat([diversifier, input]));
    for (let round = 1; round < iterations; round++) part = once(part);
    parts.push(part);
    addToBlocks(input, Buffer.alloc(hash.block, part));
  }
  return Buffer.concat(parts).subarray(0, length);
}

function octets(value: unknown): Buffer {
  if (value instanceof asn1js.OctetString) return Buffer.from(value.getValue());
  throw new UnknownAlgorithm('parameters of another form');
}

function unpack(cipher: Cipher, key: Buffer, vector: Buffer, data: Buffer): Buffer {
  const decipher = createDecipheriv(cipher.name, key, vector);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

async function openPbes2(
  parameters: PBES2Params,
  data: Buffer,
  passphrase: string,
  work: Work,
): Promise<Buffer> {
  const { keyDerivationFunc, encryptionScheme } = parameters;
  if (keyDerivationFunc.algorithmId !== oid.pbkdf2) throw new UnknownAlgorithm(keyDerivationFunc.algorithmId);
  const derivation = new PBKDF2Params({ schema: keyDerivationFunc.algorithmParams });
  const mac = macs[derivation.prf?.algorithmId ?? '1.2.840.113549.2.7'];
  const cipher = ciphers[encryptionScheme.algorithmId];
  if (mac === undefined) throw new UnknownAlgorithm(derivation.prf?.algorithmId);
  if (cipher === undefined) throw new UnknownAlgorithm(encryptionScheme.algorithmId);
  work.take(derivation.iterationCount);
  const key = await promisify(pbkdf2)(
    passphrase,
    octets(derivation.salt),
    derivation.iterationCount,
    cipher.keyBytes,
    mac,
  );
  return unpack(cipher, key, octets(encryptionScheme.algorithmParams), data);
}

/** Salt and iterations, as the older algorithms of PKCS#12 and its MAC have them. */
function saltAndRounds(algorithm: AlgorithmIdentifier): { readonly salt: Buffer; readonly rounds: number } {
  const parameters: unknown = algorithm.algorithmParams;
  if (parameters instanceof asn1js.Sequence) {
    const [salt, rounds] = parameters.valueBlock.value;
    if (rounds instanceof asn1js.Integer) return { salt: octets(salt), rounds: rounds.valueBlock.valueDec };
  }
  throw new UnknownAlgorithm('parameters of another form');
}

/**
 * Opens what a password protects.
 *
 * @throws UnknownAlgorithm; TooMuchWork; an Error of node:crypto when the password is another
 */
export async function openWithPassword(
  algorithm: AlgorithmIdentifier,
  data: Buffer,
  passphrase: string,
  work: Work,
): Promise<Buffer> {
  switch (algorithm.algorithmId) {
    case oid.pbes2:
      return openPbes2(new PBES2Params({ schema: algorithm.algorithmParams }), data, passphrase, work);
    case oid.pbeWithSha1And3Des: {
      const { salt, rounds } = saltAndRounds(algorithm);
      const key = pkcs12Key(sha1, 1, passphrase, salt, rounds, 24, work);
      const vector = pkcs12Key(sha1, 2, passphrase, salt, rounds, 8, work);
      return unpack({ name: 'des-ede3-cbc', keyBytes: 24 }, key, vector, data);
    }
    case oid.pbeWithSha1AndRc2of40:
    case oid.pbeWithSha1AndRc2of128:
      throw new UnknownAlgorithm('RC2');
    default:
      throw new UnknownAlgorithm(algorithm.algorithmId);
  }
}
