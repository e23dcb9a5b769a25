import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone when the test file that asked for it is through. */
export function tempFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `gatecheck-${purpose}-`));
  folders.push(folder);
  return folder;
}
