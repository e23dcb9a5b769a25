import { oneLine } from './tables/visible-text.ts';

/**
 * CSV (RFC 4180): lines end in CR LF, UTF-8 with a byte order mark, without which Excel reads another encoding. A text that a
 * spreadsheet would calculate has an apostrophe before it, whatever column it stands in.
 */

/** First characters that spreadsheets read as the start of a formula, in full width too. */
const formulaStart = /^[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** The same, with no apostrophe before it. */
const bareFormula = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** A field for people: on one line, safe in a spreadsheet. */
export function text(value: string): string {
  const line = oneLine(value);
  return formulaStart.test(line) ? `'${line}` : line;
}

/** Also of what should be an id or one of a few words: the file that it was read from may be anybody's. */
function quoted(field: string): string {
  const line = oneLine(field);
  const safe = bareFormula.test(line) ? `'${line}` : line;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The whole file: each field is on one line and quoted where it must be; none is read as a formula, or obeyed by a terminal. */
export function csvText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\ufeff${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}
