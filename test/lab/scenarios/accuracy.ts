import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { labMissing } from '../preconditions.ts';
import { cli as builtCli } from '../run-check.ts';
import { writeAccuracyDocument } from './document.ts';
import { generateScenario } from './generate.ts';
import { nodeKind, nodeKinds } from './node-kinds.ts';
import { kindMissing } from './node-root.ts';
import { brokenPromises, faultLines, tableText, undecidedText } from './print.ts';
import type { Scenario } from './scenario.ts';
import type { ScenarioRun } from './run-scenario.ts';
import { runScenarios } from './run-scenario.ts';
import { missingServers } from './start-services.ts';

const usage = `npm run accuracy -- [options]
  --seeds 1-200        seeds to run, as numbers and ranges: 1-10,42
  --kinds full,perl    kinds of nodes to run them on, in turn (default: all)
  --jobs 2             scenarios at the same time, each in a network of its own
  --cli FILE           the command line to judge (default: dist/cli.cjs as it is at the start)
  --write              write docs/accuracy.md
  --show               print every flow that was left open
  --reports FOLDER     keep every site file and report there`;

function seedsIn(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(last) || first < 0 || last < first)
      throw new Error(`"${part}" is neither a seed nor a range of seeds, such as 1-200.`);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** Each seed takes the next kind, so that a run of many seeds meets every kind about as often. */
function scenariosOf(seeds: readonly number[], kinds: readonly string[]): Scenario[] {
  return seeds.map((seed) => generateScenario(seed, kinds[seed % kinds.length]));
}

function progress(run: ScenarioRun, done: number, total: number): string {
  const count = (outcome: string): number => run.results.filter((one) => one.outcome === outcome).length;
  const { seed, kind, deployment, path } = run.scenario;
  return (
    `${done}/${total} seed ${seed} ${kind} ${deployment} ${path}: ${count('right')} right, ` +
    `${count('rightly-open')} rightly open, ${count('undecided')} undecided, ` +
    `${count('wrong-pass') + count('wrong-fail')} wrong; ${run.seconds.toFixed(1)} s`
  );
}

function undecidedLines(run: ScenarioRun): string[] {
  return run.results
    .filter(({ outcome }) => outcome === 'undecided')
    .map(
      ({ flow, engine, observation, reason }) =>
        `    ${flow.id} ${flow.target}:${flow.port}/${flow.protocol} ${flow.firewall} ${flow.farEnd}: ${engine} ${observation}: ${reason}`,
    );
}

/** The build as it stands now: it may be made anew while a long run goes on. */
function copyOfBuild(folder: string): string {
  const dist = dirname(builtCli);
  const needless: readonly string[] = ['renderer', 'types'];
  cpSync(dist, folder, {
    recursive: true,
    filter: (source) => !needless.includes(relative(dist, source)) && !source.endsWith('.map'),
  });
  return join(folder, basename(builtCli));
}

/** Runs scenarios, prints the confusion table, and says by its exit code whether the product keeps its promise. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '1-200' },
      kinds: { type: 'string', default: '' },
      jobs: { type: 'string', default: '2' },
      cli: { type: 'string' },
      write: { type: 'boolean', default: false },
      reports: { type: 'string' },
      show: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (labMissing() !== null) return 2;
  if (missingServers().length > 0) {
    console.error(`The scenarios need Debian's ${missingServers().join(', ')}.`);
    return 2;
  }
  const asked =
    values.kinds === ''
      ? nodeKinds.map(({ name }) => name)
      : values.kinds.split(',').map((name) => nodeKind(name).name);
  for (const name of asked) {
    const why = kindMissing(nodeKind(name));
    if (why !== null) console.error(`Nodes of kind ${name} are left out: ${why}.`);
  }
  const kinds = asked.filter((name) => kindMissing(nodeKind(name)) === null);
  const scenarios = scenariosOf(seedsIn(values.seeds), kinds);
  // An interrupted run ends as any other: the worlds take themselves away.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
  const copied = mkdtempSync(join(tmpdir(), 'gatecheck-judged-'));
  process.once('exit', () => rmSync(copied, { recursive: true, force: true }));
  const runs = await runScenarios(scenarios, {
    cli: values.cli ?? copyOfBuild(copied),
    reports: values.reports,
    jobs: Number(values.jobs),
    onRun: (run, done) => {
      console.error(progress(run, done, scenarios.length));
      for (const line of faultLines([run])) console.error(`    ${line}`);
      if (values.show) for (const line of undecidedLines(run)) console.error(line);
    },
  });
  const faults = faultLines(runs);
  const broken = brokenPromises(runs);
  console.log(tableText(runs));
  console.log(`\nLeft open, although the truth was on the wire:\n\n${undecidedText(runs)}`);
  for (const line of [...faults, ...broken]) console.log(line);
  if (values.write) await writeAccuracyDocument(runs, `npm run accuracy -- ${args.join(' ')}`);
  return faults.length + broken.length === 0 ? 0 : 1;
}
