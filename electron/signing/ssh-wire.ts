import { Buffer } from 'node:buffer';

/** The data types of the SSH protocol (RFC 4251, section 5), as far as keys and signatures use them. */

/** A blob that does not read as it should. */
export class WireError extends Error {}

/** `string`: four bytes of length, then the bytes. */
export function wireString(value: Uint8Array | string): Buffer {
  const bytes = Buffer.from(typeof value === 'string' ? Buffer.from(value, 'utf8') : value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

export function wireUint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** `mpint` of a non-negative big-endian number: no leading zeros, but one where the high bit is set. */
export function wireMpint(value: Uint8Array): Buffer {
  let bytes = Buffer.from(value);
  while (bytes.length > 0 && bytes[0] === 0) bytes = bytes.subarray(1);
  const first = bytes[0];
  if (first !== undefined && first >= 0x80) bytes = Buffer.concat([Buffer.from([0]), bytes]);
  return wireString(bytes);
}

/** Reads the fields of a blob one after the other. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  take(length: number): Buffer {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new WireError('it ends too early');
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  string(): Buffer {
    return this.take(this.uint32());
  }

  text(): string {
    return this.string().toString('utf8');
  }

  /** A non-negative `mpint`, without its leading zero. */
  mpint(): Buffer {
    const bytes = this.string();
    const first = bytes[0];
    if (first !== undefined && first >= 0x80) throw new WireError('it has a negative number');
    return first === 0 ? bytes.subarray(1) : bytes;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new WireError('it has bytes too many');
  }
}
