import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../shared/probes/observation.ts';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { run } from './namespaces.ts';
import { labMissing } from './preconditions.ts';
import { cli, environmentOf } from './run-check.ts';

/** Longer than any check waits, so that every timer is due on waking. */
const stillMs = 4000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What may stand where the undisturbed run saw something: the same, or that it could not be told. */
const unknown: readonly Observation[] = ['error', 'not-run', 'not-testable'];

const seenIn = (report: Report): ReadonlyMap<string, Observation> =>
  new Map(report.checks.map(({ id, observation }) => [id, observation]));

describe.skipIf(labMissing() !== null)('a run in which a side stands still', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  /** Runs a check on the laptop; `disturb` gets the process, and when its SSH session is there. */
  const check = async (name: string, disturb: (pid: number) => Promise<void>): Promise<Report> => {
    const out = join(lab.folder, name);
    const options = ['--identity', lab.keys.identity, '--signing-key', lab.keys.identity, '--out', out];
    const child = spawn(
      'ip',
      ['netns', 'exec', lab.names.laptop, process.execPath, cli, 'check', lab.sites.blocked, ...options],
      { env: environmentOf(lab), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    const isChecking = new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (/confirmed|filtered|refused|open/.test(said)) resolve();
      });
      child.once('close', () => resolve());
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await isChecking;
    await disturb(child.pid ?? 0);
    expect(await ended, said).toBe(1);
    return reportSchema.parse(JSON.parse(readFileSync(join(out, 'blocked.readiness.json'), 'utf8')));
  };

  const expectNothingInvented = (disturbed: Report, calm: ReadonlyMap<string, Observation>): void => {
    const invented = [...seenIn(disturbed)].filter(
      ([id, observation]) => observation !== calm.get(id) && !unknown.includes(observation),
    );
    expect(
      invented.map(([id, observation]) => `${id}: ${String(calm.get(id))} became ${observation}`),
    ).toEqual([]);
    expect(disturbed.checks).toHaveLength(calm.size);
  };

  it('makes nothing up when the laptop does, or the node, and sees most of it all the same', async () => {
    const calm = seenIn(await check('calm', () => Promise.resolve()));
    const standStill = async (pids: readonly number[]): Promise<void> => {
      for (const pid of pids) process.kill(pid, 'SIGSTOP');
      await pause(stillMs);
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    };
    const laptop = await check('laptop', (pid) => standStill([pid]));
    const node = await check('node', async () => {
      const { stdout } = await run(['ip', 'netns', 'pids', lab.names.node]);
      await standStill(stdout.split('\n').filter(Boolean).map(Number));
    });
    for (const report of [laptop, node]) {
      expectNothingInvented(report, calm);
      const lost = report.checks.filter(({ observation }) => unknown.includes(observation));
      expect(lost.length).toBeLessThan(calm.size / 2);
    }
  });
});
