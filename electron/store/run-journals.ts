import { closeSync, openSync, utimesSync, writeSync } from 'node:fs';
import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJsonText } from '../../shared/lib/json-text.ts';
import { checkRecordSchema, controlRecordSchema, nodeRecordSchema } from '../../shared/results/types.ts';
import type { NodeRecord, ObservedCheck, RunRecord } from '../../shared/results/types.ts';
import { openingSchema, watchSchema } from '../../shared/report/watch/schema.ts';
import type { Opening, WatchRecord } from '../../shared/report/watch/schema.ts';
import { StoreError, storeErrorOf } from './store-error.ts';
import { makePrivateFolder } from './write-atomically.ts';

const observedSchema = checkRecordSchema.omit({ verdict: true, weak: true, explanation: true, advice: true });
const headSchema = z.strictObject({
  format: z.literal('gatecheck/run-journal@1'),
  /** SHA-256 of the site that was checked: a journal belongs to that site and to no other. */
  site: z.string(),
  siteName: z.string(),
  startedAt: z.iso.datetime(),
  /** Addresses of the laptop that the run started from: they are part of its plan. */
  laptop: z.array(z.string()),
  /** Program that writes it: while that lives, the run goes on. */
  pid: z.int(),
});
const progressSchema = watchSchema.omit({ endedAt: true, ended: true, openings: true });
const lineSchema = z.union([
  /** A watch: a rule opened, or stopped to work. */
  z.strictObject({ at: z.iso.datetime(), opening: openingSchema }),
  /** A watch: how far it has come. */
  z.strictObject({ at: z.iso.datetime(), watch: progressSchema }),
  z.strictObject({ at: z.iso.datetime(), observed: observedSchema }),
  z.strictObject({ at: z.iso.datetime(), node: nodeRecordSchema }),
  z.strictObject({
    at: z.iso.datetime(),
    /** The run came to its end; only its report was not written. */
    ended: z.strictObject({ cancelled: z.boolean(), controls: z.array(controlRecordSchema) }),
  }),
]);

/** How far a watch has come. */
export type WatchProgress = Readonly<z.infer<typeof progressSchema>>;

export type JournalHead = Readonly<Omit<z.infer<typeof headSchema>, 'format' | 'pid'>>;

/** What a run wrote down before it was cut off. */
export interface InterruptedRun extends JournalHead {
  readonly id: string;
  /** When the last thing was written down. */
  readonly endedAt: string;
  readonly checks: readonly ObservedCheck[];
  /** The nodes that were reached, as they were known then. */
  readonly nodes: readonly NodeRecord[];
  /** Null: it was cut off. */
  readonly ended: RunEnd | null;
  /** When each of `checks` was taken down, in the same order. */
  readonly observedAt: readonly string[];
  /** Of a watch: how far it had come, and what had opened until then. Null: it was none. */
  readonly watch: (WatchProgress & Pick<WatchRecord, 'openings'>) | null;
}

/** How a run ended that came to its end. */
export type RunEnd = Pick<RunRecord, 'cancelled' | 'controls'>;

/** Takes down what a run sees, while it goes on. A disk that fails does not stop the run. */
export interface RunJournal {
  readonly observed: (check: ObservedCheck, at: string) => void;
  readonly node: (node: NodeRecord, at: string) => void;
  readonly ended: (end: RunEnd, at: string) => void;
  /** Of a watch: a rule opened, or stopped to work. */
  readonly opening: (opening: Opening, at: string) => void;
  /** Of a watch: how far it has come. */
  readonly watch: (progress: WatchProgress, at: string) => void;
  /** The run is over; what it saw waits for its report. */
  readonly end: () => void;
  /** The run is over and its report is written, or nothing is worth keeping: the journal goes. */
  readonly close: () => Promise<void>;
}

export interface RunJournals {
  readonly begin: (id: string, head: JournalHead) => Promise<RunJournal>;
  /** Runs of this site whose program is gone, the newest first. Damaged journals count as far as they are whole. */
  readonly interrupted: (site: string) => Promise<readonly InterruptedRun[]>;
  readonly remove: (id: string) => Promise<void>;
}

const ending = '.run.jsonl';
const idPattern = /^[A-Za-z0-9-]{1,80}$/;

/** Runs of this very process that go on. */
const underWay = new Set<string>();

/** Runs that this process wrote down and whose journals are still wanted, with what shows that it lives. */
const signsOfLife = new Map<string, NodeJS.Timeout>();
const signEveryMs = 5000;
const silentForMs = 30_000;

/** A number of a process is given out again after a crash: a program that lives has also touched its journal just now. */
function showLife(id: string, path: string): void {
  const touch = (): void => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // A disk that is gone costs the journal, not the run.
    }
  };
  signsOfLife.set(id, setInterval(touch, signEveryMs).unref());
}

function showLifeNoMore(id: string): void {
  clearInterval(signsOfLife.get(id));
  signsOfLife.delete(id);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function readJournal(id: string, text: string): (InterruptedRun & { readonly pid: number }) | null {
  const [first = '', ...rest] = text.split('\n');
  const headValue = parseJsonText(first);
  const head = headValue.ok ? headSchema.safeParse(headValue.value) : undefined;
  if (head?.success !== true) return null;
  const { site, siteName, startedAt, laptop, pid } = head.data;
  const checks: ObservedCheck[] = [];
  const nodes = new Map<string, NodeRecord>();
  let endedAt = startedAt;
  let ended: RunEnd | null = null;
  const observedAt: string[] = [];
  const openings = new Map<string, Opening>();
  let progress: WatchProgress | null = null;
  for (const line of rest) {
    // The last line of a journal that was cut off may be half.
    const value = parseJsonText(line);
    const entry = value.ok ? lineSchema.safeParse(value.value) : undefined;
    if (entry?.success !== true) continue;
    endedAt = entry.data.at;
    if ('observed' in entry.data) {
      checks.push(entry.data.observed);
      observedAt.push(entry.data.at);
    } else if ('opening' in entry.data) {
      const { opening } = entry.data;
      openings.set(`${opening.rule} ${opening.firstPassed}`, opening);
    } else if ('watch' in entry.data) progress = entry.data.watch;
    else if ('ended' in entry.data) ended = entry.data.ended;
    else nodes.set(entry.data.node.name, entry.data.node);
  }
  const watch = progress === null ? null : { ...progress, openings: [...openings.values()] };
  return {
    ...{ id, site, siteName, startedAt, laptop, pid, endedAt, checks, nodes: [...nodes.values()], ended },
    ...{ observedAt, watch },
  };
}

/**
 * Journals of runs under way, in `runs/` of the user's folder: one file each, private to the user, gone with the report.
 *
 * @param program process id of the program that a person starts and that may crash: of the desktop program its main process,
 * because the others outlive that one for a moment
 */
export function runJournals(userFolder: string, program: number = process.pid): RunJournals {
  const folder = join(userFolder, 'runs');
  const goesOn = (id: string, pid: number, touched: number): boolean =>
    pid === program ? underWay.has(id) : isAlive(pid) && Math.abs(Date.now() - touched) < silentForMs;
  const fileOf = (id: string): string => {
    if (!idPattern.test(id))
      throw new StoreError('bad-name', folder, `"${id}" is no id of a run.`, 'Start the checks again.');
    return join(folder, `${id}${ending}`);
  };
  const remove = async (id: string): Promise<void> => {
    const path = fileOf(id);
    showLifeNoMore(id);
    try {
      await unlink(path);
    } catch (error) {
      const failure = storeErrorOf(error, path, 'write');
      if (failure.kind !== 'not-found') throw failure;
    }
  };

  return {
    remove,
    begin: async (id, head) => {
      const path = fileOf(id);
      await makePrivateFolder(folder);
      try {
        const file = openSync(path, 'wx', 0o600);
        // At once, and not in turn: what was told to a person must not be lost when the process is killed a moment later.
        const write = (line: unknown): void => {
          try {
            writeSync(file, `${JSON.stringify(line)}\n`);
          } catch {
            // A full disk costs the journal, not the run.
          }
        };
        const first = { format: 'gatecheck/run-journal@1', ...head, pid: program };
        writeSync(file, `${JSON.stringify(first)}\n`);
        underWay.add(id);
        showLife(id, path);
        return {
          observed: (observed, at) => write({ at, observed }),
          node: (node, at) => write({ at, node }),
          ended: ({ cancelled, controls }, at) => write({ at, ended: { cancelled, controls } }),
          opening: (opening, at) => write({ at, opening }),
          watch: (watch, at) => write({ at, watch }),
          end: () => {
            if (underWay.delete(id)) closeSync(file);
          },
          close: async () => {
            if (underWay.delete(id)) closeSync(file);
            await remove(id);
          },
        };
      } catch (error) {
        throw storeErrorOf(error, path, 'write');
      }
    },
    interrupted: async (site) => {
      const names = await readdir(folder).catch((): string[] => []);
      const found = await Promise.all(
        names
          .filter((name) => name.endsWith(ending))
          .map(async (name) => {
            const path = join(folder, name);
            const text = await readFile(path, 'utf8').catch(() => '');
            const touched = await stat(path).then(
              ({ mtimeMs }) => mtimeMs,
              () => 0,
            );
            const id = name.slice(0, -ending.length);
            const journal = readJournal(id, text);
            if (journal?.site !== site) return [];
            const { pid, ...run } = journal;
            return goesOn(id, pid, touched) ? [] : [run];
          }),
      );
      return found.flat().sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    },
  };
}
