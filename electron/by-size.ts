/** So much for any file, more for each of its bytes, and never more than that of the largest. */
export interface BySize {
  readonly base: number;
  readonly perByte: number;
  readonly most: number;
}

/**
 * How much may be done for a file of `size` bytes. A small file that asks for as much as the largest that anybody sends is a
 * packed bomb: what it is refused for must not take longer than reading an honest one of its size.
 */
export function bySize({ base, perByte, most }: BySize, size: number): number {
  return Math.min(most, base + perByte * size);
}

/**
 * Bytes that a request may unpack to. Ours unpack to 6 bytes for each of theirs as PDF and to 10 as a workbook, of which the
 * largest have 48 MB and 17 MB.
 */
export function mostUnpacked(size: number, most: number): number {
  return bySize({ base: 4_000_000, perByte: 60, most }, size);
}
