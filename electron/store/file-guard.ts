import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { underLock } from './file-lock.ts';
import { StoreError } from './store-error.ts';
import { makePrivateFolder } from './write-atomically.ts';

/**
 * Looks at a file and writes it while no other Gatecheck of this user on this computer does the same, whatever folder it
 * keeps its own things in. The lock lies among the temporary files: the customer's folder stays clean. Where no folder for
 * locks can be made, or the disk of it is full, the work is done without one: two programs at that very moment could then get
 * into each other's way, but nothing is refused for want of a lock.
 */
export async function guardFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `gatecheck-locks-${userInfo().username.replace(/[^A-Za-z0-9]/g, '_')}`);
  const name = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 32);
  try {
    await makePrivateFolder(folder);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return work();
  }
  const state = { begun: false };
  try {
    return await underLock(join(folder, `${name}.lock`), () => {
      state.begun = true;
      return work();
    });
  } catch (error) {
    // A lock that may not be written may be one that another program is just taking away: only a full disk has no room for any.
    if (state.begun || !(error instanceof StoreError) || error.kind !== 'disk-full') throw error;
    return work();
  }
}
