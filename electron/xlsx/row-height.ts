import { fixedText, type SheetCell } from '../../shared/documents/tables/types.ts';

/** How high a row is: not every program fits rows to their texts when it opens a file. */

const linePoints = 12;
const paddingPoints = 3;
/** So many of the widest characters fit a column for each digit of its width. */
const surelyFits = 0.5;
/** A limit of the format. */
const mostPoints = 409;

/** Width of a character in digits, on the safe side. */
function widthOf(code: number): number {
  if (code >= 0x1100) return 1.9;
  if (code > 0x7f) return 1.15;
  if (code === 0x4d || code === 0x57 || code === 0x6d || code === 0x77 || code === 0x40) return 1.55;
  if (code >= 0x41 && code <= 0x5a) return 1.25;
  // Space, punctuation, f, i, j, l, t.
  if (code <= 0x2f || code === 0x3a || code === 0x3b) return 0.6;
  return code === 0x69 || code === 0x6a || code === 0x6c || code === 0x66 || code === 0x74 ? 0.55 : 1.03;
}

function widthOfText(text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; i++) width += widthOf(text.charCodeAt(i));
  return width;
}

/** Lines that a text takes in a column that is so many digits wide; words that do not fit are broken. */
function linesOf(text: string, columnWidth: number): number {
  if (text.length * 0.5 > columnWidth * 200) return Math.ceil(mostPoints / linePoints);
  let lines = 0;
  for (const paragraph of text.split('\n')) {
    lines++;
    if (paragraph.length * 1.03 <= columnWidth && widthOfText(paragraph) <= columnWidth) continue;
    let used = 0;
    for (const word of paragraph.split(/(?<=[\s-])/)) {
      const width = widthOfText(word);
      if (used > 0 && used + width - (word.endsWith(' ') ? 0.6 : 0) > columnWidth) {
        lines++;
        used = 0;
      }
      const broken = Math.max(0, Math.ceil(width / columnWidth) - 1);
      lines += broken;
      used += width - broken * columnWidth;
    }
  }
  return lines;
}

/** Works out heights in points; the same text in the same column is measured once. */
export function rowHeights(widths: readonly number[]): (cells: readonly SheetCell[]) => number {
  const measured = widths.map(() => new Map<string, number>());
  return (cells) => {
    let lines = 1;
    for (let index = 0; index < widths.length; index++) {
      const text = fixedText(cells[index] ?? '');
      const known = measured[index];
      if (text === null || known === undefined) continue;
      if (text.length <= (widths[index] ?? 0) * surelyFits && !text.includes('\n')) continue;
      let needed = known.get(text);
      if (needed === undefined) {
        needed = linesOf(text, widths[index] ?? 1);
        known.set(text, needed);
      }
      if (needed > lines) lines = needed;
    }
    return Math.min(lines * linePoints + paddingPoints, mostPoints);
  };
}
