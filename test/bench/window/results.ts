import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineLines } from '../machine.ts';
import type { Measured } from './measured.ts';

const file = new URL('../../../docs/benchmark-window.md', import.meta.url).pathname;

/**
 * What all measures of one run say, as one document.
 *
 * @returns 0 when every goal is met, 1 when one is not
 */
export function main(folder: string, args: readonly string[]): number {
  const results = readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Measured)
    .sort((a, b) => a.order - b.order);
  const missed = results.flatMap((each) => each.missed);
  const command = ['npm run bench:window', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
  const text = [
    '# Benchmark of the window',
    '',
    'In the real Electron, on a virtual display without a graphics card. Written by `npm run bench:window -- --write`.',
    '',
    ...machineLines(command, new Date())
      .filter((line) => !line.startsWith('nmap as') && !line.startsWith('Node '))
      .map((line) => `- ${line}`),
    '',
    ...results.flatMap((each) => [`## ${each.title}`, '', each.text, '']),
    missed.length === 0 ? 'Every goal is met.' : `Goals that this run missed: ${missed.join('; ')}.`,
    '',
  ].join('\n');
  process.stdout.write(`\n${text}`);
  if (args.includes('--write')) writeFileSync(file, text);
  return missed.length === 0 ? 0 : 1;
}
