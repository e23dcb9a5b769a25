import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardFile } from '../../../electron/store/file-guard.ts';
import { underLock } from '../../../electron/store/file-lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecheck-lock-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});
const at = (name: string): string => join(folder, name);
const done = (): Promise<string> => Promise.resolve('done');
/** More than any process has: whoever took these is gone. */
const leave = (...names: readonly string[]): void => {
  for (const name of names) writeFileSync(at(name), '999999999');
};

describe('a lock whose process is gone', () => {
  it.each([
    ['x.lock'],
    ['x.lock', 'x.lock.break'],
    // Each time, whoever was to remove one ended over it.
    ['x.lock', 'x.lock.break', 'x.lock.break.break'],
  ])('is removed with what a crash left of removing it: %s %s %s', async (...left) => {
    leave(...left.filter((name) => typeof name === 'string'));
    expect(await underLock(at('x.lock'), done)).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is removed by one process at a time, and so is the lock under which that is done', async () => {
    leave('x.lock', 'x.lock.break');
    // Somebody who is alive has seen that the breaker was left behind, and is about to remove it.
    writeFileSync(at('x.lock.break.break'), String(process.ppid));
    const work = underLock(at('x.lock'), done);
    const first = await Promise.race([work, new Promise((resolve) => setTimeout(resolve, 300))]);
    expect(first).toBeUndefined();
    expect(readdirSync(folder).sort()).toEqual(['x.lock', 'x.lock.break', 'x.lock.break.break']);
    await rm(at('x.lock.break.break'));
    expect(await work).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a guarded file', () => {
  it.each(['is a file', 'cannot be made'])('is worked on where the place for locks %s', async (why) => {
    writeFileSync(at('file'), '');
    vi.stubEnv('TMPDIR', why === 'is a file' ? at('file') : at('file/deeper'));
    expect(await guardFile(at('site.json'), done)).toBe('done');
  });

  it('gives the error of its work as it is, and does that work once', async () => {
    const work = vi.fn(() => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })));
    await expect(guardFile(at('site.json'), work)).rejects.toThrow('full');
    expect(work).toHaveBeenCalledTimes(1);
  });
});

/** A disk of its own: only root may mount one, and not in every container. */
const mounts = ((): boolean => {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'pipe' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
})();

// Defined only where a disk can be filled for real.
if (mounts)
  it('a guarded file is worked on where the temporary files are full', async () => {
    const disk = at('disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k,nr_inodes=8', 'gatecheck-test', disk]);
    try {
      vi.stubEnv('TMPDIR', disk);
      // With room, it is a lock like any other, and goes.
      expect(await guardFile(at('site.json'), done)).toBe('done');
      const [locks = ''] = readdirSync(disk);
      expect(readdirSync(join(disk, locks))).toEqual([]);
      expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(64 * 1024))).toThrow(/ENOSPC/);
      expect(await guardFile(at('site.json'), done)).toBe('done');
      expect(readdirSync(join(disk, locks))).toEqual([]);
      expect(readFileSync(join(disk, 'filler')).length).toBeGreaterThan(0);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
