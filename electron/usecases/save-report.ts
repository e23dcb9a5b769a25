import { createHash } from 'node:crypto';
import { link, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { guardFile } from '../store/file-guard.ts';
import { removeLeftBehind } from '../store/left-behind.ts';
import { makeFolder } from '../store/make-folder.ts';
import { StoreError } from '../store/store-error.ts';
import { readWholeFile } from '../store/text-file.ts';
import { isFileNameSafe } from '../../shared/lib/slug.ts';
import { maxReportBytes } from '../../shared/report/parse-report.ts';
import type { ReportReference } from '../../shared/report/schema.ts';
import { UseCaseError } from './problem.ts';
import { compactUtc, draftPath, referenceTo, reportEndings, reportPath, shortId } from './report-files.ts';

export interface ReportToSave {
  /** Made when it does not exist. */
  readonly folder: string;
  /** The site file's name without its ending. */
  readonly name: string;
  readonly report: Uint8Array;
  readonly signature: Uint8Array;
  /** Null: no PDF was made. */
  readonly pdf: Uint8Array | null;
}

export interface SavedReport {
  /** Full paths of what was written. */
  readonly files: readonly string[];
  /** Full paths under which the report that was there before is kept. */
  readonly kept: readonly string[];
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function diskError(error: unknown, folder: string, bytes: number): unknown {
  const size = `${Math.max(1, Math.ceil(bytes / 1000))} KB`;
  switch (codeOf(error)) {
    case null:
      return error;
    case 'ENOSPC':
    case 'EDQUOT':
      return new UseCaseError(
        'cannot',
        `The disk is full: the report needs ${size} in ${folder}.`,
        'The run is kept, and so is a report that was there before. Free space or choose another folder.',
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UseCaseError(
        'cannot',
        `This user may not write in ${folder}.`,
        'The run is kept. Choose another folder.',
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new UseCaseError('cannot', `${folder} is no folder.`, 'The run is kept. Choose another folder.');
    default:
      return new UseCaseError(
        'cannot',
        `The report cannot be written in ${folder}: the system says ${codeOf(error) ?? 'error'}.`,
        'The run is kept. Choose another folder.',
      );
  }
}

/** No report, signature or PDF of one comes near this; what stands in its place may be anything. */
const largestKept = 256 * 1024 * 1024;

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readWholeFile(path, largestKept);
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'not-found') return null;
    throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** The stem under which what stands there is kept; null when nothing stands there. */
async function stemToKeep(folder: string, name: string): Promise<string | null> {
  for (const ending of reportEndings) {
    const path = reportPath(folder, name, ending);
    const bytes = await readIfThere(path);
    if (bytes === null) continue;
    const reference = ending === 'readiness.json' ? referenceTo(bytes) : null;
    // Not a report of ours: kept all the same, named by its own time and content.
    const time = reference?.createdAt ?? (await stat(path)).mtime.toISOString();
    const id = reference === null ? createHash('sha256').update(bytes).digest('hex') : reference.id;
    return freeStem(folder, name, `${name}.${compactUtc(time)}-${shortId(id)}`);
  }
  return null;
}

/** A name under which nothing else stands; what a crash had given it already of the same report may. */
async function freeStem(folder: string, name: string, stem: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? stem : `${stem}-${count}`;
    const taken = await Promise.all(
      reportEndings.map(async (ending) => {
        const there = await readIfThere(reportPath(folder, candidate, ending));
        if (there === null) return false;
        const own = await readIfThere(reportPath(folder, name, ending));
        return own === null || !there.equals(own);
      }),
    );
    if (!taken.includes(true)) return candidate;
  }
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the renames last; not every system can sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === null) throw error;
  }
}

interface Move {
  readonly from: string;
  readonly to: string;
}

/** A second name for the same file; where the disk knows no links (a USB stick), a copy that is safely down. */
async function addName({ from, to }: Move): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(codeOf(error) ?? ''))
      throw error;
    await writeThrough(to, await readWholeFile(from, largestKept));
  }
}

/**
 * Puts a report in the place of the one before it. That one gets its other names first, so that it is whole at every moment;
 * what was done is taken back when a later step fails.
 */
async function replace(folder: string, kept: readonly Move[], drafts: readonly Move[]): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const move of kept) {
      // One that a crash gave it already is the same: `freeStem` looked.
      if (await isThere(move.to)) continue;
      await addName(move);
      undo.push(() => rm(move.to, { force: true }));
    }
    // The other names are down before the first one is given away: a disk may do the rest in any order.
    if (kept.length > 0) await syncFolder(folder);
    for (const { from, to } of drafts) {
      const before = kept.find((move) => move.from === to);
      await rename(from, to);
      undo.push(() => (before === undefined ? rm(to, { force: true }) : addNameOver(before)));
    }
    for (const { from, to } of kept) {
      if (drafts.some((draft) => draft.to === from)) continue;
      await rm(from);
      undo.push(() => addName({ from: to, to: from }));
    }
  } catch (error) {
    try {
      for (const step of undo.reverse()) await step();
    } catch {
      // What cannot be put back stays under its kept name: no later step may take that away. The first error tells what happened.
    }
    throw error;
  }
}

/** What was kept stands again where it stood; its kept name goes in the next step. */
async function addNameOver({ from, to }: Move): Promise<void> {
  const scratch = from.concat('.back');
  await rm(scratch, { force: true });
  await addName({ from: to, to: scratch });
  await rename(scratch, from);
}

/**
 * Ends what a crash cut off between two of those steps: beside a new report lies the rest of its files, under the names that
 * the report's own content gives them.
 */
async function finishCutOff(folder: string, name: string): Promise<void> {
  const report = await readIfThere(reportPath(folder, name, 'readiness.json'));
  if (report === null) return;
  for (const ending of reportEndings) {
    const draft = draftPath(folder, name, report, ending);
    if (await isThere(draft)) await rename(draft, reportPath(folder, name, ending));
  }
}

/**
 * Writes a signed report: all of its files or none. A report that is there already is kept beside it as
 * `NAME.TIME-ID8.readiness.*`, never overwritten, also when the disk is full half-way.
 *
 * @throws UseCaseError with its cure
 */
export async function saveReport(wanted: ReportToSave): Promise<SavedReport> {
  const { folder, name } = wanted;
  if (!isFileNameSafe(name)) {
    throw new UseCaseError(
      'bad-input',
      `"${name}" cannot be a file name.`,
      'Use letters, digits, dot, hyphen and underscore, and no leading dot.',
    );
  }
  if (wanted.report.length > maxReportBytes) {
    throw new UseCaseError(
      'cannot',
      `The report has ${Math.ceil(wanted.report.length / 1e6)} MB; one of more than ${maxReportBytes / 1e6} MB is refused by everyone who verifies it.`,
      'Make a site file for each part of the site, or name networks instead of single hosts.',
    );
  }
  const contents = [
    { ending: 'readiness.json', bytes: wanted.report },
    { ending: 'readiness.json.sig', bytes: wanted.signature },
    ...(wanted.pdf === null ? [] : [{ ending: 'readiness.pdf', bytes: wanted.pdf } as const]),
  ] as const;
  const drafts = contents.map(({ ending, bytes }) => {
    const path = reportPath(folder, name, ending);
    return { bytes, draft: draftPath(folder, name, wanted.report, ending), path };
  });
  const total = contents.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const save = async (): Promise<SavedReport> => {
    await finishCutOff(folder, name);
    // One that a crash left behind has the same content or is incomplete: either way it may go.
    for (const { draft } of drafts) await rm(draft, { force: true });
    for (const { draft, bytes } of drafts) await writeThrough(draft, bytes);
    const stem = await stemToKeep(folder, name);
    const kept: Move[] = [];
    for (const ending of reportEndings) {
      const from = reportPath(folder, name, ending);
      if (stem !== null && (await isThere(from))) kept.push({ from, to: reportPath(folder, stem, ending) });
    }
    await replace(
      folder,
      kept,
      drafts.map(({ draft, path }) => ({ from: draft, to: path })),
    );
    await syncFolder(folder);
    const start = `.${name}.`;
    const isDraft = (one: string): boolean =>
      one.startsWith(start) &&
      /^[0-9a-f]{12}\.readiness\.(json|json\.sig|pdf)$/.test(one.slice(start.length));
    await removeLeftBehind(folder, isDraft);
    return { files: drafts.map(({ path }) => path), kept: kept.map(({ to }) => to) };
  };
  try {
    await makeFolder(folder);
    // Another window, or the command line, may save a report of the same site now; by whatever way it reaches the folder.
    return await guardFile(reportPath(await realpath(folder), name, 'readiness.json'), save);
  } catch (error) {
    for (const { draft } of drafts) await rm(draft, { force: true }).catch(() => undefined);
    throw diskError(error, folder, total);
  }
}

/** The report that stands in the folder under this name: the one before the next. Null: none, or no report. */
export async function previousReport(folder: string, name: string): Promise<ReportReference | null> {
  const bytes = await readIfThere(reportPath(folder, name, 'readiness.json')).catch((error: unknown) => {
    throw diskError(error, folder, 0);
  });
  const reference = bytes === null ? null : referenceTo(bytes);
  return reference === null ? null : { id: reference.id, sha256: reference.sha256 };
}
