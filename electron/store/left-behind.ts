import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** Longer than any write takes, whatever stick it goes to. */
const leftBehindMs = 3_600_000;

/** Takes away what a crash left of earlier writes: ordinary files of a name that only we give, an hour old or more. Never throws. */
export async function removeLeftBehind(folder: string, isOurs: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder).catch((): string[] => [])) {
    if (!isOurs(name)) continue;
    const path = join(folder, name);
    const found = await lstat(path).catch(() => null);
    if (found?.isFile() === true && Date.now() - found.mtimeMs > leftBehindMs)
      await unlink(path).catch(() => undefined);
  }
}
