import { oneLine } from './tables/visible-text.ts';

/**
 * CSV (RFC 4180): lines end in CR LF, UTF-8 with a byte order mark, without which Excel reads another encoding. A text that a
 * spreadsheet would calculate has an apostrophe before it; ids and addresses never need one.
 */

/** First characters that spreadsheets read as the start of a formula, in full width too. */
const formulaStart = /^[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** A field for people: on one line, safe in a spreadsheet. */
export function text(value: string): string {
  const line = oneLine(value);
  return formulaStart.test(line) ? `'${line}` : line;
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) || field !== field.trim() ? `"${field.replaceAll('"', '""')}"` : field;
}

/** The whole file; its fields are quoted here, and made safe before where people wrote them. */
export function csvText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `\ufeff${[head, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}
