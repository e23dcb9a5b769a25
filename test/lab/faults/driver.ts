import { execFileSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Flow } from './flows.ts';
import { flows, races } from './flows.ts';

/**
 * Runs one flow in a process of its own, which the interposer may be loaded into. Arguments: what to do, the flow, the base
 * folder: BASE/work is what the flow works in, BASE/old what stood there before it, BASE/inputs what it is given.
 */
const [what = '', name = '', base = '', ...more] = process.argv.slice(2);
const work = join(base, 'work');
const old = join(base, 'old');
const inputs = join(base, 'inputs');

function flowOf(wanted: string): Flow {
  const flow = flows[wanted];
  if (flow === undefined) throw new Error(`There is no flow ${wanted}.`);
  return flow;
}
const flow = flowOf(name in flows ? name : 'history');

/** How one fault ended, as the test judges it. */
export interface Tried {
  readonly at: number;
  readonly kind: string;
  /** What the program said; null: it went on, as where only something convenient could not be written. */
  readonly error: { readonly message: string; readonly cure: string | null } | null;
  readonly found: Readonly<Record<string, string>>;
  /** The same again, once the fault was gone. */
  readonly again: Readonly<Record<string, string>>;
}

/** Tells the interposer, which takes it for no file. */
const arm = (at: number, kind: string): void => unlinkSync(`/gatecheck-fault/${at}/${kind}`);

function restore(): void {
  // The folder itself may be where a disk is mounted.
  for (const one of existsSync(work) ? readdirSync(work) : []) rmSync(join(work, one), { recursive: true });
  if (existsSync(old)) cpSync(old, work, { recursive: true });
  mkdirSync(join(work, 'tmp'), { recursive: true });
}

function told(error: unknown): Tried['error'] {
  if (!(error instanceof Error)) return { message: String(error), cure: null };
  const cure = 'cure' in error && typeof error.cure === 'string' ? error.cure : null;
  return { message: error.message, cure };
}

async function meet(at: number, kind: string): Promise<Tried> {
  arm(0, '');
  restore();
  arm(at, kind);
  const error = await flow.act(work, inputs).then(() => null, told);
  arm(0, '');
  const found = await flow.found(work);
  const still = await flow.act(work, inputs).then(() => null, told);
  const again = await flow.found(work);
  return { at, kind, error, found, again: still === null ? again : { ...again, failed: still.message } };
}

async function faults(kinds: readonly string[], log: string): Promise<readonly Tried[]> {
  restore();
  truncateSync(log, 0);
  await flow.act(work, inputs);
  const operations = readFileSync(log, 'utf8').trim().split('\n');
  const tried: Tried[] = [];
  for (const kind of kinds)
    for (const [index, line] of operations.entries()) {
      // Half of a write is a fault of writes only.
      if (kind === 'HALF' && !line.includes(' write ')) continue;
      tried.push(await meet(index + 1, kind));
    }
  return tried;
}

const filler = join(work, 'filler');

/** Fills the disk that the work lies on up to some free bytes. */
function fillUpTo(free: number): void {
  const file = openSync(filler, 'w');
  let size = 0;
  try {
    for (let piece = Buffer.alloc(1024 * 1024); piece.length >= 4096;)
      try {
        size += writeSync(file, piece);
      } catch {
        piece = piece.subarray(0, piece.length / 2);
      }
  } finally {
    closeSync(file);
  }
  truncateSync(filler, Math.max(0, size - free));
}

/** The work lies on a disk of its own, which is made unfit, and then fit again. */
async function onDisk(kind: string, spoil: () => void, mend: () => void): Promise<Tried> {
  restore();
  spoil();
  const error = await flow.act(work, inputs).then(() => null, told);
  const found = await flow.found(work);
  const left = readdirSync(work, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tmp$/.test(path));
  mend();
  const still = await flow.act(work, inputs).then(() => null, told);
  const again = await flow.found(work);
  return {
    ...{ at: 0, kind, error, found },
    again: {
      ...again,
      ...(still === null ? {} : { failed: still.message }),
      ...(left.length === 0 ? {} : { left: left.join() }),
    },
  };
}

async function disks(): Promise<readonly Tried[]> {
  const mount = (mode: string) => () => void execFileSync('mount', ['-o', `remount,${mode}`, work]);
  const tried = [await onDisk('read-only', mount('ro'), mount('rw'))];
  for (const free of [0, 8, 48])
    tried.push(
      await onDisk(
        `full but for ${free} KiB`,
        () => fillUpTo(free * 1024),
        () => rmSync(filler),
      ),
    );
  return tried;
}

/** As one of several programs at once. */
async function race(): Promise<void> {
  const [mark = '', rounds = ''] = more;
  for (let round = 0; round < Number(rounds); round++) await races[name]?.(work, `${mark}-${round}`);
}

const acts: Readonly<Record<string, () => Promise<unknown>>> = {
  before: async () => {
    mkdirSync(join(work, 'tmp'), { recursive: true });
    await flow.before(work, inputs);
    cpSync(work, old, { recursive: true });
    return flow.found(work);
  },
  act: async () => flow.act(work, inputs),
  found: () => flow.found(work),
  disks,
  race,
  faults: () => faults((process.env['FAULT_KINDS'] ?? '').split(','), process.env['FAULT_LOG'] ?? ''),
};

void (async () => {
  const act = acts[what];
  if (act === undefined) throw new Error(`There is no act ${what}.`);
  process.stdout.write(`${JSON.stringify((await act()) ?? null)}\n`);
  // What is remembered a moment later belongs to the act.
  process.exit(0);
})();
