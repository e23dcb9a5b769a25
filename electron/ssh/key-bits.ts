/** Bits of an elliptic curve by the name of its key type. */
const bitsOfType: Readonly<Record<string, number>> = {
  'ssh-ed25519': 256,
  'ecdsa-sha2-nistp256': 256,
  'ecdsa-sha2-nistp384': 384,
  'ecdsa-sha2-nistp521': 521,
};

/** One length-prefixed part of a key in SSH's wire form (RFC 4251 section 5); null: there is none at this place. */
function partAt(key: Buffer, at: number): { readonly bytes: Buffer; readonly end: number } | null {
  if (at + 4 > key.length) return null;
  const end = at + 4 + key.readUInt32BE(at);
  return end > key.length ? null : { bytes: key.subarray(at + 4, end), end };
}

/** Size of a public key in SSH's wire form (RFC 4253 section 6.6), as `ssh-keygen -l` prints it; null: it cannot be told. */
export function keyBits(key: Buffer): number | null {
  const type = partAt(key, 0);
  if (type === null) return null;
  const name = type.bytes.toString('latin1');
  if (name !== 'ssh-rsa') return bitsOfType[name] ?? null;
  const exponent = partAt(key, type.end);
  const modulus = exponent === null ? null : partAt(key, exponent.end);
  if (modulus === null) return null;
  const first = modulus.bytes.findIndex((byte) => byte !== 0);
  const top = modulus.bytes[first];
  if (top === undefined) return null;
  return (modulus.bytes.length - first) * 8 - (Math.clz32(top) - 24);
}
