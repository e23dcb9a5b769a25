import { StringDecoder } from 'node:string_decoder';

import { plainText } from '../../shared/lib/plain-text.ts';

const mostPieces = 256;

/**
 * Cuts a byte stream into lines. A line longer than `maxBytes` is handed over cut, once, and its rest is dropped. Bytes that
 * are no UTF-8, and characters that could steer a terminal, come as replacement characters: nothing of ours needs them.
 */
export function splitLines(
  maxBytes: number,
  onLine: (line: string, cut: boolean) => void,
): { push(chunk: Buffer): void; end(): void } {
  let held: Buffer[] = [];
  let size = 0;
  let dropping = false;
  const flush = (cut: boolean): void => {
    const [only] = held;
    const bytes = held.length === 1 && only !== undefined ? only : Buffer.concat(held);
    // Without `end()` when cut: the last character may be half, and half a character is no text.
    const text = cut ? new StringDecoder('utf8').write(bytes) : bytes.toString('utf8');
    held = [];
    size = 0;
    onLine(plainText(text.replace(/\r$/, '')), cut);
  };
  const add = (part: Buffer): void => {
    if (dropping || part.length === 0) return;
    const room = maxBytes - size;
    held.push(part.subarray(0, room));
    size += Math.min(part.length, room);
    // One byte at a time would otherwise cost a hundred times its size.
    if (held.length >= mostPieces) held = [Buffer.concat(held)];
    if (part.length <= room) return;
    flush(true);
    dropping = true;
  };
  return {
    push: (chunk) => {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        add(chunk.subarray(from, at));
        if (!dropping) flush(false);
        dropping = false;
        from = at + 1;
      }
      add(chunk.subarray(from));
    },
    end: () => {
      if (size > 0) flush(false);
    },
  };
}
