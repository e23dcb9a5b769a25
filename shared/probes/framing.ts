import { sameBytes } from './bytes.ts';

/** When a reply over TCP is whole. All bytes of the reply are given to the probe, its length in front included. */
export type Framing =
  /** The first bytes that come. */
  | { readonly kind: 'any' }
  /** A big-endian number of `size` bytes in front, masked, counts what follows it (DNS, Kerberos, RPC, SMB over TCP). */
  | { readonly kind: 'length'; readonly size: 2 | 4; readonly mask: number }
  /** One BER element: tag, length, contents (LDAP). */
  | { readonly kind: 'ber' }
  /** Up to and including a marker: a line, or the end of HTTP's headers. */
  | { readonly kind: 'until'; readonly marker: Uint8Array };

/** No reply is read further than this: a peer that floods is cut off, and what came until then is the reply. */
export const mostReplyBytes = 16_384;

function indexAfter(bytes: Uint8Array, marker: Uint8Array): number | null {
  for (let at = 0; at + marker.length <= bytes.length; at++)
    if (sameBytes(bytes.subarray(at, at + marker.length), marker)) return at + marker.length;
  return null;
}

/** BER lengths of up to four bytes; an indefinite or longer one is no reply of ours, so that what came is the reply. */
function berLength(bytes: Uint8Array): number | null {
  const first = bytes[1];
  if (first === undefined) return null;
  if (first < 0x80) return 2 + first;
  const count = first & 0x7f;
  if (count === 0 || count > 4) return bytes.length;
  if (bytes.length < 2 + count) return null;
  return 2 + count + bytes.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
}

function wholeLength(framing: Framing, bytes: Uint8Array): number | null {
  switch (framing.kind) {
    case 'any':
      return bytes.length;
    case 'length': {
      if (bytes.length < framing.size) return null;
      const number = bytes.subarray(0, framing.size).reduce((sum, byte) => sum * 256 + byte, 0);
      // Not `&`: that is signed in 32 bits.
      const masked = Number(BigInt(number) & BigInt(framing.mask));
      return framing.size + masked;
    }
    case 'ber':
      return berLength(bytes);
    case 'until':
      return indexAfter(bytes, framing.marker);
  }
}

/** The first whole reply in what has come so far; null: more is needed. */
export function wholeReply(framing: Framing, bytes: Uint8Array): Uint8Array | null {
  if (bytes.length === 0) return null;
  const length = wholeLength(framing, bytes);
  if (length !== null && length <= bytes.length) return bytes.subarray(0, length);
  return bytes.length >= mostReplyBytes ? bytes.subarray(0, mostReplyBytes) : null;
}

export const anyBytes: Framing = { kind: 'any' };
export const headedBy2Bytes: Framing = { kind: 'length', size: 2, mask: 0xffff };
export const headedBy4Bytes: Framing = { kind: 'length', size: 4, mask: 0xffff_ffff };
export const oneBerElement: Framing = { kind: 'ber' };
