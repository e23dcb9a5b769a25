const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map(Array.from(letters, (letter, value) => [letter.charCodeAt(0), value]));

/** Base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += letters.charAt(word >>> 18) + letters.charAt((word >>> 12) & 63);
    text += left > 1 ? letters.charAt((word >>> 6) & 63) : '=';
    text += left > 2 ? letters.charAt(word & 63) : '=';
  }
  return text;
}

/** The bytes of a base64 text; null unless it is exactly the text that `toBase64` makes of them. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let word = 0;
  let bits = 0;
  let at = 0;
  for (let index = 0; index < text.length - padding; index++) {
    const value = values.get(text.charCodeAt(index));
    if (value === undefined) return null;
    word = ((word << 6) | value) & 0xfff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (word >>> bits) & 255;
  }
  const filler = word & ((1 << bits) - 1);
  return filler === 0 ? bytes : null;
}
