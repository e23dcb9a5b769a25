import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array {
  return utf8ToBytes(text);
}

/** SHA-256 of bytes, as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return bytesToHex(sha256(bytes));
}

/** A key that JavaScript would put in front of the others, in whatever order they were set. */
const indexLike = /^(?:0|[1-9]\d{0,9})$/;

class NeedsCare extends Error {}

/** The same value with the keys of every object in order. @throws NeedsCare where the order of keys cannot be set. */
function inOrder(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new NeedsCare();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  if ('toJSON' in value) throw new NeedsCare();
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    if (key === '__proto__' || indexLike.test(key)) throw new NeedsCare();
    sorted[key] = inOrder((value as Record<string, unknown>)[key]);
  }
  return sorted;
}

/** JSON.stringify writes half a pair as an escape, which stands for nothing else in its output. */
const halfPair = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/** What the engine's own writer gives for the ordered value, several times as fast; null: it takes more care. */
function quickCanonical(value: unknown): string | null {
  try {
    const text = JSON.stringify(inOrder(value)) as string | undefined;
    return text === undefined || (text.includes('\\ud') && halfPair.test(text)) ? null : text;
  } catch {
    return null;
  }
}

/**
 * RFC 8785 canonical JSON of a plain value (no undefined, functions, NaN or infinities).
 *
 * @throws Error when the value has no JSON form.
 */
export function canonicalJson(value: unknown): string {
  const text = quickCanonical(value) ?? canonicalize(value);
  if (text === undefined) throw new Error('This value has no JSON form.');
  return text;
}

/** SHA-256 over the RFC 8785 form of a value, in hexadecimal. */
export function digestOf(value: unknown): string {
  return sha256Hex(utf8(canonicalJson(value)));
}
