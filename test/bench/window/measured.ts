import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that was measured: what it says, and which of its goals it missed. */
export interface Measured {
  /** Place in the document. */
  readonly order: number;
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly missed: readonly string[];
}

/** Hands a result to `npm run bench:window`, which writes the document. */
export function tell(measured: Measured): void {
  const folder = process.env['GATECHECK_BENCH_RESULTS'];
  if (folder === undefined) throw new Error('GATECHECK_BENCH_RESULTS is not set: run npm run bench:window.');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${String(measured.order).padStart(2, '0')}.json`), JSON.stringify(measured));
  process.stdout.write(`\n${measured.title}\n${measured.text}\n`);
}

/** The value below which `share` of all values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
