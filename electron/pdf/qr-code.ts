import encodeQR from 'qr';
import { ink } from './ink.ts';
import type { Op, TagNode } from './ops.ts';

/** White around the code, in modules (ISO/IEC 18004). */
const quietModules = 4;

/**
 * A QR code (error correction M) as one filled path: rectangles that each join the dark modules of a row, so that no seam shows
 * between them. The same text gives the same code.
 *
 * @param size side of the square in points, with the white around it
 */
export function qrOps(text: string, size: number, x: number, tag: TagNode): Op[] {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', encoding: 'byte', border: quietModules });
  const module = size / rows.length;
  const rects = rows.flatMap((row, line) =>
    darkRuns(row).map(([start, length]) => ({
      x: x + start * module,
      y: line * module,
      w: length * module,
      h: module,
    })),
  );
  return [
    // Hides a watermark: what stands in the white around it would spoil the code.
    { kind: 'rect', x, y: 0, w: size, h: size, fill: ink.white, tag: null },
    { kind: 'rects', x: 0, y: 0, rects, fill: ink.text, tag },
  ];
}

/** Where runs of dark modules start, and how long they are. */
function darkRuns(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = [];
  let start: number | null = null;
  for (let index = 0; index <= row.length; index++) {
    const dark = row[index] === true;
    if (dark) start ??= index;
    else if (start !== null) {
      runs.push([start, index - start]);
      start = null;
    }
  }
  return runs;
}
