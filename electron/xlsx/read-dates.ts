import { readXml } from './read-xml.ts';

/** Formats that the standard knows by number and that show a date or a time. */
const builtIn: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57,
]);

/** A limit of the format. */
const longestFormat = 255;

function showsDate(format: string): boolean {
  if (format.length > longestFormat) return false;
  const plain = format.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return /[ymdhs]/i.test(plain) && !/general/i.test(plain);
}

/** Numbers of the cell styles that show a number as a date, from `styles.xml`. */
export function dateStyles(xml: string): ReadonlySet<number> {
  const formats = new Set(builtIn);
  const styles = new Set<number>();
  let inCells = false;
  let place = 0;
  for (const piece of readXml(xml)) {
    if (piece.kind === 'text') continue;
    if (piece.name === 'numFmt' && piece.kind === 'open') {
      const id = Number(piece.attribute('numFmtId'));
      if (showsDate(piece.attribute('formatCode') ?? '')) formats.add(id);
      else formats.delete(id);
    } else if (piece.name === 'cellXfs') inCells = piece.kind === 'open' && !piece.empty;
    else if (piece.name === 'xf' && piece.kind === 'open' && inCells) {
      if (formats.has(Number(piece.attribute('numFmtId') ?? 0))) styles.add(place);
      place++;
    }
  }
  return styles;
}

const dayMs = 86_400_000;

/** `2026-11-24 20:17:05` of a day number; a time alone is `20:17:05`. */
export function dateText(serial: number, from1904: boolean): string {
  // Day 60 of 1900 never was; from day 61 on the count starts on 1899-12-30.
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const time = new Date(start + Math.round((serial * dayMs) / 1000) * 1000);
  if (Number.isNaN(time.getTime())) return `${serial}`;
  const [date = '', clock = ''] = time.toISOString().slice(0, 19).split('T');
  if (serial >= 0 && serial < 1) return clock;
  return Number.isInteger(serial) ? date : `${date} ${clock}`;
}
