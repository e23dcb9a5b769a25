import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchSite } from './bench-site.ts';
import { wires, timesOf, wrongIn } from './compare.ts';
import type { Outcome } from './contestants.ts';
import { runNmap, runOurs } from './contestants.ts';
import { inSeconds, spreadOf, table } from './measures.ts';
import type { Network } from './network.ts';
import type { Target } from './targets.ts';
import { makeTargets } from './targets.ts';

const cli = new URL('../../dist/cli.cjs', import.meta.url).pathname;

/** Runs a program, and prints what it used at the most after its output: nothing else here tells that of a child. */
const measured =
  'import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL); ' +
  'print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)';

/** One number of targets. Memory in kilobytes at the most, of the run alone and of the whole command with its report. */
export interface ScaleStep {
  readonly count: number;
  readonly ours: readonly Outcome[];
  readonly nmap: readonly Outcome[];
  readonly runRss: readonly number[];
  readonly commandRss: readonly number[];
}

async function commandMemory(network: Network, targets: readonly Target[]): Promise<number> {
  const site = join(network.folder, `bench-${targets.length}.site.json`);
  writeFileSync(site, JSON.stringify(benchSite(targets, network.keys.hostKeyFingerprint)));
  const home = join(network.folder, 'home');
  mkdirSync(home, { recursive: true });
  const { PATH } = process.env;
  const { stdout, stderr } = await network.exec(
    'laptop',
    [
      ...['python3', '-c', measured, process.execPath, cli, 'check', site],
      ...['--out', join(network.folder, `out-${targets.length}`), '--identity', network.keys.identity],
      ...['--signing-key', network.keys.identity],
    ],
    {
      timeoutMs: 300_000,
      env: { PATH, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), LC_ALL: 'C.UTF-8' },
    },
  );
  const [code, kilobytes] = stdout.trim().split(' ').map(Number);
  // Half of the ports are not open, so the site is not ready: 1.
  if (code !== 1 || kilobytes === undefined)
    throw new Error(`The command ended with ${stdout}: ${stderr.slice(-2000)}`);
  return kilobytes;
}

export async function measureScale(
  network: Network,
  options: { readonly runs: number; readonly say: (line: string) => void },
): Promise<ScaleStep[]> {
  await network.setWire(wires.plain);
  const steps: ScaleStep[] = [];
  for (const count of [200, 2000, 5000]) {
    const targets = makeTargets('spread', count);
    await network.setTargets(targets);
    const step = { count, ours: [] as Outcome[], nmap: [] as Outcome[], commandRss: [] as number[] };
    for (let run = 0; run < options.runs; run++) {
      step.ours.push(await runOurs(network, targets));
      step.nmap.push(await runNmap(network, targets));
      step.commandRss.push(await commandMemory(network, targets));
    }
    const runRss = step.ours.flatMap(({ detail }) => detail?.maxRss ?? []);
    steps.push({ ...step, runRss });
    options.say(
      `${count} targets: ours ${inSeconds(timesOf(step.ours))} s, ${wrongIn(step.ours)} wrong; nmap ${inSeconds(timesOf(step.nmap))} s, ` +
        `${wrongIn(step.nmap)} wrong; ${megabytes(runRss)} MB for the run, ${megabytes(step.commandRss)} MB with the report`,
    );
  }
  return steps;
}

const megabytes = (kilobytes: readonly number[]): string => (spreadOf(kilobytes).median / 1024).toFixed(0);

/** Kilobytes for each check that a step has more than the first one. */
export function memoryPerCheck(steps: readonly ScaleStep[], of: 'runRss' | 'commandRss'): number[] {
  const [first, ...others] = steps;
  if (first === undefined) return [];
  return others.map(
    (step) => (spreadOf(step[of]).median - spreadOf(first[of]).median) / (step.count - first.count),
  );
}

export function scaleTable(steps: readonly ScaleStep[]): string {
  const [perRun, perCommand] = [memoryPerCheck(steps, 'runRss'), memoryPerCheck(steps, 'commandRss')];
  const kilobytes = (values: readonly number[], index: number): string =>
    index === 0 ? '' : `, ${(values[index - 1] ?? Number.NaN).toFixed(1)} kB a check more`;
  return table([
    [
      'targets',
      'ours, s',
      'wrong',
      'nmap, s',
      'wrong',
      'peak memory of the run',
      'peak memory with the report',
    ],
    ...steps.map(({ count, ours, nmap, runRss, commandRss }, index) => [
      ...[String(count), inSeconds(timesOf(ours)), String(wrongIn(ours))],
      ...[inSeconds(timesOf(nmap)), String(wrongIn(nmap))],
      `${megabytes(runRss)} MB${kilobytes(perRun, index)}`,
      `${megabytes(commandRss)} MB${kilobytes(perCommand, index)}`,
    ]),
  ]);
}

export function missedScaleGoals(steps: readonly ScaleStep[]): string[] {
  const [small, large] = steps.map(({ ours }) => spreadOf(timesOf(ours)).median);
  return [
    ...((large ?? 0) <= 10 * (small ?? 0) ? [] : ['2,000 targets take more than ten times as long as 200']),
    ...(memoryPerCheck(steps, 'commandRss').every((kilobytes) => kilobytes < 20)
      ? []
      : ['memory grows by 20 kB a check or more']),
    ...(steps.every(({ ours }) => wrongIn(ours) === 0) ? [] : ['wrong answers']),
  ];
}
