import type { FileHandle } from 'node:fs/promises';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { parseJsonText } from '../../shared/lib/json-text.ts';
import { unique } from '../../shared/lib/order.ts';
import { maxReportBytes } from '../../shared/report/parse-report.ts';
import type { Site } from '../../shared/site/schema.ts';
import { underLock } from './file-lock.ts';
import type {
  HistoryEntry,
  HistoryFault,
  HistoryLine,
  HistorySubject,
  ReadHistory,
} from './history-lines.ts';
import { historySubject, nothingBefore, readHistoryText, sha256Of } from './history-lines.ts';
import { StoreError, storeErrorOf } from './store-error.ts';
import { readTextFile, readWholeFile } from './text-file.ts';
import { makePrivateFolder, writeAtomically } from './write-atomically.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A line has about 500 bytes: this is more than a hundred thousand runs. */
const largestHistory = 64 * 1024 * 1024;

const subjectSchema = z.strictObject({
  format: z.literal('gatecheck/history@1'),
  catalog: z.string(),
  customer: z.string(),
  site: z.string(),
  nodes: z.array(z.string()),
});
const endSchema = z.strictObject({ line: z.int().nonnegative(), sha256: z.string() });

/** A run as it was observed, before anybody signed it. */
export interface RunToKeep {
  readonly id: string;
  /** UTC: when it ended. */
  readonly at: string;
  readonly siteName: string;
  readonly outcome: 'finished' | 'cancelled' | 'interrupted';
  readonly carriedOut: number;
  readonly checks: number;
  /** JSON. */
  readonly content: string;
}

/** A signed report. */
export interface ReportToKeep {
  readonly id: string;
  /** UTC: when it was made. */
  readonly at: string;
  readonly siteName: string;
  readonly readiness: Extract<HistoryLine, { kind: 'report' }>['readiness'];
  /** Fingerprint of the signer's key. */
  readonly signer: string;
  readonly report: Uint8Array;
  readonly signature: Uint8Array;
}

type ReportLine = Extract<HistoryLine, { readonly kind: 'report' }>;

/** A kept report, byte for byte. */
interface KeptReport {
  readonly report: Buffer;
  readonly signature: Buffer;
}

type HistorySite = Pick<Site, 'catalog' | 'customer' | 'nodes'>;

/** The history of one site, as it stands on the disk. */
export interface SiteHistory extends HistorySubject {
  readonly lines: readonly HistoryLine[];
  readonly faults: readonly HistoryFault[];
}

export interface ReportHistory {
  /** @throws StoreError when it cannot be written */
  readonly addRun: (site: HistorySite, run: RunToKeep) => Promise<void>;
  /** @throws StoreError when it cannot be written */
  readonly addReport: (site: HistorySite, report: ReportToKeep) => Promise<void>;
  /**
   * Histories with what is wrong with them: of one site, or of all.
   *
   * @param withContents also reads every kept content, and holds it against its SHA-256
   */
  readonly read: (site: HistorySite | null, withContents: boolean) => Promise<readonly SiteHistory[]>;
  /** A kept content, whole. @throws StoreError `not-found` or `damaged` */
  readonly content: (sha256: string) => Promise<Buffer>;
  /** Kept reports of an id, in the history of whichever site, with their signatures; damaged ones are left out. */
  readonly findEarlier: (wanted: { readonly id: string }) => Promise<readonly KeptReport[]>;
}

/** Holds a history against where it is known to have ended: lines taken off its end leave no gap that the chain would show. */
function withKnownEnd(read: ReadHistory, end: z.infer<typeof endSchema>): ReadHistory {
  const fault = (what: HistoryFault['what'], line: number | null, says: string): ReadHistory => ({
    ...read,
    faults: [...read.faults, { what, line, says }],
    next: Math.max(read.next, end.line + 1),
  });
  const missing = end.line - read.next + 1;
  if (missing > 0) {
    const are = missing === 1 ? 'line is' : 'lines are';
    return fault('shortened', null, `${missing} ${are} missing at the end: it had ${end.line}.`);
  }
  return end.line === read.next - 1 && end.sha256 !== read.last && !read.isCutOff
    ? fault('changed', end.line, 'The last line is not as it was written.')
    : read;
}

/**
 * Every run and every report of this user, in `history/` of the user's folder: one file a site that only grows, each line
 * naming the one before by its SHA-256; what they hold is stored once by its own SHA-256, compressed. Readable by nobody
 * else. What is damaged is named, never repaired.
 */
async function appendWhole(file: FileHandle, text: string): Promise<void> {
  const { size } = await file.stat();
  try {
    await file.appendFile(text);
    await file.sync();
  } catch (error) {
    // A disk that filled up half-way leaves no half line, if it lets us.
    await file.truncate(size).catch(() => undefined);
    throw error;
  }
}

export function reportHistory(userFolder: string): ReportHistory {
  const folder = join(userFolder, 'history');
  const contents = join(folder, 'contents');
  const fileOf = (key: string): string => join(folder, `${key}.history.jsonl`);
  const subjectOf = (key: string): string => join(folder, `${key}.site.json`);
  const endOf = (key: string): string => join(folder, `${key}.end.json`);
  const contentOf = (sha256: string): string => join(contents, `${sha256}.gz`);

  const ifThere = async (path: string, limit: number): Promise<string | null> => {
    try {
      return await readTextFile(path, limit);
    } catch (error) {
      if (error instanceof StoreError && error.kind === 'not-found') return null;
      throw error;
    }
  };

  const content = async (sha256: string): Promise<Buffer> => {
    const path = contentOf(sha256);
    const packed = await readWholeFile(path, maxReportBytes);
    const bytes = await unpack(packed, { maxOutputLength: maxReportBytes }).catch(() => null);
    if (bytes !== null && sha256Of(bytes) === sha256) return bytes;
    throw new StoreError(
      'damaged',
      path,
      `What is kept in ${path} is not what was put there.`,
      'Take the report from the folder that it was written to, or from a copy of yours.',
    );
  };

  const keep = async (bytes: Uint8Array): Promise<{ sha256: string; bytes: number }> => {
    const sha256 = sha256Of(bytes);
    const isKept = await content(sha256).then(
      () => true,
      () => false,
    );
    if (!isKept) await writeAtomically(contentOf(sha256), await pack(bytes), { mode: 0o600 });
    return { sha256, bytes: bytes.length };
  };

  const readOne = async (key: string): Promise<ReadHistory> => {
    const read = readHistoryText((await ifThere(fileOf(key), largestHistory)) ?? '');
    const value = parseJsonText((await ifThere(endOf(key), 1000)) ?? 'null');
    const parsed = value.ok ? endSchema.safeParse(value.value) : undefined;
    return parsed?.success === true ? withKnownEnd(read, parsed.data) : read;
  };

  const append = async (site: HistorySite, entry: HistoryEntry): Promise<void> => {
    const { key, ...subject } = historySubject(site);
    const path = fileOf(key);
    await underLock(`${path}.lock`, async () => {
      const { last, next, isCutOff } = await readOne(key);
      const line = JSON.stringify({ ...entry, line: next, before: next === 1 ? nothingBefore : last });
      try {
        const file = await open(path, 'a', 0o600);
        try {
          // A line that a crash cut off stays, as a line of its own that everyone can see.
          await appendWhole(file, `${isCutOff ? '\n' : ''}${line}\n`);
        } finally {
          await file.close();
        }
      } catch (error) {
        throw storeErrorOf(error, path, 'write', line.length);
      }
      const end = JSON.stringify({ line: next, sha256: sha256Of(line) });
      await writeAtomically(endOf(key), `${end}\n`, { mode: 0o600 });
      const about = JSON.stringify({ format: 'gatecheck/history@1', ...subject });
      await writeAtomically(subjectOf(key), `${about}\n`, { mode: 0o600 });
    });
  };

  const contentFaults = async (lines: readonly HistoryLine[]): Promise<HistoryFault[]> => {
    const faults: HistoryFault[] = [];
    for (const line of lines)
      for (const { sha256 } of line.kind === 'run' ? [line.content] : [line.content, line.signature]) {
        const error: unknown = await content(sha256).then(
          () => null,
          (reason: unknown) => reason,
        );
        if (error === null) continue;
        const isGone = error instanceof StoreError && error.kind === 'not-found';
        faults.push({
          line: line.line,
          what: isGone ? 'content-missing' : 'content-changed',
          says: `What line ${line.line} kept (${line.kind} ${line.id.slice(0, 8)}) ${isGone ? 'is gone' : 'is damaged'}.`,
        });
      }
    return faults;
  };

  const readSite = async (key: string, withContents: boolean): Promise<SiteHistory> => {
    const { lines, faults } = await readOne(key);
    const value = parseJsonText((await ifThere(subjectOf(key), 1_000_000)) ?? '');
    const subject = value.ok ? subjectSchema.safeParse(value.value) : undefined;
    const { catalog, customer, site, nodes } =
      subject?.success === true
        ? subject.data
        : { catalog: '', customer: '', site: lines.at(-1)?.siteName ?? '', nodes: [] };
    const more = withContents ? await contentFaults(lines) : [];
    return { key, catalog, customer, site, nodes, lines, faults: [...faults, ...more] };
  };

  const read: ReportHistory['read'] = async (site, withContents) => {
    const names = await readdir(folder).catch((): string[] => []);
    // One whose file is gone is still known by where it ended.
    const keys = names.flatMap(
      (name) => /^([0-9a-f]{32})\.(?:history\.jsonl|end\.json)$/.exec(name)?.[1] ?? [],
    );
    const wanted = unique(keys).filter((key) => site === null || key === historySubject(site).key);
    return Promise.all(wanted.sort().map((key) => readSite(key, withContents)));
  };

  let indexed: { readonly stamp: string; readonly byId: Map<string, ReportLine[]> } | null = null;

  /** All kept reports; read anew when a history file has another size or time. A chain of reports asks many times. */
  const reportsById = async (): Promise<Map<string, ReportLine[]>> => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.history.jsonl')).sort();
    const infos = await Promise.all(names.map((name) => stat(join(folder, name))));
    const stamp = infos.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join('\n');
    if (indexed?.stamp === stamp) return indexed.byId;
    const byId = new Map<string, ReportLine[]>();
    for (const line of (await read(null, false)).flatMap(({ lines }) => lines))
      if (line.kind === 'report') byId.set(line.id, [...(byId.get(line.id) ?? []), line]);
    indexed = { stamp, byId };
    return byId;
  };

  return {
    content,
    read,
    addRun: async (site, { content: text, ...run }) => {
      await makePrivateFolder(contents);
      const kept = await keep(new TextEncoder().encode(text));
      await append(site, { kind: 'run', ...run, content: kept });
    },
    addReport: async (site, { report, signature, ...about }) => {
      await makePrivateFolder(contents);
      const [kept, signed] = [await keep(report), await keep(signature)];
      await append(site, { kind: 'report', ...about, content: kept, signature: signed });
    },
    findEarlier: async ({ id }) => {
      const found: KeptReport[] = [];
      for (const line of (await reportsById().catch(() => new Map<string, ReportLine[]>())).get(id) ?? []) {
        const [report, signature] = await Promise.all(
          [line.content, line.signature].map(({ sha256 }) => content(sha256).catch(() => null)),
        );
        if (report != null && signature != null) found.push({ report, signature });
      }
      return found;
    },
  };
}
