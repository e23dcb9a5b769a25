import { readFileSync } from 'node:fs';

/**
 * The libraries that a program asks the loader for (DT_NEEDED), of a 64-bit little-endian ELF file.
 * @param {string} file
 * @returns {readonly string[] | null} null: it is no such file
 */
export const neededLibraries = (file) => {
  const bytes = readFileSync(file);
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46 || bytes[4] !== 2 || bytes[5] !== 1)
    return null;
  const number = (/** @type {number} */ at) => Number(bytes.readBigUInt64LE(at));
  const headers = Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = number(32) + index * bytes.readUInt16LE(54);
    return {
      kind: bytes.readUInt32LE(at),
      offset: number(at + 8),
      address: number(at + 16),
      size: number(at + 32),
    };
  });
  const dynamic = headers.find(({ kind }) => kind === 2);
  if (dynamic === undefined) return [];
  /** @type {number[]} */
  const names = [];
  let strings = 0;
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
    const tag = number(at);
    if (tag === 0) break;
    if (tag === 1) names.push(number(at + 8));
    if (tag === 5) strings = number(at + 8);
  }
  const segment = headers.find(
    ({ kind, address, size }) => kind === 1 && strings >= address && strings < address + size,
  );
  if (segment === undefined) return [];
  const table = strings - segment.address + segment.offset;
  return names.map((name) => bytes.toString('latin1', table + name, bytes.indexOf(0, table + name)));
};
