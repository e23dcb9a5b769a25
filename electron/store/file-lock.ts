import { open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreError, storeErrorOf } from './store-error.ts';
import { makePrivateFolder } from './write-atomically.ts';

const longestWaitMs = 10_000;
const lookAgainMs = 20;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * The process that took a lock is gone. Asked only while this process holds none on that path, so one with its own number is
 * of another that had the number before, or one that could not be taken away.
 */
async function isLeftBehind(path: string): Promise<boolean> {
  const [text, info] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(
    () => ['', null] as const,
  );
  // Its process ended between making the file and writing its number. The clock may have been set back since.
  if (info !== null && text === '') return Math.abs(Date.now() - info.mtimeMs) > 5000;
  const holder = Number(text);
  if (info === null || !Number.isInteger(holder) || holder <= 0) return false;
  return holder === process.pid || !isAlive(holder);
}

async function makeLock(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(String(process.pid));
    } catch (error) {
      // Half a number is somebody else's.
      await unlink(path).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw storeErrorOf(error, path, 'write');
  }
}

/**
 * Takes the lock, unless another process holds it. One that was left behind is removed by one process at a time, which holds
 * a lock for that: one that was left behind in its turn is removed the same way. To remove any lock of another without
 * holding its own breaker would be to remove, now and then, one that was taken a moment ago.
 */
async function take(path: string): Promise<boolean> {
  if (await makeLock(path)) return true;
  if (!(await isLeftBehind(path))) return false;
  const breaker = `${path}.break`;
  if (!(await take(breaker))) return false;
  try {
    if (await isLeftBehind(path)) await unlink(path).catch(() => undefined);
  } finally {
    await unlink(breaker).catch(() => undefined);
  }
  return false;
}

/** Works of this process on one file wait for each other without polling. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Does work while no other process, and nothing else in this one, does its own under the same lock file, in the order of the
 * calls. The folder of the lock is made when it is not there.
 *
 * @throws StoreError `failed` when another process holds it for too long, or what the work throws
 */
export async function underLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine = (queues.get(path) ?? Promise.resolve())
    .catch(() => undefined)
    .then(async () => {
      await makePrivateFolder(dirname(path));
      // Not by the wall clock, which somebody may set meanwhile.
      const deadline = performance.now() + longestWaitMs;
      while (!(await take(path))) {
        if (performance.now() > deadline)
          throw new StoreError(
            'failed',
            path,
            `${path} has been locked by another process for ${longestWaitMs / 1000} seconds.`,
            'Wait for the other run of Gatecheck, or remove this file if there is none.',
          );
        await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      }
      try {
        return await work();
      } finally {
        await unlink(path).catch(() => undefined);
      }
    });
  queues.set(path, mine);
  try {
    return await mine;
  } finally {
    if (queues.get(path) === mine) queues.delete(path);
  }
}
