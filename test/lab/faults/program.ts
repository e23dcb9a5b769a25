import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Plugin } from 'esbuild';
import { build } from 'esbuild';
import { signedReport } from '../../helpers/signed-report.ts';

/** The flows as a program of their own (driver.ts), and the library that makes its file operations fail. */
const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
export const patienceMs = 120_000;

export const exec = promisify(execFile);

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

export type Found = Readonly<Record<string, string>>;

export interface Ended {
  readonly killed: boolean;
  readonly value: unknown;
}

export interface FaultProgram {
  /** Everything of the tests lies here. */
  readonly scratch: string;
  /** Does one act of the driver; `fault`: what the library is told, absent: it is not loaded. */
  readonly drive: (base: string, acts: readonly string[], fault?: Record<string, string>) => Promise<Ended>;
  readonly remove: () => void;
}

export async function buildFaultProgram(): Promise<FaultProgram> {
  const scratch = mkdtempSync(join(tmpdir(), 'gatecheck-faults-'));
  const program = join(scratch, 'driver.cjs');
  const interposer = join(scratch, 'interpose.so');
  const flags = ['-shared', '-fPIC', '-O1', '-Wall', '-Werror', '-o', interposer];
  await Promise.all([
    build({
      entryPoints: [join(here, 'driver.ts')],
      ...{ bundle: true, platform: 'node', format: 'cjs', outfile: program, logLevel: 'silent' },
      external: ['cpu-features', '*.node'],
      plugins: [ownAddresses],
    }),
    exec('gcc', [...flags, join(here, 'interpose.c'), '-ldl']),
  ]);
  const drive: FaultProgram['drive'] = async (base, acts, fault = {}) => {
    const armed = Object.keys(fault).length > 0;
    const env = {
      ...process.env,
      TMPDIR: join(base, 'work/tmp'),
      ...(armed ? { LD_PRELOAD: interposer, FAULT_ROOT: join(base, 'work'), ...fault } : {}),
    };
    const options = { cwd: root, env, timeout: patienceMs, maxBuffer: 64 * 1024 * 1024 };
    const [what = '', flow = '', ...more] = acts;
    try {
      const { stdout } = await exec(process.execPath, [program, what, flow, base, ...more], options);
      return { killed: false, value: JSON.parse(stdout) as unknown };
    } catch (error) {
      const { signal } = error as { signal?: string };
      if (signal === 'SIGKILL') return { killed: true, value: null };
      throw error;
    }
  };
  return { scratch, drive, remove: () => rmSync(scratch, { recursive: true, force: true }) };
}

/** Two reports that were really signed, an earlier one and a later one. */
export async function writeInputs(base: string): Promise<void> {
  mkdirSync(join(base, 'inputs'), { recursive: true });
  for (const [which, at] of [
    ['old', '2026-11-24T20:41:07Z'],
    ['new', '2026-11-24T21:00:00Z'],
  ] as const) {
    const { report, signature } = await signedReport(at);
    writeFileSync(join(base, 'inputs', `${which}.readiness.json`), report);
    writeFileSync(join(base, 'inputs', `${which}.readiness.json.sig`), signature);
  }
}

/** What differs from both the old and the new; a thing that only the new has may be missing. */
export function neitherOldNorNew(found: Found, old: Found, fresh: Found): string[] {
  const names = new Set([...Object.keys(found), ...Object.keys(old), ...Object.keys(fresh)]);
  return [...names].flatMap((name) => {
    const value = found[name];
    const stays = name in old && name in fresh;
    if (value === undefined) return stays ? [`${name} is lost`] : [];
    return value === old[name] || value === fresh[name] ? [] : [`${name} is ${value}`];
  });
}
