/** Base64 of bytes given in hexadecimal, unpadded. */
function base64OfHex(hex: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bits = Array.from(hex, (digit) => parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  return (bits.match(/.{1,6}/g) ?? [])
    .map((group) => alphabet[parseInt(group.padEnd(6, '0'), 2)] ?? '')
    .join('');
}

/**
 * The normal form of a SHA-256 fingerprint as people paste it: `SHA256:` with base64, padded or not, or with the
 * hexadecimal digits that OpenSSL prints, with or without colons. What is no such fingerprint comes back as it is.
 */
export function normalFingerprint(text: string): string {
  const rest = /^SHA256:(.+)$/i.exec(text.trim())?.[1];
  if (rest === undefined) return text;
  const hex = rest.replaceAll(':', '');
  if (/^[0-9a-f]{64}$/i.test(hex)) return `SHA256:${base64OfHex(hex)}`;
  return `SHA256:${rest.replace(/=+$/, '')}`;
}
