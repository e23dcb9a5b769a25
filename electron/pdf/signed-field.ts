import { pdfNumber as n } from './object-streams.ts';
import { mm } from './ink.ts';
import type { PdfReference } from './pdfkit-internals.ts';
import type { FacePiece, TypeFaces } from './type-faces.ts';

const inset = 3 * mm;
const largest = 6.6;
const smallestGap = 1.3;

/** What a signed field shows: its lines, each as large as the field lets it be. The origin is the lower left corner. */
export function drawSigned(
  lines: readonly string[],
  { w, h }: { readonly w: number; readonly h: number },
  faces: TypeFaces,
): { readonly operators: string; readonly resources: Record<string, unknown> } {
  const fonts: Record<string, PdfReference> = {};
  const leading = (h - 2 * mm) / lines.length;
  const operators = lines.map((line, index) => {
    const pieces = faces.split(line.normalize('NFC'), index === 0 ? 'bold' : 'regular');
    const width = pieces.reduce((sum, piece) => sum + faces.width(piece, 1), 0);
    const size = Math.min(largest, leading / smallestGap, (w - 2 * inset) / width);
    const baseline = h - 1 * mm - leading * index - leading / 2 - size * 0.36;
    const shown = pieces.map((piece) => {
      const { font } = faces.runs(piece.face);
      fonts[font.id] = font.ref();
      return `/${font.id} ${n(size)} Tf ${runOf(piece, faces)} TJ`;
    });
    return `BT 0.07 g ${n(inset)} ${n(baseline)} Td ${shown.join(' ')} ET`;
  });
  return { operators: operators.join('\n'), resources: { Font: fonts } };
}

function runOf(piece: FacePiece, faces: TypeFaces): string {
  const runs = faces.runs(piece.face);
  return runs.run(piece.text) ?? `[<${runs.font.encode(piece.text)[0].join('')}>]`;
}
