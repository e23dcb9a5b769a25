import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { underLock } from './file-lock.ts';
import { StoreError } from './store-error.ts';
import { makePrivateFolder } from './write-atomically.ts';

/**
 * Looks at a file and writes it while no other Gatecheck of this user on this computer does the same, whatever folder it
 * keeps its own things in. The lock lies among the temporary files: the customer's folder stays clean.
 */
export async function guardFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `gatecheck-locks-${userInfo().username.replace(/[^A-Za-z0-9]/g, '_')}`);
  const name = createHash('sha256').update(resolve(path)).digest('hex').slice(0, 32);
  try {
    await makePrivateFolder(folder);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    // Without a place for locks the comparison with what stands there still protects it.
    return work();
  }
  return underLock(join(folder, `${name}.lock`), work);
}
