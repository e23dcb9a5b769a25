import { describe, expect, it } from 'vitest';

import { splitLines } from '../../../electron/ssh/lines.ts';

/** The lines of a text that arrives in chunks of `size` bytes. */
function linesOf(text: string, size: number, maxBytes = 100): [string, boolean][] {
  const lines: [string, boolean][] = [];
  const splitter = splitLines(maxBytes, (line, cut) => lines.push([line, cut]));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
  splitter.end();
  return lines;
}

describe('lines of a stream', () => {
  it('do not depend on how the bytes arrive', () => {
    const text = 'Gdańsk\r\n\nŁódź €\nend';
    for (let size = 1; size < 30; size += 1) {
      expect(linesOf(text, size)).toEqual([
        ['Gdańsk', false],
        ['', false],
        ['Łódź €', false],
        ['end', false],
      ]);
    }
  });

  it('that are too long are cut once, without half characters, and the next line is whole', () => {
    for (let size = 1; size < 30; size += 1) {
      expect(linesOf('aaaa€bbbbbbbbbbb\nnext\n', size, 5)).toEqual([
        ['aaaa', true],
        ['next', false],
      ]);
    }
  });

  it('of exactly the limit are not cut', () => {
    expect(linesOf('12345\n12345', 3, 5)).toEqual([
      ['12345', false],
      ['12345', false],
    ]);
  });
});
