import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../build/scripts/lib/freshness.mjs';
import { nodeModulesAreCurrent } from '../../../build/scripts/lib/node-modules.mjs';
import { isRecentEnough } from '../../../build/scripts/lib/node-version.mjs';
import { unpack } from '../../../build/scripts/lib/npm.mjs';
import { run } from '../../../build/scripts/lib/run.mjs';

const scripts = new URL('../../../build/scripts/', import.meta.url).pathname;

describe('Node', () => {
  test.each([
    ['18.20.4', false],
    ['20.18.9', false],
    ['20.19.0', true],
    ['22.0.0', true],
    ['24.1.0', true],
  ])('%s is recent enough: %s', (version, expected) => {
    expect(isRecentEnough(version)).toBe(expected);
  });

  test('whatever runs before npm packages exist imports Node modules and neighbours only', async () => {
    const commands = ['setup', 'start', 'test', 'check', 'bundle', 'package', 'gatecheck'].map(
      (name) => `${name}.mjs`,
    );
    const shared = (await readdir(path.join(scripts, 'lib')))
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => `lib/${name}`);
    const files = [...commands, ...shared];
    const foreign = files.flatMap((name) =>
      [
        ...readFileSync(path.join(scripts, name), 'utf8').matchAll(
          /^(?:import|export)\b[^;]*?from '([^']+)'/gm,
        ),
      ]
        .map((match) => match[1] ?? '')
        .filter((source) => !source.startsWith('node:') && !source.startsWith('.'))
        .map((source) => `${name} imports ${source}`),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(foreign).toEqual([]);
  });
});

describe('npm packages', () => {
  test('those that these tests run with are the ones of the lock file', () => {
    expect(nodeModulesAreCurrent()).toBe(true);
  });
});

describe('what has been built', () => {
  test('is fresh while no source changes', () => {
    expect(fingerprint(['shared', 'package.json'])).toBe(fingerprint(['shared', 'package.json']));
  });

  test('is stale when other sources go in', () => {
    expect(fingerprint(['shared'])).not.toBe(fingerprint(['shared', 'package.json']));
  });
});

describe('a command', () => {
  test('that cannot be started is told from one that fails', async () => {
    const none = await run('gatecheck-no-such-command', [], { timeoutMs: 5_000, output: 'capture' });
    expect(none.status).toBe(127);
    expect(none.text).toContain('gatecheck-no-such-command');
    const failed = await run(process.execPath, ['-e', 'process.exit(7)'], {
      timeoutMs: 20_000,
      output: 'capture',
    });
    expect(failed).toEqual({ status: 7, timedOut: false, text: '' });
  });

  test('that never ends is ended at its deadline, with its children', async () => {
    const child =
      "require('child_process').spawn('sleep', ['600'], { stdio: 'inherit' }); setInterval(() => {}, 1000);";
    const ended = await run(process.execPath, ['-e', child], { timeoutMs: 500, output: 'capture' });
    expect(ended.timedOut).toBe(true);
    expect(ended.status).not.toBe(0);
  });

  test('that prints to both ends is captured whole', async () => {
    const both = "console.log('out'); console.error('err')";
    const { text } = await run(process.execPath, ['-e', both], { timeoutMs: 20_000, output: 'capture' });
    expect(text.split('\n').sort()).toEqual(['', 'err', 'out']);
  });
});

describe('an archive', () => {
  test('that is none is refused with its name', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'unpack-'));
    try {
      await expect(unpack(path.join(scripts, 'setup.mjs'), folder)).rejects.toThrow(
        /could not unpack .*setup\.mjs/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
