import { bySize, mostUnpacked, type BySize } from '../by-size.ts';
import { PdfFault } from './pdf-objects.ts';

/** More is to be done for the file than for any request: it is refused whole, whatever part of it says so. */
export class PdfTooMuch extends PdfFault {}

const tooMuch = 'There is more in it than in any request.';

/**
 * Far more than a request needs; far less than what a packed bomb asks for. A request of 5,000 lines, 8 MB, has 0.6 values for
 * each of its bytes and takes 1 step; a program that packs it better than ours may leave a fifth of it. A file can name the
 * same part any number of times, so that what counts is not what lies in it but what is done for it.
 */
const bounds = {
  /** Names, numbers, texts and so on, in objects, contents and maps of fonts. */
  values: { base: 200_000, perByte: 6, most: 20_000_000 },
  steps: { base: 1_000_000, perByte: 12, most: 40_000_000 },
  /** What codes of fonts mean: kept as long as the file is read. */
  meanings: { base: 200_000, perByte: 1, most: 1_000_000 },
} as const satisfies Record<string, BySize>;

const mostBytesUnpacked = 160_000_000;

/** How often each byte, as it lies in the file and unpacked, may be read as a value. */
const mostReadings = 4;

/** Counts what is done for a file. Each count throws when it is more than any request needs. */
export class PdfWork {
  private readonly size: number;
  private readonly done = { values: 0, steps: 0, meanings: 0 };
  private unpackedBytes = 0;
  private readBytes = 0;

  /** @param size of the file, in bytes */
  constructor(size: number) {
    this.size = size;
  }

  /** @throws PdfTooMuch */
  spend(steps: number): void {
    this.count('steps', steps);
  }

  /** @throws PdfTooMuch */
  value(): void {
    this.count('values', 1);
  }

  /** @throws PdfTooMuch */
  mean(meanings: number): void {
    this.count('meanings', meanings);
  }

  /** @throws PdfTooMuch */
  unpack(bytes: number): void {
    if (bytes > this.unpackable) throw new PdfTooMuch('Its parts unpack to more than any request has.');
    this.unpackedBytes += bytes;
  }

  /** How many bytes may yet be unpacked. */
  get unpackable(): number {
    return mostUnpacked(this.size, mostBytesUnpacked) - this.unpackedBytes;
  }

  /** Bytes that were read as values. @throws PdfTooMuch */
  read(bytes: number): void {
    this.readBytes += Math.max(0, bytes);
    if (this.readBytes > mostReadings * (this.size + this.unpackedBytes + 1)) throw new PdfTooMuch(tooMuch);
  }

  private count(kind: keyof typeof bounds, more: number): void {
    this.done[kind] += more;
    if (this.done[kind] > bySize(bounds[kind], this.size)) throw new PdfTooMuch(tooMuch);
  }
}
