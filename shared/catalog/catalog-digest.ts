import { digestOf } from '../lib/digest.ts';
import type { Catalog } from './schema.ts';

const known = new WeakMap<Catalog, string>();

/** SHA-256 over the RFC 8785 form of a catalogue, in hexadecimal. Remembered: a catalogue never changes. */
export function catalogDigest(catalog: Catalog): string {
  const before = known.get(catalog);
  if (before !== undefined) return before;
  const digest = digestOf(catalog);
  known.set(catalog, digest);
  return digest;
}
