/** The data types of the SSH protocol (RFC 4251, section 5), as far as keys and signatures use them. */

/** A blob that does not read as it should. The message completes "it cannot be read: ...". */
export class WireError extends Error {}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Bytes of a text of ASCII characters. */
export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** One character for each byte, so that nothing is lost and nothing can fail. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

export function wireUint32(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** `string`: four bytes of length, then the bytes. A text is ASCII. */
export function wireString(value: Uint8Array | string): Uint8Array {
  const bytes = typeof value === 'string' ? asciiBytes(value) : value;
  return joinBytes(wireUint32(bytes.length), bytes);
}

/** `mpint` of a non-negative big-endian number: no leading zeros, but one where the high bit is set. */
export function wireMpint(value: Uint8Array): Uint8Array {
  let start = 0;
  while (start < value.length && value[start] === 0) start++;
  const bytes = value.subarray(start);
  return wireString((bytes[0] ?? 0) >= 0x80 ? joinBytes(Uint8Array.of(0), bytes) : bytes);
}

/** Reads the fields of a blob one after the other; each only in the one form in which it is written. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new WireError('it ends too early');
    const part = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  uint32(): number {
    return this.take(4).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  string(): Uint8Array {
    return this.take(this.uint32());
  }

  /** Names of types, hashes and purposes; a byte that is no ASCII stays one odd character. */
  text(): string {
    return latin1(this.string());
  }

  /** A positive `mpint` without its leading zero. */
  mpint(): Uint8Array {
    const bytes = this.string();
    const [first, second] = bytes;
    if (first === undefined) throw new WireError('it has a number that is zero');
    if (first >= 0x80) throw new WireError('it has a negative number');
    if (first !== 0) return bytes;
    if (second === undefined || second < 0x80) throw new WireError('it has a number with zeros in front');
    return bytes.subarray(1);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new WireError('it has bytes too many');
  }
}
