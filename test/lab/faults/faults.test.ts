import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tried } from './driver.ts';
import type { Flow } from './flows.ts';
import { flows } from './flows.ts';
import type { Found } from './program.ts';
import { buildFaultProgram, neitherOldNorNew, patienceMs, writeInputs } from './program.ts';

/**
 * Every file operation of every flow meets every fault: it fails, the disk is full from there on, half of it is written, or
 * the process is killed there. A restart finds the old or the new thing, whole, and doing it again works.
 */
const errors = ['EIO', 'EACCES', 'FULL', 'HALF'] as const;
/** An export renders its PDF anew each time. */
const fewer: Readonly<Record<string, readonly string[]>> = { export: ['EIO', 'FULL'] };

const { scratch, drive, remove } = await buildFaultProgram();
afterAll(remove);

function flowNamed(name: string): Flow {
  const flow = flows[name];
  if (flow === undefined) throw new Error(`There is no flow ${name}.`);
  return flow;
}

/** Operations that a power cut could put in another order: the names are down, and the bytes behind them are not. */
function unsynced(operations: readonly string[]): string[] {
  const steps = operations
    .map((line) => /^\d+ (\w+) (.*)$/.exec(line) ?? [])
    .map(([, what = '', path = '']) => ({ what, path }));
  return steps.flatMap(({ what, path }, index) => {
    if (what.startsWith('link')) {
      const next = steps.slice(index + 1).find((step) => /^rename|sync/.test(step.what));
      return next?.what.startsWith('rename') === true
        ? [`${path} was not synced before the next rename`]
        : [];
    }
    if (!what.startsWith('rename')) return [];
    // Taken over from an earlier act, with nothing written to it in this one.
    const wrote = steps
      .slice(0, index)
      .findLastIndex((step) => step.what.includes('write') && step.path === path);
    const synced = steps
      .slice(wrote + 1, index)
      .some((step) => step.what.includes('sync') && step.path === path);
    const after = steps
      .slice(index + 1)
      .some((step) => step.what.includes('sync') && path.startsWith(`${step.path}/`));
    return [
      ...(wrote >= 0 && !synced ? [`${path} was renamed before it was synced`] : []),
      ...(after ? [] : [`the folder of ${path} was not synced after the rename`]),
    ];
  });
}

describe.each(Object.keys(flows))('%s', (name) => {
  const base = join(scratch, name.replace(' ', '-'));
  const work = join(base, 'work');
  const log = join(base, 'log');
  const flow = flowNamed(name);
  let old: Found = {};
  let fresh: Found = {};
  let operations: string[] = [];

  beforeAll(async () => {
    await writeInputs(base);
    old = (await drive(base, ['before', name])).value as Found;
    await drive(base, ['act', name], { FAULT_LOG: log });
    fresh = (await drive(base, ['found', name])).value as Found;
    operations = readFileSync(log, 'utf8').trim().split('\n');
  }, patienceMs);

  it('does something that can fail', () => {
    expect(fresh).not.toEqual(old);
    expect(operations.length).toBeGreaterThan(3);
  });

  it('syncs what it writes before it takes its name, and the folder after', () => {
    expect(unsynced(operations)).toEqual([]);
  });

  it(
    'loses nothing to an error of any operation, says it, and works the next time',
    async () => {
      const kinds = fewer[name] ?? errors;
      const { value } = await drive(base, ['faults', name], { FAULT_LOG: log, FAULT_KINDS: kinds.join(',') });
      const tried = value as readonly Tried[];
      expect(tried.length).toBeGreaterThanOrEqual(operations.length * 2);
      const bad = tried.flatMap(({ at, kind, found, again, error }) => {
        const where = `${kind} at ${operations[at - 1] ?? at}`;
        return [
          ...neitherOldNorNew(found, old, fresh).map((what) => `${where}: ${what}`),
          ...neitherOldNorNew(again, fresh, fresh).map((what) => `${where}, again: ${what}`),
          ...(error !== null && error.cure === null ? [`${where}: no cure in "${error.message}"`] : []),
        ];
      });
      expect(bad).toEqual([]);
    },
    patienceMs * 2,
  );

  it(
    'loses nothing to the end of the process at any operation',
    async () => {
      const bad: string[] = [];
      let killed = 0;
      for (let at = 1; at <= operations.length; at += 1) {
        rmSync(work, { recursive: true, force: true });
        cpSync(join(base, 'old'), work, { recursive: true });
        const ended = await drive(base, ['act', name], { FAULT_AT: String(at), FAULT_KIND: 'KILL' });
        if (ended.killed) killed += 1;
        const where = `killed at ${operations[at - 1] ?? at}`;
        bad.push(...neitherOldNorNew(await flow.found(work), old, fresh).map((what) => `${where}: ${what}`));
        await flow.act(work, join(base, 'inputs'));
        const again = await flow.found(work);
        bad.push(...neitherOldNorNew(again, fresh, fresh).map((what) => `${where}, again: ${what}`));
      }
      expect(bad).toEqual([]);
      expect(killed).toBe(operations.length);
    },
    patienceMs * 3,
  );
});
