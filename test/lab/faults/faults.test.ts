import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedReport } from '../../helpers/signed-report.ts';
import type { Tried } from './driver.ts';
import type { Flow } from './flows.ts';
import { flows } from './flows.ts';

/**
 * Every file operation of every flow meets every fault: it fails, the disk is full from there on, half of it is written, or
 * the process is killed there. A restart finds the old or the new thing, whole, and doing it again works.
 */
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'gatecheck-faults-'));
const program = join(scratch, 'driver.cjs');
const interposer = join(scratch, 'interpose.so');
const errors = ['EIO', 'EACCES', 'FULL', 'HALF'] as const;
/** An export renders its PDF anew each time. */
const fewer: Readonly<Record<string, readonly string[]>> = { export: ['EIO', 'FULL'] };
const patienceMs = 120_000;

const exec = promisify(execFile);

/** Each module goes on finding what lies beside it, although all of them are in one file. */
const ownAddresses: Plugin = {
  name: 'own-addresses',
  setup: (builder) => {
    builder.onLoad({ filter: /\.(ts|m?js)$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'default',
    }));
  },
};

beforeAll(async () => {
  await Promise.all([
    build({
      entryPoints: [join(here, 'driver.ts')],
      ...{ bundle: true, platform: 'node', format: 'cjs', outfile: program, logLevel: 'silent' },
      external: ['cpu-features', '*.node'],
      plugins: [ownAddresses],
    }),
    exec('gcc', [
      '-shared',
      '-fPIC',
      '-O1',
      '-Wall',
      '-Werror',
      '-o',
      interposer,
      join(here, 'interpose.c'),
      '-ldl',
    ]),
  ]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Found = Readonly<Record<string, string>>;

interface Ended {
  readonly killed: boolean;
  readonly value: unknown;
}

async function drive(
  base: string,
  what: string,
  name: string,
  fault: Record<string, string> = {},
): Promise<Ended> {
  const armed = Object.keys(fault).length > 0;
  const env = {
    ...process.env,
    TMPDIR: join(base, 'work/tmp'),
    ...(armed ? { LD_PRELOAD: interposer, FAULT_ROOT: join(base, 'work'), ...fault } : {}),
  };
  const options = { cwd: root, env, timeout: patienceMs, maxBuffer: 64 * 1024 * 1024 };
  try {
    const { stdout } = await exec(process.execPath, [program, what, name, base], options);
    return { killed: false, value: JSON.parse(stdout) as unknown };
  } catch (error) {
    const { signal } = error as { signal?: string };
    if (signal === 'SIGKILL') return { killed: true, value: null };
    throw error;
  }
}

/** What differs from both the old and the new; a thing that only the new has may be missing. */
function neitherOldNorNew(found: Found, old: Found, fresh: Found): string[] {
  const names = new Set([...Object.keys(found), ...Object.keys(old), ...Object.keys(fresh)]);
  return [...names].flatMap((name) => {
    const value = found[name];
    const stays = name in old && name in fresh;
    if (value === undefined) return stays ? [`${name} is lost`] : [];
    return value === old[name] || value === fresh[name] ? [] : [`${name} is ${value}`];
  });
}

function flowNamed(name: string): Flow {
  const flow = flows[name];
  if (flow === undefined) throw new Error(`There is no flow ${name}.`);
  return flow;
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
    mkdirSync(join(base, 'inputs'), { recursive: true });
    for (const [which, at] of [
      ['old', '2026-11-24T20:41:07Z'],
      ['new', '2026-11-24T21:00:00Z'],
    ] as const) {
      const { report, signature } = await signedReport(at);
      writeFileSync(join(base, 'inputs', `${which}.readiness.json`), report);
      writeFileSync(join(base, 'inputs', `${which}.readiness.json.sig`), signature);
    }
    old = (await drive(base, 'before', name)).value as Found;
    await drive(base, 'act', name, { FAULT_LOG: log });
    fresh = (await drive(base, 'found', name)).value as Found;
    operations = readFileSync(log, 'utf8').trim().split('\n');
  }, patienceMs);

  it('does something that can fail', () => {
    expect(fresh).not.toEqual(old);
    expect(operations.length).toBeGreaterThan(3);
  });

  it(
    'loses nothing to an error of any operation, says it, and works the next time',
    async () => {
      const kinds = fewer[name] ?? errors;
      const { value } = await drive(base, 'faults', name, { FAULT_LOG: log, FAULT_KINDS: kinds.join(',') });
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
        const ended = await drive(base, 'act', name, { FAULT_AT: String(at), FAULT_KIND: 'KILL' });
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
