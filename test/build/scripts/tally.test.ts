import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { honest, inWords, readPlaywright, readVitest, sum } from '../../../build/scripts/lib/tally.mjs';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tally-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const written = (name: string, content: unknown): string => {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};

describe('the sum of all suites', () => {
  test('the last line names passed, failed and skipped, in this order', () => {
    const all = sum([
      { passed: 5, failed: 0, skipped: 0 },
      { passed: 120, failed: 1, skipped: 2 },
    ]);
    expect(inWords(all)).toBe('125 passed, 1 failed, 2 skipped');
  });

  test('a suite that ran no test has failed', () => {
    expect(honest({ passed: 0, failed: 0, skipped: 0 }, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(honest({ passed: 0, failed: 0, skipped: 7 }, 0)).toEqual({ passed: 0, failed: 1, skipped: 7 });
  });

  test('a runner that ended badly without naming a failed test has failed', () => {
    expect(honest({ passed: 3, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(honest(null, 128).failed).toBe(1);
  });

  test('failed tests are counted as they are, not once more for the exit code', () => {
    expect(honest({ passed: 3, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  test('a suite that passed is left as it is', () => {
    expect(honest({ passed: 3, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });
});

describe("the runners' own results", () => {
  test("vitest's pending and todo tests are skipped ones", () => {
    const file = written('vitest.json', {
      numPassedTests: 9,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 3,
    });
    expect(readVitest(file)).toEqual({ passed: 9, failed: 1, skipped: 5 });
  });

  test('a test in the window that passed only when repeated has failed', () => {
    const file = written('playwright.json', { stats: { expected: 4, unexpected: 1, flaky: 2, skipped: 1 } });
    expect(readPlaywright(file)).toEqual({ passed: 4, failed: 3, skipped: 1 });
  });

  test('results that are missing or cut off are no results', () => {
    const broken = path.join(folder, 'broken.json');
    writeFileSync(broken, '{"numPassedTests": 9');
    expect(readVitest(broken)).toBeNull();
    expect(readVitest(path.join(folder, 'missing.json'))).toBeNull();
    expect(readPlaywright(written('empty.json', {}))).toBeNull();
  });
});
