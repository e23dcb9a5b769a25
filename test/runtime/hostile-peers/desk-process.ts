import { fork } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { SiteFile } from '../../../shared/site/schema.ts';
import type { Asked, Told } from './desk.ts';

const root = new URL('../../..', import.meta.url).pathname;

/** A process that runs the wizard, and how much memory it took. */
export interface Desk {
  readonly run: (wanted: {
    readonly site: SiteFile;
    readonly declined: boolean;
    readonly passwords: Readonly<Record<string, string>>;
  }) => Promise<Told>;
  readonly practise: () => Promise<Told>;
  /** Collects garbage and begins to measure anew. @returns bytes that are in use now */
  readonly beginMeasuring: () => Promise<number>;
  /** The most bytes that were in use since then. */
  readonly peak: () => number;
  readonly stop: () => void;
}

/** Bundles the desk: this Node reads no TypeScript. What is in node_modules stays there. */
export async function buildDesk(): Promise<string> {
  const outfile = join(root, `test-results/hostile-peers-${process.pid}/desk.mjs`);
  mkdirSync(dirname(outfile), { recursive: true });
  await build({
    entryPoints: [new URL('desk.ts', import.meta.url).pathname],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'error' },
    plugins: [
      {
        name: 'places-of-sources',
        setup: (builder) => {
          // Fonts and fixtures are found from where a source file lies, not from where the bundle does.
          builder.onLoad({ filter: /\/(?:test|electron|shared)\/.*\.ts$/ }, ({ path }) => ({
            contents: readFileSync(path, 'utf8')
              .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
              .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
            loader: 'ts',
          }));
        },
      },
    ],
  });
  return outfile;
}

export function removeDesk(program: string): void {
  rmSync(dirname(program), { recursive: true, force: true });
}

function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1] ?? Number.NaN) * 1024;
}

export async function openDesk(program: string): Promise<Desk> {
  const child = fork(program, [], {
    cwd: root,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The desk did not start.');
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  child.stdout?.resume();
  const waiting = new Map<number, (told: Told) => void>();
  let count = 0;
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: Told | { readonly kind: 'ready' }) => {
      if (message.kind === 'ready') resolve();
      else {
        waiting.get(message.id)?.(message);
        waiting.delete(message.id);
      }
    });
    child.once('exit', (code, signal) => {
      const says = `The desk ended (${String(code ?? signal)}): ${complaint.slice(-2000)}`;
      reject(new Error(says));
      const empty = { checks: {}, shown: '', readiness: null };
      for (const [id, tell] of waiting)
        tell({ id, kind: 'told', ended: 'stopped', says, faults: [says], ...empty });
    });
  });
  const ask = (
    wanted: Omit<Extract<Asked, { kind: 'run' }>, 'id'> | { kind: 'practice' | 'tidy' },
  ): Promise<Told> =>
    new Promise((resolve) => {
      count += 1;
      waiting.set(count, resolve);
      child.send({ ...wanted, id: count });
    });
  return {
    run: (wanted) => ask({ kind: 'run', ...wanted }),
    practise: () => ask({ kind: 'practice' }),
    beginMeasuring: async () => {
      await ask({ kind: 'tidy' });
      // Makes the kernel forget the peak so far.
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
      return memoryOf(pid, 'VmRSS');
    },
    peak: () => memoryOf(pid, 'VmHWM'),
    stop: () => child.disconnect(),
  };
}
