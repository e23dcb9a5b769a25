import type { GlyphPath } from './pdfkit-internals.ts';

interface Point {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
}

/** An outline as a simple TrueType glyph without hints. fontkit's own encoder does not run with the library it depends on. */
export function encodeOutline(path: GlyphPath): Uint8Array {
  const contours = contoursOf(path);
  const points = contours.flat();
  if (points.length === 0) return new Uint8Array(0);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const size = 10 + contours.length * 2 + 2 + points.length * 5;
  const data = new DataView(new ArrayBuffer(size + (size % 2)));
  let at = 0;
  const put16 = (value: number): void => {
    data.setInt16(at, value);
    at += 2;
  };
  put16(contours.length);
  for (const edge of [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]) put16(edge);
  let last = -1;
  for (const contour of contours) put16((last += contour.length));
  put16(0); // no instructions
  for (const { onCurve } of points) data.setUint8(at++, onCurve ? 1 : 0);
  for (const values of [xs, ys])
    for (const [index, value] of values.entries()) put16(value - (values[index - 1] ?? 0));
  return new Uint8Array(data.buffer);
}

function contoursOf({ commands }: GlyphPath): Point[][] {
  const contours: Point[][] = [];
  for (const { command, args } of commands) {
    const [x = 0, y = 0, x2 = 0, y2 = 0] = args.map(Math.round);
    const current = contours.at(-1);
    switch (command) {
      case 'moveTo':
        contours.push([{ x, y, onCurve: true }]);
        break;
      case 'lineTo':
        current?.push({ x, y, onCurve: true });
        break;
      case 'quadraticCurveTo':
        current?.push({ x, y, onCurve: false }, { x: x2, y: y2, onCurve: true });
        break;
      case 'closePath':
        break;
      default:
        throw new Error(`A TrueType outline has no ${command}.`);
    }
  }
  return contours.map(withoutRepeatedEnd).filter((contour) => contour.length > 1);
}

/** A contour is closed by itself: a last point on the first one would be drawn twice. */
function withoutRepeatedEnd(contour: Point[]): Point[] {
  const [first, last] = [contour[0], contour.at(-1)];
  const repeated =
    contour.length > 1 &&
    first !== undefined &&
    last?.onCurve === true &&
    last.x === first.x &&
    last.y === first.y;
  return repeated ? contour.slice(0, -1) : contour;
}
