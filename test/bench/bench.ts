import { writeFileSync } from 'node:fs';
import { labMissing } from '../lab/preconditions.ts';
import type { Comparison } from './compare.ts';
import { compare, comparisonTable, missedGoals, phaseTable, wires } from './compare.ts';
import { machineLines } from './machine.ts';
import { inSeconds } from './measures.ts';
import { startNetwork } from './network.ts';
import type { ScaleStep } from './scale.ts';
import { measureScale, missedScaleGoals, scaleTable } from './scale.ts';

const usage = `npm run bench [-- OPTION…]
  --quick     one run of each instead of five (ten where packets get lost)
  --with-nc   also one netcat after the other, once: takes two and a half minutes
  --no-scale  without 2,000 and 5,000 targets
  --write     keep the results in docs/benchmark.md
`;
const options = ['--quick', '--with-nc', '--no-scale', '--write'];

const file = new URL('../../docs/benchmark.md', import.meta.url).pathname;

interface Results {
  readonly command: string;
  readonly comparisons: readonly Comparison[];
  readonly steps: readonly ScaleStep[];
  readonly missed: readonly string[];
}

function netcatLine(comparisons: readonly Comparison[]): string[] {
  const netcat = comparisons.find((one) => one.netcat !== null)?.netcat;
  if (netcat == null) return [];
  return [
    `One \`nc -zvn -w3\` after the other, no delay: ${inSeconds([netcat.ms])} s, ${netcat.wrong.length} wrong.`,
    '',
  ];
}

function document({ command, comparisons, steps, missed }: Results): string {
  const pings = new Map(comparisons.map(({ wire, seen }) => [wire.name, seen]));
  return [
    '# Benchmark',
    '',
    'How long a run takes from the moment when the SSH session stands to the last verdict, detection of the node included, and how',
    'often it is wrong; beside nmap from the same node to the same targets, in turns. 200 TCP ports on 20 addresses: 100 open, 50 closed,',
    '50 silent; 3 s longest wait, everything else as it comes. Median, and least to most. Written by `npm run bench -- --write`.',
    '',
    ...machineLines(command, new Date()).map((line) => `- ${line}`),
    ...[...pings].map(
      ([name, seen]) =>
        `- The wire with ${name}: ping sees ${seen.roundTripMs.toFixed(1)} ms and ${(seen.lost * 100).toFixed(1)}% lost, both ways together`,
    ),
    '',
    comparisonTable(comparisons),
    '',
    ...netcatLine(comparisons),
    'Where the time of the adaptive runs goes:',
    '',
    phaseTable(comparisons),
    '',
    ...(steps.length === 0
      ? []
      : [
          'More targets, half of them open, no delay; memory of the program on the laptop:',
          '',
          scaleTable(steps),
          '',
        ]),
    missed.length === 0 ? 'Every goal is met.' : `Goals that this run missed: ${missed.join('; ')}.`,
    '',
  ].join('\n');
}

/** @returns 0 when every goal is met, 1 when one is not, 2 for bad usage */
export async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => !options.includes(arg));
  if (unknown !== undefined) {
    process.stderr.write(`Unknown: ${unknown}\n${usage}`);
    return 2;
  }
  const missing = labMissing();
  if (missing !== null) {
    process.stderr.write(`No benchmark: ${missing}.\n`);
    return 1;
  }
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const isQuick = args.includes('--quick');
  const withNetcat = args.includes('--with-nc');
  const network = await startNetwork();
  try {
    const comparisons: Comparison[] = [];
    for (const [name, wire] of Object.entries(wires)) {
      const runs = isQuick ? 1 : name === 'lossy' ? 10 : 5;
      comparisons.push(
        ...(await compare(network, wire, { runs, withNetcat: withNetcat && name === 'plain', say })),
      );
    }
    const steps = args.includes('--no-scale')
      ? []
      : await measureScale(network, { runs: isQuick ? 1 : 3, say });
    const missed = [...missedGoals(comparisons), ...(steps.length === 0 ? [] : missedScaleGoals(steps))];
    const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
    const text = document({ command, comparisons, steps, missed });
    say(`\n${text}`);
    if (args.includes('--write')) writeFileSync(file, text);
    return missed.length === 0 ? 0 : 1;
  } finally {
    await network.stop();
  }
}
