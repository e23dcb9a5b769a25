import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { underLock } from './file-lock.ts';
import type { StoreErrorKind } from './store-error.ts';
import { StoreError } from './store-error.ts';
import { makePrivateFolder } from './write-atomically.ts';

/** Temporary files that are full, or somebody else's, are no reason to lose a report. Only a lock that is held is. */
const noPlaceForLocks: ReadonlySet<StoreErrorKind> = new Set([
  'disk-full',
  'not-allowed',
  'not-found',
  'is-a-folder',
]);

/**
 * Looks at a file and writes it while no other Gatecheck of this user on this computer does the same, whatever folder it
 * keeps its own things in. The lock lies among the temporary files: the customer's folder stays clean.
 */
export async function guardFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `gatecheck-locks-${userInfo().username.replace(/[^A-Za-z0-9]/g, '_')}`);
  const name = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 32);
  const state = { begun: false };
  try {
    await makePrivateFolder(folder);
    return await underLock(join(folder, `${name}.lock`), () => {
      state.begun = true;
      return work();
    });
  } catch (error) {
    if (state.begun || !(error instanceof StoreError) || !noPlaceForLocks.has(error.kind)) throw error;
    // The comparison with what stands there still protects it.
    return work();
  }
}
