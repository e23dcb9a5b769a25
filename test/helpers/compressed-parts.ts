import { constants, inflateRawSync, unzipSync } from 'node:zlib';

/**
 * What lies compressed in a file: gzip, zip members, deflated streams of a PDF, texts of a PNG. Found by their marks
 * wherever they stand, so that a file in a file, a cache or a dump is looked into as well. Not looked into: brotli and zstd.
 */

const mostParts = 4000;
const options = {
  // What was cut off is searched as far as it goes.
  finishFlush: constants.Z_SYNC_FLUSH,
  maxOutputLength: 64_000_000,
};

function attempt(inflate: () => Buffer): Buffer[] {
  try {
    const bytes = inflate();
    return bytes.length === 0 ? [] : [bytes];
  } catch {
    // It looked like one and was none.
    return [];
  }
}

function* placesOf(bytes: Buffer, mark: Buffer): Generator<number> {
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) yield at;
}

/** The deflated bytes begin behind the mark at a distance that the format tells. */
const formats: readonly {
  readonly mark: Buffer;
  readonly inflate: (bytes: Buffer, at: number) => Buffer;
}[] = [
  { mark: Buffer.from([0x1f, 0x8b, 8]), inflate: (bytes, at) => unzipSync(bytes.subarray(at), options) },
  {
    mark: Buffer.from('PK\u0003\u0004', 'latin1'),
    inflate: (bytes, at) => {
      const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
      return inflateRawSync(bytes.subarray(data), options);
    },
  },
  ...['stream\r\n', 'stream\n'].map((mark) => ({
    mark: Buffer.from(mark),
    inflate: (bytes: Buffer, at: number) => unzipSync(bytes.subarray(at + mark.length), options),
  })),
  // PNG: a keyword and a zero, the method, then the stream; iTXt has two more texts between.
  ...['zTXt', 'iTXt', 'iCCP'].map((mark) => ({
    mark: Buffer.from(mark),
    inflate: (bytes: Buffer, at: number) => {
      const stream = bytes.indexOf(0x78, bytes.indexOf(0, at) + 1);
      return unzipSync(bytes.subarray(stream), options);
    },
  })),
];

/** Everything that can be inflated, and what can be inflated in that, three levels deep. */
export function compressedParts(bytes: Buffer, depth = 3): Buffer[] {
  const parts: Buffer[] = [];
  for (const { mark, inflate } of formats) {
    for (const at of placesOf(bytes, mark)) {
      if (parts.length >= mostParts) return parts;
      parts.push(...attempt(() => inflate(bytes, at)));
    }
  }
  return depth <= 1 ? parts : parts.flatMap((part) => [part, ...compressedParts(part, depth - 1)]);
}
