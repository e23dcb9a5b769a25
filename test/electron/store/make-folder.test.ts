import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../electron/store/make-folder.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-folder-'));
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('a folder', () => {
  it('is made with those above it, and again without harm', async () => {
    const path = join(root, 'a', 'b', 'c');
    await makeFolder(path, 0o700);
    await makeFolder(path, 0o700);
    expect(statSync(path).isDirectory()).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  it('is not made where a file stands, or below one', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(makeFolder(file)).rejects.toThrow('EEXIST');
    await expect(makeFolder(join(file, 'below'))).rejects.toThrow('ENOTDIR');
  });

  it.runIf(process.platform === 'linux')(
    'that the system never makes is refused, not waited for',
    async () => {
      await expect(makeFolder('/proc/gatecheck/below')).rejects.toThrow('ENOENT');
    },
  );
});
