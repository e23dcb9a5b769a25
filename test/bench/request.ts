import { writeFileSync } from 'node:fs';
import { measureDerivation } from './derive-rules.ts';
import { machineLines } from './machine.ts';
import { measureRequestPdf } from './request-pdf.ts';
import { measureRequestSheets } from './request-sheets.ts';

/** One thing that is measured: what it says, and which of its goals it missed. */
export interface Measured {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly missed: readonly string[];
}

export interface MeasureOptions {
  /** One run of each. */
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

/** In the order in which they run; each in a file of its own. */
const measures: readonly ((options: MeasureOptions) => Promise<Measured>)[] = [
  measureRequestPdf,
  measureRequestSheets,
  measureDerivation,
];

const usage = `npm run bench:request [-- OPTION…]
  --quick   one run of each
  --write   keep the results in docs/benchmark-request.md
`;
const file = new URL('../../docs/benchmark-request.md', import.meta.url).pathname;

/** @returns 0 when every goal is met, 1 when one is not, 2 for bad usage */
export async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--quick' && arg !== '--write');
  if (unknown !== undefined) {
    process.stderr.write(`Unknown: ${unknown}\n${usage}`);
    return 2;
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const results: Measured[] = [];
  for (const measure of measures) results.push(await measure({ quick: args.includes('--quick'), say }));
  const missed = results.flatMap((each) => each.missed);
  const command = ['npm run bench:request', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const text = [
    '# Benchmark of the change request',
    '',
    'Medians, and least to most. Written by `npm run bench:request -- --write`.',
    '',
    ...machineLines(command, new Date())
      .filter((line) => !line.startsWith('nmap as'))
      .map((line) => `- ${line}`),
    '',
    ...results.flatMap((each) => [`## ${each.title}`, '', each.text, '']),
    missed.length === 0 ? 'Every goal is met.' : `Goals that this run missed: ${missed.join('; ')}.`,
    '',
  ].join('\n');
  say(`\n${text}`);
  if (args.includes('--write')) writeFileSync(file, text);
  return missed.length === 0 ? 0 : 1;
}
