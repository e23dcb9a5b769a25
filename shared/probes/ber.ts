import { joinBytes } from './bytes.ts';

/** Basic Encoding Rules (X.690), as much as LDAP, Kerberos and SNMP need: tags of one byte, definite lengths. */

export const berTags = {
  ...{ boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, objectId: 0x06 },
  ...{ enumerated: 0x0a, generalizedTime: 0x18, generalString: 0x1b, sequence: 0x30, set: 0x31 },
} as const;

/** No list of a reply is read further than this. */
const mostElements = 1000;

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 | bytes.length, ...bytes);
}

/** One element: tag, length, the parts as its contents. */
export function ber(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = joinBytes(parts);
  return joinBytes([Uint8Array.of(tag), encodeLength(body.length), body]);
}

/** A number from 0 up, in as few bytes as it takes. `tag`: of the element, an INTEGER's unless said otherwise. */
export function berInteger(value: number, tag: number = berTags.integer): Uint8Array {
  const bytes = [value % 256];
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  // The first bit is the sign.
  if ((bytes[0] ?? 0) >= 0x80) bytes.unshift(0);
  return ber(tag, Uint8Array.from(bytes));
}

/** An OBJECT IDENTIFIER, from `1.3.6.1.2.1.1.3.0`. */
export function berObjectId(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes: number[] = [];
  for (const number of [first * 40 + second, ...rest]) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return ber(berTags.objectId, Uint8Array.from(bytes));
}

/** One element as read. */
export interface BerElement {
  readonly tag: number;
  readonly body: Uint8Array;
  /** Where the next one starts. */
  readonly end: number;
}

/** The element at `offset`; null when there is none, or not the whole of it. */
export function readElement(bytes: Uint8Array, offset = 0): BerElement | null {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || count > 4 || offset + 2 + count > bytes.length) return null;
  const start = offset + 2 + count;
  const length =
    first < 0x80 ? first : bytes.subarray(offset + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  const end = start + length;
  return end > bytes.length ? null : { tag, body: bytes.subarray(start, end), end };
}

/** The elements that fill `bytes` to the last one; null when something else stands there. */
export function readElements(bytes: Uint8Array): readonly BerElement[] | null {
  const elements: BerElement[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const element = readElement(bytes, offset);
    if (element === null || elements.length >= mostElements) return null;
    elements.push(element);
    offset = element.end;
  }
  return elements;
}

/** The elements inside one of this tag; null when it is another one or malformed. */
export function readInside(
  element: BerElement | null | undefined,
  tag: number,
): readonly BerElement[] | null {
  return element?.tag === tag ? readElements(element.body) : null;
}

/** The number in an element of this tag; null when there is none, or one of more than 48 bits. */
export function readInteger(
  element: BerElement | null | undefined,
  tag: number = berTags.integer,
): number | null {
  if (element?.tag !== tag || element.body.length === 0 || element.body.length > 6) return null;
  const value = element.body.reduce((sum, byte) => sum * 256 + byte, 0);
  return (element.body[0] ?? 0) >= 0x80 ? value - 2 ** (8 * element.body.length) : value;
}

/** `1.3.6.1…` of an OBJECT IDENTIFIER; null when it is none. */
export function readObjectId(element: BerElement | null | undefined): string | null {
  if (element?.tag !== berTags.objectId || element.body.length === 0 || element.body.length > 128)
    return null;
  const numbers: number[] = [];
  let number = 0;
  for (const byte of element.body) {
    number = number * 128 + (byte & 0x7f);
    if (number > 0xffff_ffff) return null;
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  if (((element.body.at(-1) ?? 0) & 0x80) !== 0) return null;
  const [head = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...rest].join('.');
}
