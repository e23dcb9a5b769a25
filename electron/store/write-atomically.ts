import { randomBytes } from 'node:crypto';
import { open, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { removeLeftBehind } from './left-behind.ts';
import { makeFolder } from './make-folder.ts';
import { noOrdinaryFile, storeErrorOf } from './store-error.ts';

export interface WriteOptions {
  /** File mode of a new file; one that is there keeps its own. */
  readonly mode?: number;
}

/** Writes to one path wait for each other, so that the last call is what stands there. */
const queues = new Map<string, Promise<unknown>>();

async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  const before = queues.get(path) ?? Promise.resolve();
  const mine = before.then(work, work);
  queues.set(path, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(path) === mine) queues.delete(path);
  }
}

/** On Windows a scanner may hold the file for a moment. */
async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const busy =
        process.platform === 'win32' && (code === 'EPERM' || code === 'EACCES' || code === 'EBUSY');
      if (!busy || attempt === 5) throw error;
      await new Promise((done) => setTimeout(done, 50 * attempt));
    }
  }
}

/** Makes the new name last through a power cut, where the system can. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some network drives cannot; the file itself is safe.
  }
}

const scratchStart = (name: string): string => `.${name.slice(0, 100)}.`;
const scratchEnd = '.tmp';

/** Targets whose folder was looked through by this process. */
const tidied = new Set<string>();

async function tidy(folder: string, name: string): Promise<void> {
  const target = join(folder, name);
  if (tidied.has(target)) return;
  tidied.add(target);
  const start = scratchStart(name);
  await removeLeftBehind(
    folder,
    (one) =>
      one.startsWith(start) &&
      one.endsWith(scratchEnd) &&
      /^[0-9a-f]{12}$/.test(one.slice(start.length, -scratchEnd.length)),
  );
}

async function writeAndRename(path: string, data: Uint8Array, options: WriteOptions): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const before = await stat(target).catch(() => null);
  if (before?.isDirectory() === true) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  if (before !== null && !before.isFile()) throw noOrdinaryFile(path);
  const folder = dirname(target);
  const scratch = join(
    folder,
    `${scratchStart(basename(target))}${randomBytes(6).toString('hex')}${scratchEnd}`,
  );
  try {
    const file = await open(scratch, 'wx', before === null ? (options.mode ?? 0o666) : before.mode & 0o777);
    try {
      // Writes until all bytes are down: a disk that fills up half-way is an error here, not a short file.
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(scratch, target);
  } catch (error) {
    await unlink(scratch).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);
  await tidy(folder, basename(target));
}

/**
 * Writes a file whole or not at all: what was there stays until the new text is safely on the disk.
 *
 * @throws StoreError disk-full, not-allowed, not-found, is-a-folder
 */
export async function writeAtomically(
  path: string,
  data: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  try {
    await inTurn(resolve(path), () => writeAndRename(path, bytes, options));
  } catch (error) {
    throw storeErrorOf(error, path, 'write', bytes.length);
  }
}

/**
 * Makes a folder of the user's own, readable by nobody else.
 *
 * @throws StoreError not-allowed, disk-full, not-found
 */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await makeFolder(path, 0o700);
  } catch (error) {
    throw storeErrorOf(error, path, 'write');
  }
}
