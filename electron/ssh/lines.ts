import { StringDecoder } from 'node:string_decoder';

/** Cuts a byte stream into lines. A line longer than `maxBytes` is handed over cut, once, and its rest is dropped. */
export function splitLines(
  maxBytes: number,
  onLine: (line: string, cut: boolean) => void,
): { push(chunk: Buffer): void; end(): void } {
  let held: Buffer[] = [];
  let size = 0;
  let dropping = false;
  const flush = (cut: boolean): void => {
    const decoder = new StringDecoder('utf8');
    // Without `end()` when cut: the last character may be half, and half a character is no text.
    const text = decoder.write(Buffer.concat(held)) + (cut ? '' : decoder.end());
    held = [];
    size = 0;
    onLine(text.replace(/\r$/, ''), cut);
  };
  const add = (part: Buffer): void => {
    if (dropping || part.length === 0) return;
    const room = maxBytes - size;
    held.push(part.subarray(0, room));
    size += Math.min(part.length, room);
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
