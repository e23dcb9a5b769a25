import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileBytes, logFolder } from '../../../electron/log/log-files.ts';
import type { Log } from '../../../electron/log/open-log.ts';
import { openLog } from '../../../electron/log/open-log.ts';
import { plainRedactor } from '../../../electron/log/plain-redactor.ts';

let home: string;
const open: Log[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatecheck-log-'));
});
afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  rmSync(home, { recursive: true, force: true });
});

function logIn(folder: string, now?: () => Date): Log {
  const log = openLog(folder, 'main', plainRedactor, now);
  open.push(log);
  return log;
}

const filesOf = (folder: string): string[] => readdirSync(logFolder(folder)).sort();
const window = (log: Log, count: number): void => log.say({ event: 'window-opened', window: count });

/** A clock that goes on by a second with each look. */
function clock(): () => Date {
  let ms = Date.parse('2026-11-23T20:00:00.000Z');
  return () => new Date((ms += 1000));
}

async function fill(log: Log, files: number): Promise<void> {
  const frames = `${'draw report.js:1:2 < '.repeat(90)}end report.js:1:2`;
  const lines = Math.ceil((files * fileBytes) / 2000);
  for (let index = 0; index < lines; index++) {
    log.say({ event: 'fault', where: 'main', name: 'E', code: null, says: '', frames });
    if (index % 200 === 199) await log.read();
  }
  await log.read();
}

describe('the files', () => {
  test('are the user’s alone, one a process, and hold what was said in its order', async () => {
    const log = logIn(home, clock());
    for (let count = 1; count <= 50; count++) window(log, count);
    const { lines, unreadable, stopped } = await log.read();
    expect(lines.map(({ fields }) => fields['window'])).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect({ unreadable, stopped }).toEqual({ unreadable: 0, stopped: null });
    const [name = '', ...others] = filesOf(home);
    expect(others).toEqual([]);
    expect(statSync(join(logFolder(home), name)).mode & 0o777).toBe(0o600);
    expect(statSync(logFolder(home)).mode & 0o777).toBe(0o700);
  });

  test('are left for the next one when they are full, and the oldest go', async () => {
    const log = logIn(home, clock());
    await fill(log, 13);
    const names = filesOf(home);
    const sizes = names.map((name) => statSync(join(logFolder(home), name)).size);
    expect(Math.max(...sizes)).toBeLessThan(fileBytes + 70_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5.6 * 1024 * 1024);
    expect(names.length).toBeGreaterThan(5);
    // The first ones are gone: what is left ends with the newest.
    expect(names.some((name) => name.endsWith('-0.log.jsonl'))).toBe(false);
  });

  test('are no more than twenty, however often the program starts; other files there are left alone', async () => {
    mkdirSync(logFolder(home), { recursive: true });
    writeFileSync(join(logFolder(home), 'notes.txt'), 'mine');
    const now = clock();
    for (let start = 0; start < 25; start++) {
      const log = openLog(home, 'main', plainRedactor, now);
      window(log, start + 1);
      await log.close();
    }
    const names = filesOf(home);
    expect(names.filter((name) => name.endsWith('.log.jsonl'))).toHaveLength(20);
    expect(names).toContain('notes.txt');
    const { lines } = await logIn(home, now).read();
    expect(lines.map(({ fields }) => fields['window'])).toEqual(Array.from({ length: 20 }, (_, i) => i + 6));
  });

  test('with a torn last line, or somebody else’s lines, give the others', async () => {
    const log = logIn(home, clock());
    window(log, 1);
    window(log, 2);
    await log.close();
    const [name = ''] = filesOf(home);
    const path = join(logFolder(home), name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, -20));
    expect(await log.read()).toMatchObject({ lines: [{ fields: { window: 1 } }], unreadable: 1 });
    appendFileSync(path, '\n{"customer":"Aurora"}\n\u0000\u0000\n');
    const { lines, unreadable } = await log.read();
    expect(lines).toHaveLength(1);
    expect(unreadable).toBe(3);
    expect(JSON.stringify(lines)).not.toContain('Aurora');
  });

  test('of two processes at once are whole, and read as one', async () => {
    const program = join(home, 'writer.mjs');
    const module = (name: string): string =>
      JSON.stringify(fileURLToPath(new URL(`../../../electron/log/${name}.ts`, import.meta.url)));
    await build({
      stdin: {
        contents: `
          import { openLog } from ${module('open-log')};
          import { plainRedactor } from ${module('plain-redactor')};
          const log = openLog(process.argv[2], 'main', plainRedactor);
          for (let i = 0; i < 400; i++) {
            log.say({ event: 'window-opened', window: i });
            if (i % 20 === 0) await log.read();
          }
          await log.close();`,
        resolveDir: import.meta.dirname,
      },
      ...{ outfile: program, bundle: true, platform: 'node', format: 'esm' },
    });
    const run = (): Promise<number | null> =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [program, home], { stdio: ['ignore', 'ignore', 'inherit'] });
        child.once('error', reject);
        child.once('exit', resolve);
      });
    expect(await Promise.all([run(), run()])).toEqual([0, 0]);
    const { lines, unreadable } = await logIn(home).read();
    expect(unreadable).toBe(0);
    expect(lines).toHaveLength(800);
    expect(filesOf(home)).toHaveLength(2);
  });

  test('get the last words of a process that ends at once', () => {
    const log = logIn(home, clock());
    window(log, 1);
    log.lastWords();
    const [name = ''] = filesOf(home);
    expect(readFileSync(join(logFolder(home), name), 'utf8')).toContain('"window":1');
  });
});

describe('a disk that does not take the log', () => {
  test('stops it once, without a word to whoever works; the newest lines stay in memory', async () => {
    mkdirSync(home, { recursive: true });
    // Nobody can make a folder there, root neither.
    writeFileSync(logFolder(home), '');
    const log = logIn(home, clock());
    for (let count = 1; count <= 1500; count++) window(log, count);
    const { lines, stopped } = await log.read();
    expect(stopped).toMatch(/^(?:EEXIST|ENOTDIR)$/);
    expect(lines).toHaveLength(1000);
    expect(lines.at(-1)?.fields['window']).toBe(1500);
    window(log, 1501);
    log.lastWords();
    expect((await log.read()).lines.at(-1)?.fields['window']).toBe(1501);
  });

  test('that is full keeps what was written, and the next start writes again', async (context) => {
    const disk = join(home, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'gatecheck-test', disk], { stdio: 'pipe' });
    } catch {
      context.skip('This machine lets no disk be mounted.');
    }
    try {
      const log = openLog(disk, 'main', plainRedactor, clock());
      await fill(log, 1);
      const { stopped, lines } = await log.read();
      expect(stopped).toBe('ENOSPC');
      expect(lines.length).toBeGreaterThan(100);
      await log.close();
      for (const name of filesOf(disk)) rmSync(join(logFolder(disk), name));
      const next = openLog(disk, 'main', plainRedactor, clock());
      window(next, 7);
      expect(await next.read()).toMatchObject({ stopped: null, lines: [{ fields: { window: 7 } }] });
      await next.close();
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test('that is slow makes nobody wait: lines are left out and counted', async () => {
    const log = logIn(home, clock());
    // All in one turn: nothing can be written meanwhile.
    for (let count = 1; count <= 5000; count++) window(log, count);
    const { lines } = await log.read();
    const lost = lines.find(({ event }) => event === 'lines-lost');
    const kept = lines.filter(({ event }) => event === 'window-opened').length;
    expect(kept).toBeLessThan(5000);
    expect(kept + Number(lost?.fields['lines'])).toBe(5000);
  });

  test('is told once for a fault that comes again and again', async () => {
    const log = logIn(home, clock());
    for (let count = 0; count < 500; count++)
      log.fault('main', { name: 'Error', message: '', stack: '', code: '' });
    expect((await log.read()).lines).toHaveLength(200);
    expect(existsSync(logFolder(home))).toBe(true);
  });
});
