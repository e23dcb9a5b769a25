import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { labMissing } from '../preconditions.ts';
import { cli } from '../run-check.ts';
import { generateScenario } from './generate.ts';
import { nodeKinds } from './node-kinds.ts';
import { kindMissing } from './node-root.ts';
import { faultLines } from './print.ts';
import { randomFrom } from './random.ts';
import { runScenarios } from './run-scenario.ts';
import { missingServers } from './start-services.ts';
import type { KindLine } from './table.ts';
import { confusionTable } from './table.ts';
import { truthOf } from './truth.ts';

const all = Array.from({ length: 200 }, (_, index) => generateScenario(index + 1));

describe('scenarios by seed', () => {
  it('are the same for the same seed, and differ between seeds', () => {
    expect(generateScenario(7)).toEqual(generateScenario(7));
    expect(generateScenario(7, 'full').flows).toEqual(generateScenario(7, 'python').flows);
    expect(new Set(all.map((scenario) => JSON.stringify(scenario.flows))).size).toBe(all.length);
  });

  it('give no two flows of a network the same target, port and protocol', () => {
    for (const { flows } of all) {
      const targets = flows.map(({ target, port, protocol }) => `${target} ${port} ${protocol}`);
      expect(new Set(targets).size).toBe(targets.length);
    }
  });

  it('meet every kind of node, One-Arm and Inline, and every quality of the path', () => {
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(nodeKinds.map(({ name }) => name)));
    expect(new Set(all.map(({ deployment }) => deployment)).size).toBe(2);
    expect(new Set(all.map(({ path }) => path)).size).toBe(5);
  });

  it('are open over TCP in at least a third of their flows, and blocked in another third', () => {
    const groups = all.flatMap((one) => one.flows.map((flow) => truthOf(flow, one).group));
    const share = (group: string): number => groups.filter((one) => one === group).length / groups.length;
    expect(share('tcp-open')).toBeGreaterThan(1 / 3);
    expect(share('tcp-blocked')).toBeGreaterThan(1 / 3);
    expect(groups).toContain('udp-open');
    expect(groups).toContain('udp-refused');
  });

  it('shuffle without losing anything', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = randomFrom(3).shuffle(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });
});

/** A few kinds and networks that have little in common; the whole is `npm run accuracy`. */
const fixed: readonly (readonly [number, string])[] = [
  [2, 'full-no-forwarding'],
  [3, 'python'],
  [9, 'nc-traditional'],
  [11, 'busybox'],
  [15, 'sh-no-routes'],
  [16, 'perl-no-forwarding'],
  [25, 'csh'],
];

const missing = labMissing();

describe.skipIf(missing !== null)('gatecheck check in random networks', () => {
  beforeAll(() => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
  });

  it('never says open or blocked when it is not, and decides what each kind of node is held to', async () => {
    const scenarios = fixed
      .map(([seed, kind]) => generateScenario(seed, kind))
      .filter(({ kind }) => nodeKinds.some((one) => one.name === kind && kindMissing(one) === null));
    expect(scenarios.length).toBeGreaterThan(4);
    expect(missingServers()).toEqual([]);
    const runs = await runScenarios(scenarios, { cli, jobs: 4 });
    expect(faultLines(runs)).toEqual([]);
    // One flow of one kind is more than two percent of it here, so kinds that are held to the same are taken together.
    for (const [promise, least] of [
      ['all', 0.98],
      ['tcp', 0.9],
    ] as const) {
      const lines = confusionTable(runs).filter(({ kind }) => kind.promise === promise);
      const sum = (value: (line: KindLine) => number): number =>
        lines.reduce((total, line) => total + value(line), 0);
      expect(sum(({ counted }) => counted)).toBeGreaterThan(60);
      expect(sum(({ decided }) => decided) / sum(({ counted }) => counted)).toBeGreaterThanOrEqual(least);
    }
    // The nodes lived in mount and network namespaces of their own, and took all of it with them.
    expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain('node-root');
    const namespaces = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' });
    expect(namespaces).not.toContain(`gclab-${process.pid}-`);
  }, 240_000);
});
