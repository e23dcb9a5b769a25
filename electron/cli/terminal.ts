import type { Finding } from '../../shared/lib/result.ts';

/** Where a command writes. With `--json`, stdout carries one JSON document and everything else goes to stderr. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A progress line may be overwritten in place. */
  readonly interactive: boolean;
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

/** Prints a JSON document, readable and complete. */
export function printJson(terminal: Terminal, document: unknown): void {
  terminal.out(`${JSON.stringify(document, null, 2)}\n`);
}
