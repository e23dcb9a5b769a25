import { plainText } from '../../shared/lib/plain-text.ts';
import type { Finding } from '../../shared/lib/result.ts';

/** Where a command writes. With `--json`, stdout carries one JSON document and everything else goes to stderr. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Puts a line in place of the last one that this wrote; only on an interactive terminal. */
  readonly overwrite: (line: string) => void;
  /** A progress line may be overwritten in place. */
  readonly interactive: boolean;
  /** Rings; only on an interactive terminal. Absent: it has no bell. */
  readonly bell?: () => void;
}

/**
 * Texts of a node, a certificate or a mailed file reach the terminal: what could steer it (control characters, and those
 * that turn the direction of writing) is shown as a replacement character.
 */
export function printable(text: string): string {
  return plainText(text);
}

/** The two streams of a process as a terminal. */
export function terminalOf(
  stdout: { write: (text: string) => unknown },
  stderr: { write: (text: string) => unknown; isTTY?: boolean },
): Terminal {
  return {
    out: (text) => void stdout.write(printable(text)),
    err: (text) => void stderr.write(printable(text)),
    overwrite: (line) => void stderr.write(`\r\u001b[K${printable(line)}`),
    interactive: stderr.isTTY === true,
    ...(stderr.isTTY === true ? { bell: () => void stderr.write('\u0007') } : {}),
  };
}

/** One finding on one line, with its place and its cure. */
export function findingLine(finding: Finding): string {
  const place = finding.path === '' ? '' : `${finding.path}: `;
  const cure = finding.cure === undefined ? '' : ` ${finding.cure}`;
  return `  ${place}${finding.message}${cure}`;
}

/** Lines of columns, each as wide as its widest cell; the last one is not padded. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  const lineOf = (row: readonly string[]): string =>
    row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  ');
  return rows.map((row) => `  ${lineOf(row)}`.trimEnd()).join('\n');
}

/** Prints a JSON document, readable and complete: what a terminal must not get is escaped, so that no value changes. */
export function printJson(terminal: Terminal, document: unknown): void {
  const text = JSON.stringify(document, null, 2).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  terminal.out(`${text}\n`);
}
