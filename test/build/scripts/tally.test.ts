import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  failuresInWords,
  honest,
  inWords,
  readPlaywright,
  readVitest,
  sum,
} from '../../../build/scripts/lib/tally.mjs';

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
    for (const skipped of [0, 7]) {
      const tally = honest({ passed: 0, failed: 0, skipped }, 0);
      expect(tally).toMatchObject({ passed: 0, failed: 1, skipped });
      expect(failuresInWords([{ suite: 'lab', tally }])).toContain('ran no test');
    }
  });

  test('a runner that ended badly without naming a failed test has failed', () => {
    const tally = honest({ passed: 3, failed: 0, skipped: 0 }, 1);
    expect(tally).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
    expect(failuresInWords([{ suite: 'unit', tally }])).toContain('exit code 1');
    expect(honest(null, 128).failed).toBe(1);
  });

  test('a file that does not load is a failure, and is the one that is named', () => {
    const failures = [{ test: 'test/b.test.ts', why: 'Cannot find module x' }];
    expect(honest({ passed: 3, failed: 0, skipped: 0, failures }, 1)).toEqual({
      ...{ passed: 3, failed: 1, skipped: 0 },
      failures,
    });
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
    expect(readVitest(file)).toMatchObject({ passed: 9, failed: 1, skipped: 5 });
  });

  test('a test in the window that passed only when repeated has failed', () => {
    const file = written('playwright.json', { stats: { expected: 4, unexpected: 1, flaky: 2, skipped: 1 } });
    expect(readPlaywright(file)).toMatchObject({ passed: 4, failed: 3, skipped: 1 });
  });

  test('results that are missing or cut off are no results', () => {
    const broken = path.join(folder, 'broken.json');
    writeFileSync(broken, '{"numPassedTests": 9');
    expect(readVitest(broken)).toBeNull();
    expect(readVitest(path.join(folder, 'missing.json'))).toBeNull();
    expect(readPlaywright(written('empty.json', {}))).toBeNull();
  });
});

describe('what failed, said once more at the end', () => {
  test('a test of vitest, and a file that did not load', () => {
    const tally = readVitest(
      written('failed.json', {
        numPassedTests: 1,
        numFailedTests: 1,
        testResults: [
          {
            name: 'test/a.test.ts',
            status: 'failed',
            assertionResults: [
              { status: 'passed', fullName: 'ports are told' },
              {
                status: 'failed',
                fullName: 'ports are few',
                failureMessages: ['\u001b[31mexpected 3\u001b[39m to be 2'],
              },
            ],
          },
          { name: 'test/b.test.ts', status: 'failed', message: 'Cannot find module x', assertionResults: [] },
        ],
      }),
    );
    if (tally === null) throw new Error('no tally');
    expect(failuresInWords([{ suite: 'unit', tally }]).split('\n')).toEqual([
      'failed: unit: test/a.test.ts: ports are few',
      '    expected 3 to be 2',
      '',
      'failed: unit: test/b.test.ts',
      '    Cannot find module x',
      '',
    ]);
  });

  test('a test of Playwright, however deep, one that passed only when repeated, and what belongs to none', () => {
    const spec = (title: string, status: string, message?: string) => ({
      title,
      file: 'window.spec.ts',
      tests: [{ status, results: [{ errors: message === undefined ? [] : [{ message }] }, { errors: [] }] }],
    });
    const tally = readPlaywright(
      written('deep.json', {
        stats: { expected: 1, unexpected: 1, flaky: 1 },
        suites: [
          {
            specs: [spec('opens', 'expected')],
            suites: [
              { specs: [spec('closes', 'unexpected', 'took too long'), spec('paints', 'flaky', 'no ink')] },
            ],
          },
        ],
        errors: [{ message: 'the worker went' }],
      }),
    );
    expect(tally?.failures).toEqual([
      { test: 'window.spec.ts: closes', why: 'unexpected: took too long' },
      { test: 'window.spec.ts: paints', why: 'flaky: no ink' },
      { test: 'outside of every test', why: 'the worker went' },
    ]);
  });

  test('a long story is cut, and so is a long list', () => {
    const failures = Array.from({ length: 25 }, (_, index) => ({
      test: `no ${index}`,
      why: Array.from({ length: 90 }, (_line, line) => `line ${line} ${'x'.repeat(900)}`).join('\n'),
    }));
    const words = failuresInWords([{ suite: 'lab', tally: { passed: 0, failed: 25, skipped: 0, failures } }]);
    expect(words.split('\n').length).toBeLessThan(400);
    expect(Math.max(...words.split('\n').map((line) => line.length))).toBeLessThan(320);
    expect(words).toContain('failed: lab: no 19');
    expect(words).not.toContain('no 20');
    expect(words).toContain('5 more failed');
  });

  test('nothing failed: nothing is said', () => {
    expect(failuresInWords([{ suite: 'unit', tally: { passed: 3, failed: 0, skipped: 0 } }])).toBe('');
  });

  test('failures of all suites are kept by their sum', () => {
    const one = { passed: 0, failed: 1, skipped: 0, failures: [{ test: 'a', why: 'b' }] };
    expect(sum([one, { passed: 1, failed: 0, skipped: 0 }, one]).failures).toHaveLength(2);
  });
});
