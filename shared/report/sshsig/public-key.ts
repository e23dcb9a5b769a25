import { sha256 } from '@noble/hashes/sha2.js';
import { fromBase64, toBase64 } from './base64.ts';
import { WireError, WireReader } from './wire.ts';

/** Key types that we sign and verify with. */
export type KeyType = 'ssh-ed25519' | 'ecdsa-sha2-nistp256' | 'ssh-rsa';

/** The numbers of a key, big-endian without leading zeros (`x` and `y` of P-256: 32 bytes each). */
export type KeyParts =
  /** `x`: the 32 bytes of RFC 8032. */
  | { readonly kind: 'ed25519'; readonly x: Uint8Array }
  | { readonly kind: 'p256'; readonly x: Uint8Array; readonly y: Uint8Array }
  | { readonly kind: 'rsa'; readonly n: Uint8Array; readonly e: Uint8Array };

export interface SshPublicKey {
  readonly type: KeyType;
  /** The key in the SSH wire format. */
  readonly blob: Uint8Array;
  readonly parts: KeyParts;
  /** `TYPE BASE64`, without a comment. */
  readonly line: string;
  /** `SHA256:` and base64 without padding, as ssh-keygen prints it. */
  readonly fingerprint: string;
}

/** Shorter RSA keys are refused, as OpenSSH does by default for signatures today. */
const minRsaBits = 2048;
/** OpenSSH's own upper bound. */
const maxRsaBits = 16_384;
/** All real keys have 65537 (or 3, 17, 35). A long one only costs time. */
const maxExponentBytes = 4;

/**
 * y coordinates of Ed25519 points of small order, without the sign bit (RFC 8032 curve; all that have y below p). Under
 * such a "key" a signature holds for messages that nobody signed.
 */
const smallOrder = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
]);

function readEd25519(reader: WireReader): KeyParts {
  const x = reader.string();
  if (x.length !== 32) throw new WireError('an Ed25519 key has 32 bytes');
  const plain = x.map((byte, index) => (index === 31 ? byte & 0x7f : byte));
  const aboveField =
    plain[31] === 0x7f && plain.slice(1, 31).every((byte) => byte === 0xff) && (plain[0] ?? 0) >= 0xed;
  const hex = Array.from(plain, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (aboveField || smallOrder.has(hex)) throw new WireError('it is an Ed25519 key that proves nothing');
  return { kind: 'ed25519', x };
}

function readP256(reader: WireReader): KeyParts {
  const curve = reader.text();
  const point = reader.string();
  if (curve !== 'nistp256' || point.length !== 65 || point[0] !== 4) {
    throw new WireError('it is no uncompressed point of P-256');
  }
  return { kind: 'p256', x: point.slice(1, 33), y: point.slice(33) };
}

function readRsa(reader: WireReader): KeyParts {
  const e = reader.mpint();
  const n = reader.mpint();
  const bits = n.length * 8 - Math.clz32(n[0] ?? 0) + 24;
  if (bits < minRsaBits) throw new WireError(`RSA keys under ${minRsaBits} bits are not accepted`);
  if (bits > maxRsaBits) throw new WireError(`RSA keys over ${maxRsaBits} bits are not accepted`);
  const isOdd = (number: Uint8Array): boolean => ((number.at(-1) ?? 0) & 1) === 1;
  if (!isOdd(n) || !isOdd(e) || e.length > maxExponentBytes || (e.length === 1 && e[0] === 1)) {
    throw new WireError('its RSA numbers are none of a real key');
  }
  return { kind: 'rsa', n, e };
}

/** Says which kind of key it is that we do not take, and what to use instead. */
function unsupported(type: string): WireError {
  const name = JSON.stringify(type.slice(0, 60));
  const instead = 'use a plain Ed25519, ECDSA P-256 or RSA key';
  if (type.includes('-cert-v'))
    return new WireError(`certificates (${name}) are not supported here; ${instead}`);
  if (type.startsWith('sk-'))
    return new WireError(`keys on security tokens (${name}) are not supported here; ${instead}`);
  return new WireError(`keys of type ${name} are not supported here; ${instead}`);
}

function readParts(type: string, reader: WireReader): { readonly type: KeyType; readonly parts: KeyParts } {
  switch (type) {
    case 'ssh-ed25519':
      return { type, parts: readEd25519(reader) };
    case 'ecdsa-sha2-nistp256':
      return { type, parts: readP256(reader) };
    case 'ssh-rsa':
      return { type, parts: readRsa(reader) };
    default:
      throw unsupported(type);
  }
}

/**
 * Reads a public key in the SSH wire format. That a P-256 point lies on its curve is left to whoever verifies with it.
 *
 * @throws WireError with a reason that completes "the key cannot be used: ...".
 */
export function readPublicKey(blob: Uint8Array): SshPublicKey {
  const reader = new WireReader(blob);
  const { type, parts } = readParts(reader.text(), reader);
  reader.end();
  return {
    type,
    blob,
    parts,
    line: `${type} ${toBase64(blob)}`,
    fingerprint: `SHA256:${toBase64(sha256(blob)).replace(/=+$/, '')}`,
  };
}

/**
 * Reads `TYPE BASE64 [COMMENT]`, one line of a .pub file.
 *
 * @throws WireError
 */
export function parsePublicKeyLine(text: string): SshPublicKey {
  const [type, base64] = text.trim().split(/\s+/);
  const blob = base64 === undefined ? null : fromBase64(base64);
  if (type === undefined || blob === null) throw new WireError('a public key reads "ssh-ed25519 AAAA..."');
  const key = readPublicKey(blob);
  if (key.type !== type) throw new WireError(`the line says ${type}, its key is ${key.type}`);
  return key;
}
