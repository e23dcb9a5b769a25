/** Joins byte strings. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Big-endian 16-bit number at `offset`; 0 behind the end. */
export function readUint16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}

export function uint16(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 0xff, value & 0xff);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Lower-case ASCII letters and digits made of random bytes: a token that a person can read out. */
export function tokenOf(random: Uint8Array): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  return Array.from(random, (byte) => alphabet[byte % alphabet.length] ?? '').join('');
}

/** Little-endian numbers, as SMB and the Windows directory write them. */
export function littleEndian(value: number, size: 2 | 4 | 8): Uint8Array {
  const bytes = new Uint8Array(size);
  let rest = value;
  for (let at = 0; at < size; at++) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** A little-endian number of `size` bytes at `offset`; 0 behind the end. Exact up to 53 bits. */
export function readLittleEndian(bytes: Uint8Array, offset: number, size: 2 | 4 | 8): number {
  return bytes.subarray(offset, offset + size).reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/** Big-endian number of up to four bytes, never negative. */
export function readBigEndian(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** Lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromUtf8(bytes: Uint8Array): string {
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${hexOf(Uint8Array.of(byte))}`).join(''));
  } catch {
    return String.fromCharCode(...bytes);
  }
}

/** What a peer wrote, fit to be shown: one line of at most `most` characters, nothing that steers a screen. */
export function shownText(bytes: Uint8Array, most = 120): string {
  const text = fromUtf8(bytes.subarray(0, 4 * most)).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}
