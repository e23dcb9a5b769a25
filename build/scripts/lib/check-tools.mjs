import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string} script in node_modules/
 * @property {readonly string[]} args
 */

/** Everything that reads the sources without running them. @type {readonly Tool[]} */
export const staticChecks = [
  { name: 'types', script: 'typescript/bin/tsc', args: ['-b'] },
  { name: 'lint', script: 'eslint/bin/eslint.js', args: ['.'] },
  {
    name: 'boundaries',
    script: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['--config', 'build/dependency-cruiser.config.cjs', 'shared', 'electron', 'renderer'],
  },
  { name: 'dead-code', script: 'knip/bin/knip.js', args: ['--config', 'build/knip.config.json'] },
  { name: 'format', script: 'prettier/bin/prettier.cjs', args: ['--check', '.'] },
];

/** @type {Tool} */
export const unitTests = {
  name: 'unit',
  script: 'vitest/vitest.mjs',
  args: ['run', '--config', 'build/vitest.config.ts'],
};

/** The unit tests are the longest of them. */
const deadlineMs = 15 * 60_000;

/**
 * @param {Tool} tool
 * @returns {Promise<import('./tally.mjs').Failure | null>} null: it found nothing wrong
 */
const runTool = async ({ name, script, args }) => {
  const began = Date.now();
  const done = await run(process.execPath, [inRoot('node_modules', script), ...args], {
    cwd: root,
    timeoutMs: deadlineMs,
    output: 'capture',
  });
  const passed = done.status === 0;
  const how = passed
    ? 'passed'
    : done.timedOut
      ? `FAILED (not done within ${deadlineMs / 1000} s)`
      : 'FAILED';
  process.stdout.write(`check: ${name} ${how} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
  if (passed) return null;
  process.stdout.write(`${done.text.trimEnd()}\n`);
  return { test: name, why: `${how}\n${done.text}` };
};

/**
 * Runs the tools, two at a time; all of them, whatever fails.
 * @param {readonly Tool[]} tools
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export const runTools = async (tools) => {
  const queue = [...tools];
  /** @type {import('./tally.mjs').Failure[]} */
  const failures = [];
  const worker = async () => {
    for (let tool = queue.shift(); tool !== undefined; tool = queue.shift()) {
      const failure = await runTool(tool);
      if (failure !== null) failures.push(failure);
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: tools.length - failures.length, failed: failures.length, skipped: 0, failures };
};
