import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Each kind of boundary mistake is planted in a copy of the tree, and the tool that `npm run check` runs has to refuse it.
 * The clean copy has to pass first, so that a tool which refuses everything cannot look right.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
let copy = '';

function run(tool: string, ...args: string[]): { code: number; output: string } {
  const ended = spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: copy,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { code: ended.status ?? -1, output: ended.stdout + ended.stderr };
}

const boundaries = (): { code: number; output: string } =>
  run(
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    'build/dependency-cruiser.config.cjs',
    'shared',
    'electron',
    'renderer',
  );
const types = (): { code: number; output: string } => run('typescript/bin/tsc', '-b', 'shared');
const lint = (file: string): { code: number; output: string } => run('eslint/bin/eslint.js', file);

function planted<T>(path: string, text: string, look: () => T): T {
  const file = join(copy, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  try {
    return look();
  } finally {
    rmSync(file);
  }
}

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'gatecheck-boundaries-'));
  for (const folder of ['shared', 'electron', 'renderer', 'build']) {
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  for (const file of ['package.json', 'tsconfig.json', 'eslint.config.mjs']) {
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('a boundary mistake is refused by a tool', { timeout: 180_000 }, () => {
  it('the tree as it is passes', () => {
    expect(boundaries().output).toContain('no dependency violations found');
    expect(types()).toEqual({ code: 0, output: '' });
  });

  describe('by dependency-cruiser', () => {
    const mistakes = [
      [
        'a stage that imports to its right',
        'shared/lib/planted-rules.ts',
        "import type { Rule } from '../rules/types.ts';\nexport type Planted = Rule;\n",
        'stage-lib-imports-to-its-right',
      ],
      [
        'a stage late in the line that imports the one right of it, as a type only',
        'shared/verdicts/planted.ts',
        "import type { Report } from '../report/schema.ts';\nexport type Planted = Report;\n",
        'stage-verdicts-imports-to-its-right',
      ],
      [
        'shared/ that imports Node',
        'shared/lib/planted-node.ts',
        "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
        'shared-is-pure',
      ],
      [
        'shared/ that imports the I/O side',
        'shared/lib/planted-io.ts',
        "import { UseCaseError } from '../../electron/usecases/problem.ts';\nexport const planted = UseCaseError;\n",
        'shared-is-pure',
      ],
      [
        'ssh2 outside electron/ssh',
        'electron/usecases/planted-ssh.ts',
        "import { Client } from 'ssh2';\nexport const planted = Client;\n",
        'ssh2-only-in-electron-ssh',
      ],
      [
        'electron outside its three places',
        'electron/usecases/planted-electron.ts',
        "import { app } from 'electron';\nexport const planted = app;\n",
        'electron-only-in-app-main-preload',
      ],
      [
        'the window that imports the main process',
        'renderer/planted-main.ts',
        "import { UseCaseError } from '../electron/usecases/problem.ts';\nexport const planted = UseCaseError;\n",
        'renderer-stays-in-the-window',
      ],
      [
        'the window that imports Node',
        'renderer/planted-node.ts',
        "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
        'renderer-has-no-node',
      ],
    ] as const;
    let found = { code: 0, output: '' };

    // One reading of the tree for all of them: each is a file of its own, and is named in its own line.
    beforeAll(() => {
      const plant = ([mistake, ...more]: readonly (readonly [string, string, string, string])[]): void => {
        if (mistake === undefined) found = boundaries();
        else planted(mistake[1], mistake[2], () => plant(more));
      };
      plant(mistakes);
    }, 120_000);

    it.each(mistakes)('%s', (_kind, path, _text, rule) => {
      const lines = found.output.split('\n').filter((line) => line.includes(path));
      expect(lines.join('\n')).toContain(rule);
      expect(found.code).not.toBe(0);
    });
  });

  it.each([
    ['the DOM', 'export const planted = document.title;\n', "Cannot find name 'document'"],
    ['Node', 'export const planted = process.cwd();\n', "Cannot find name 'process'"],
  ])('shared/ that touches %s does not compile', (_what, text, message) => {
    const { code, output } = planted('shared/lib/planted.ts', text, types);
    expect(output).toContain(message);
    expect(code).not.toBe(0);
  });

  it.each([
    ['the clock', 'export const planted = new Date().toISOString();\n', 'Take the time as an argument'],
    ['randomness', 'export const planted = Math.random();\n', 'Take random bytes as an argument'],
  ])('shared/ that reads %s is refused by lint', (_what, text, message) => {
    const { code, output } = planted('shared/lib/planted.ts', text, () => lint('shared/lib/planted.ts'));
    expect(output).toContain(message);
    expect(code).not.toBe(0);
  });
});
