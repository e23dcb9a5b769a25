import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const targets = readdirSync(path.join(root, 'test/fuzz/targets')).map((name) => path.basename(name, '.ts'));

interface Printed {
  readonly target: string;
  readonly executions: number;
  readonly branches: number;
  readonly loaded: number;
  readonly mostMemoryMb: number;
  readonly findings: number;
}

/** Runs `npm run fuzz` as a person does. */
function fuzz(
  ...args: readonly string[]
): Promise<{ readonly status: number | null; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['build/scripts/fuzz.mjs', ...args], { cwd: root });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (text += piece.toString()));
    child.once('error', reject);
    child.once('exit', (status) => {
      resolve({ status, text });
    });
  });
}

describe('a short fuzz, always with the same inputs', () => {
  it.each(targets)(
    'finds nothing in %s',
    async (name) => {
      const { status, text } = await fuzz('--target', name, '--runs', '400', '--seed', '1');
      expect(status, text).toBe(0);
      const [line = ''] = text.split('\n');
      const printed = JSON.parse(line) as Printed;
      expect(printed).toMatchObject({ target: name, findings: 0 });
      // The corpus was tried, and it counts where the inputs lead.
      expect(printed.executions).toBeGreaterThanOrEqual(400);
      expect(printed.branches).toBeGreaterThan(40);
      expect(printed.loaded).toBeGreaterThan(0);
      expect(printed.mostMemoryMb).toBeLessThan(512);
    },
    180_000,
  );
});
