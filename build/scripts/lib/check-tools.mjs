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
 * @returns {Promise<boolean>} whether it found nothing wrong
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
  if (!passed) process.stdout.write(`${done.text.trimEnd()}\n`);
  return passed;
};

/**
 * Runs the tools, two at a time; all of them, whatever fails.
 * @param {readonly Tool[]} tools
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export const runTools = async (tools) => {
  const queue = [...tools];
  let passed = 0;
  const worker = async () => {
    for (let tool = queue.shift(); tool !== undefined; tool = queue.shift())
      if (await runTool(tool)) passed += 1;
  };
  await Promise.all([worker(), worker()]);
  return { passed, failed: tools.length - passed };
};
