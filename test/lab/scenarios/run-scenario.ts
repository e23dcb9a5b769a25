import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../../shared/report/schema.ts';
import { reportSchema } from '../../../shared/report/schema.ts';
import type { LabFault } from './confirm.ts';
import { confirmTruth } from './confirm.ts';
import type { FlowResult } from './judge.ts';
import { judgeReport } from './judge.ts';
import { nodeKind } from './node-kinds.ts';
import { startNode } from './node-root.ts';
import type { Scenario } from './scenario.ts';
import { places } from './services.ts';
import { siteOf } from './site.ts';
import type { World } from './world.ts';
import { startWorld } from './world.ts';

export interface ScenarioRun {
  readonly scenario: Scenario;
  readonly results: readonly FlowResult[];
  readonly faults: readonly LabFault[];
  /** Of the product's run, in seconds. */
  readonly seconds: number;
}

interface RunOptions {
  readonly cli: string;
  /** Where each run's site file and report are kept. */
  readonly reports?: string | undefined;
}

function keepReport(world: World, { seed, kind }: Scenario, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const name = `${seed}-${kind}`;
  const from = join(world.folder, 'run');
  copyFileSync(join(from, 'scenario.site.json'), join(folder, `${name}.site.json`));
  const report = join(from, 'out', 'scenario.readiness.json');
  if (existsSync(report)) copyFileSync(report, join(folder, `${name}.readiness.json`));
}

function readReport(file: string): Report | null {
  return existsSync(file) ? reportSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Runs `gatecheck check` on the laptop, as a technician does. */
async function check(
  world: World,
  scenario: Scenario,
  cli: string,
): Promise<{ report: Report | null; said: string; seconds: number }> {
  const folder = join(world.folder, 'run');
  rmSync(folder, { recursive: true, force: true });
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const site = siteOf(scenario, {
    authorityPem: world.authorityPem,
    hostKey: world.keys.hostKeyFingerprint,
    jumpKey: world.jumpKey,
  });
  const file = join(folder, 'scenario.site.json');
  writeFileSync(file, `${JSON.stringify(site, null, 2)}\n`);
  const began = performance.now();
  const { code, stderr } = await world.exec(
    'laptop',
    [
      ...[process.execPath, cli, 'check', file, '--out', join(folder, 'out')],
      ...['--identity', world.keys.identity, '--identity', `jump:${places.jump}=${world.keys.identity}`],
      ...['--signing-key', world.keys.identity],
    ],
    {
      timeoutMs: 180_000,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        XDG_CONFIG_HOME: join(home, '.config'),
        LC_ALL: 'C.UTF-8',
      },
    },
  );
  return {
    report: readReport(join(folder, 'out', 'scenario.readiness.json')),
    said: `exit ${String(code)}: ${stderr.trim().split('\n').at(-1) ?? ''}`,
    seconds: (performance.now() - began) / 1000,
  };
}

/** Sets a scenario up, lets nmap judge the set-up, runs the product, and compares. */
async function runScenario(world: World, scenario: Scenario, options: RunOptions): Promise<ScenarioRun> {
  await world.arrange(scenario);
  const faults = await confirmTruth(world, scenario);
  await world.worsen(scenario);
  const resolver = scenario.resolverLies ? places.lyingResolver : places.resolver;
  const node = await startNode(
    nodeKind(scenario.kind),
    { namespace: world.namespaces.names.node, folder: world.folder, resolver },
    world.keys,
  );
  try {
    const { report, said, seconds } = await check(world, scenario, options.cli);
    if (options.reports !== undefined) keepReport(world, scenario, options.reports);
    return { scenario, faults, seconds, results: judgeReport(scenario, report, said) };
  } finally {
    await node.stop();
  }
}

/** Runs scenarios, `jobs` at the same time, each in a world of its own. In the order of their seeds. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: RunOptions & {
    readonly jobs: number;
    readonly onRun?: (run: ScenarioRun, done: number) => void;
  },
): Promise<readonly ScenarioRun[]> {
  const waiting = [...scenarios];
  const runs: ScenarioRun[] = [];
  const work = async (): Promise<void> => {
    const world = await startWorld();
    try {
      for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift()) {
        const run = await runScenario(world, scenario, options);
        runs.push(run);
        options.onRun?.(run, runs.length);
      }
    } finally {
      await world.stop();
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: options.jobs }, work));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined)
    throw failed.reason instanceof Error ? failed.reason : new Error(String(failed.reason));
  return runs.sort((a, b) => a.scenario.seed - b.scenario.seed);
}
