import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly Failure[]} [failures] what failed, as far as the runner named it
 */

/**
 * @typedef {object} Failure
 * @property {string} test
 * @property {string} why what the runner says, several lines
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
      failures: [...(all.failures ?? []), ...(one.failures ?? [])],
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
  if (tally.failed > 0 || (status === 0 && !ranNone)) return tally;
  // A file that does not load is named, though none of its tests is counted.
  if (tally.failures !== undefined && tally.failures.length > 0) return { ...tally, failed: 1 };
  const why = ranNone
    ? `It ran no test (exit code ${status}).`
    : `It ended with exit code ${status} and named no failed test.`;
  return { ...tally, failed: 1, failures: [{ test: 'the runner itself', why }] };
};

const linesOfAFailure = 14;
const failuresToName = 20;

/**
 * What failed, for the end of a long output: who sees only its last lines learns what to look at.
 * @param {readonly { readonly suite: string, readonly tally: Tally }[]} ran
 * @returns {string} empty when nothing failed
 */
export const failuresInWords = (ran) => {
  const all = ran.flatMap(({ suite, tally }) =>
    (tally.failures ?? []).map(({ test, why }) => {
      const lines = stripVTControlCharacters(why).trim().split('\n');
      const shown = lines.slice(0, linesOfAFailure).map((line) => `    ${line.slice(0, 300)}`.trimEnd());
      const more = lines.length > shown.length ? ['    …'] : [];
      return [`failed: ${suite}: ${test}`, ...shown, ...more, ''].join('\n');
    }),
  );
  const more = all.length - failuresToName;
  return [...all.slice(0, failuresToName), ...(more > 0 ? [`${more} more failed, see above.\n`] : [])].join(
    '\n',
  );
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
 * What is used of vitest's report.
 * @typedef {object} VitestReport
 * @property {number} [numPassedTests]
 * @property {number} [numFailedTests]
 * @property {number} [numPendingTests]
 * @property {number} [numTodoTests]
 * @property {{ name: string, status?: string, message?: string, assertionResults?: VitestResult[] }[]} [testResults]
 */

/** @typedef {{ status: string, fullName: string, failureMessages?: string[] }} VitestResult */

/** @param {VitestReport} report @returns {Failure[]} */
const vitestFailures = ({ testResults = [] }) =>
  testResults.flatMap(({ name, status, message = '', assertionResults = [] }) => {
    const failed = assertionResults.filter((one) => one.status === 'failed');
    // A file that does not load has no tests to name.
    if (failed.length === 0 && status === 'failed') return [{ test: name, why: message }];
    return failed.map(({ fullName, failureMessages = [] }) => ({
      test: `${name}: ${fullName}`,
      why: failureMessages.join('\n'),
    }));
  });

/**
 * @param {string} file what vitest's json reporter wrote
 * @returns {Tally | null}
 */
export const readVitest = (file) => {
  const report = /** @type {VitestReport | null} */ (readJson(file));
  if (report === null) return null;
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    failures: vitestFailures(report),
  };
};

/**
 * What is used of Playwright's report: suites hold suites, and those hold specs.
 * @typedef {object} PlaywrightReport
 * @property {Record<string, number>} [stats]
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ message?: string }[]} [errors] outside of every test
 */

/**
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {PlaywrightSpec[]} [specs]
 */

/**
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {string} file
 * @property {{ status: string, results: { errors?: { message?: string }[] }[] }[]} tests
 */

/** @param {PlaywrightSuite} suite @returns {PlaywrightSpec[]} */
const specsOf = ({ suites = [], specs = [] }) => [...specs, ...suites.flatMap(specsOf)];

/** @param {{ message?: string }[] | undefined} errors */
const messagesOf = (errors) => (errors ?? []).map(({ message = '' }) => message).join('\n');

/** @param {PlaywrightReport} report @returns {Failure[]} */
const playwrightFailures = ({ suites = [], errors = [] }) => [
  ...suites.flatMap(specsOf).flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => ({
        test: `${file}: ${title}`,
        why: `${status}: ${messagesOf(results.flatMap((result) => result.errors ?? []))}`,
      })),
  ),
  ...errors.map((error) => ({ test: 'outside of every test', why: messagesOf([error]) })),
];

/**
 * A test that passed only when repeated counts as failed.
 * @param {string} file what Playwright's json reporter wrote
 * @returns {Tally | null}
 */
export const readPlaywright = (file) => {
  const report = /** @type {PlaywrightReport | null} */ (readJson(file));
  if (report?.stats === undefined) return null;
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats;
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    failures: playwrightFailures(report),
  };
};
