import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Tally} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export const sum = (tallies) =>
  tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    nothing,
  );

/** @param {Tally} tally */
export const inWords = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/**
 * A suite whose runner ended badly without naming a failed test (a file that does not load, a crash, a deadline), or
 * that ran no test at all, has failed too: nothing may look green because nothing was looked at.
 * @param {Tally | null} counted null: the runner left no readable result
 * @param {number} status exit code of the runner
 * @returns {Tally}
 */
export const honest = (counted, status) => {
  const tally = counted ?? nothing;
  const ranNone = tally.passed + tally.failed === 0;
  return tally.failed === 0 && (status !== 0 || ranNone) ? { ...tally, failed: 1 } : tally;
};

/** @param {string} file */
const readJson = (file) => {
  if (!existsSync(file)) return null;
  try {
    return /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
};

/**
 * @param {string} file what vitest's json reporter wrote
 * @returns {Tally | null}
 */
export const readVitest = (file) => {
  const report = /** @type {Record<string, number> | null} */ (readJson(file));
  if (report === null) return null;
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
  };
};

/**
 * A test that passed only when repeated counts as failed.
 * @param {string} file what Playwright's json reporter wrote
 * @returns {Tally | null}
 */
export const readPlaywright = (file) => {
  const report = /** @type {{ stats?: Record<string, number>, errors?: unknown[] } | null} */ (
    readJson(file)
  );
  if (report?.stats === undefined) return null;
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
};
