import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../../electron/store/store-error.ts';
import { readTextFile } from '../../../electron/store/text-file.ts';
import { writeAtomically } from '../../../electron/store/write-atomically.ts';

const isRoot = process.getuid?.() === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function failure(work: Promise<unknown>): Promise<StoreError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** Runs with a tmpfs of its own; false when this machine does not let us mount one. */
async function withTinyDisk(kilobytes: number, work: (path: string) => Promise<void>): Promise<boolean> {
  const mount = join(folder, 'disk');
  mkdirSync(mount);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'gatecheck-test', mount], {
      stdio: 'pipe',
    });
  } catch {
    return false;
  }
  try {
    await work(mount);
  } finally {
    execFileSync('umount', [mount]);
  }
  return true;
}

describe('writing a file', () => {
  test('replaces it whole and leaves nothing beside it', async () => {
    const path = join(folder, 'a.json');
    await writeAtomically(path, 'old');
    await writeAtomically(path, 'Gdańsk');
    expect(readFileSync(path, 'utf8')).toBe('Gdańsk');
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('keeps the mode of a file that is there, and gives a new one the mode that was asked for', async () => {
    const path = join(folder, 'a.json');
    await writeAtomically(path, 'x', { mode: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o640);
    await writeAtomically(path, 'y', { mode: 0o600 });
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test('writes through a symbolic link instead of replacing it', async () => {
    const target = join(folder, 'target.json');
    writeFileSync(target, 'old');
    symlinkSync(target, join(folder, 'link.json'));
    await writeAtomically(join(folder, 'link.json'), 'new');
    expect(readFileSync(target, 'utf8')).toBe('new');
    expect(readdirSync(folder).sort()).toEqual(['link.json', 'target.json']);
  });

  test('of many writes at once the last one stands, and none is torn', async () => {
    const path = join(folder, 'a.json');
    const texts = Array.from({ length: 30 }, (_, i) => String(i).repeat(5000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    expect(readFileSync(path, 'utf8')).toBe(texts.at(-1));
    expect(readdirSync(folder)).toEqual(['a.json']);
  });

  test('a failed write does not stop the next one', async () => {
    const path = join(folder, 'missing', 'a.json');
    const first = failure(writeAtomically(path, 'x'));
    expect((await first).kind).toBe('not-found');
    mkdirSync(join(folder, 'missing'));
    await writeAtomically(path, 'y');
    expect(readFileSync(path, 'utf8')).toBe('y');
  });

  test('a full disk keeps the old file whole, says what is missing, and leaves no rest', async (context) => {
    const ran = await withTinyDisk(64, async (disk) => {
      const path = join(disk, 'a.json');
      await writeAtomically(path, 'old'.repeat(1000));
      const error = await failure(writeAtomically(path, 'n'.repeat(90_000)));
      expect(error).toMatchObject({ kind: 'disk-full', path });
      expect(error.message).toBe(
        `The disk is full: ${path} needs 88 KB. What was there before is unchanged.`,
      );
      expect(error.cure).not.toBe('');
      expect(readFileSync(path, 'utf8')).toBe('old'.repeat(1000));
      expect(readdirSync(disk)).toEqual(['a.json']);
      await writeAtomically(path, 'fits');
      expect(readFileSync(path, 'utf8')).toBe('fits');
    });
    if (!ran) context.skip('A disk of a known size needs the right to mount one.');
  });

  test('a file that never fits is not begun', async (context) => {
    const ran = await withTinyDisk(16, async (disk) => {
      writeFileSync(join(disk, 'filler'), Buffer.alloc(12 * 1024));
      const error = await failure(writeAtomically(join(disk, 'new.json'), 'x'.repeat(20_000)));
      expect(error.kind).toBe('disk-full');
      expect(existsSync(join(disk, 'new.json'))).toBe(false);
      expect(readdirSync(disk)).toEqual(['filler']);
    });
    if (!ran) context.skip('A disk of a known size needs the right to mount one.');
  });

  test('a folder is no file, and a missing folder is named', async () => {
    mkdirSync(join(folder, 'b.json'));
    expect((await failure(writeAtomically(join(folder, 'b.json'), 'x'))).kind).toBe('is-a-folder');
    writeFileSync(join(folder, 'plain'), '');
    const error = await failure(writeAtomically(join(folder, 'plain', 'c.json'), 'x'));
    expect(error.kind).toBe('not-found');
    expect(error.message).toContain('is a file, not a folder');
  });

  test('a folder that is not ours is refused in words', async () => {
    chmodSync(folder, 0o500);
    // To root every folder is its own: act as nobody meanwhile.
    if (isRoot) process.seteuid?.(65_534);
    try {
      const error = await failure(writeAtomically(join(folder, 'a.json'), 'x'));
      expect(error.kind).toBe('not-allowed');
      expect(error.message).toContain('may not be written by you. What was there before is unchanged.');
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o700);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a read-only disk is refused in words', async (context) => {
    const ran = await withTinyDisk(64, async (disk) => {
      writeFileSync(join(disk, 'a.json'), 'old');
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      const error = await failure(writeAtomically(join(disk, 'a.json'), 'x'));
      expect(error.kind).toBe('not-allowed');
      expect(readFileSync(join(disk, 'a.json'), 'utf8')).toBe('old');
    });
    if (!ran) context.skip('A disk of a known size needs the right to mount one.');
  });
});

describe('reading a file', () => {
  test('gives its text as it stands, byte order mark included', async () => {
    writeFileSync(join(folder, 'a.json'), '\ufeffGdańsk');
    expect(await readTextFile(join(folder, 'a.json'))).toBe('\ufeffGdańsk');
  });

  test.each([
    ['a missing file', 'none.json', 'not-found', 'There is no file'],
    ['a folder', '.', 'is-a-folder', 'is a folder'],
    ['bytes that are no UTF-8', 'latin.json', 'not-text', 'no text in UTF-8'],
    ['a file over the limit', 'large.json', 'too-large', '2 KB; 1 KB is the most that is read'],
  ])('%s is refused in words', async (_what, name, kind, message) => {
    writeFileSync(join(folder, 'latin.json'), Buffer.from('Gda\xf1sk', 'latin1'));
    writeFileSync(join(folder, 'large.json'), 'x'.repeat(2048));
    const error = await failure(readTextFile(join(folder, name), 1024));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(message);
    expect(error.cure).not.toBe('');
  });

  test('a file of exactly the limit is read', async () => {
    writeFileSync(join(folder, 'a.json'), 'x'.repeat(1024));
    expect(await readTextFile(join(folder, 'a.json'), 1024)).toHaveLength(1024);
  });

  test('a device is no file to read', async () => {
    expect((await failure(readTextFile('/dev/zero', 1024))).kind).toBe('failed');
  });
});
