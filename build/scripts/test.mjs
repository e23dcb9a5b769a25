// npm test: sets up what is missing and runs every suite. The last line sums them up.
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureNode } from './lib/node-version.mjs';
import { inRoot, testResults } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { runMain, SetupError, say } from './lib/say.mjs';
import { suites } from './lib/suites.mjs';
import { failuresInWords, inWords, sum } from './lib/tally.mjs';

const usage = `npm test [-- SUITE…] [-- --keep-screenshots]
  SUITE                ${suites.map(({ name }) => name).join(', ')}; default: all
  --keep-screenshots   the screenshots of the e2e suite become those of docs/images
CI=true makes a skipped test a failure.
`;

const inCi = process.env.CI !== undefined && !['', '0', 'false'].includes(process.env.CI);

const keepScreenshots = () => {
  const taken = path.join(testResults, 'e2e/screenshots');
  if (existsSync(taken)) cpSync(taken, inRoot('docs/images'), { recursive: true });
};

/** Sets up; when that fails, its reason and the sum are the last lines all the same. */
const electronOrFailure = async () => {
  try {
    return (await prepare({ purpose: 'test' })).electron;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.stdout.write(
      `\nset-up failed: ${error.message}\n${inWords({ passed: 0, failed: 1, skipped: 0 })}\n`,
    );
    return null;
  }
};

await runMain(async () => {
  const args = process.argv.slice(2);
  const known = new Set([...suites.map(({ name }) => name), '--keep-screenshots']);
  const unknown = args.find((arg) => !known.has(arg));
  if (unknown !== undefined) {
    process.stderr.write(`Unknown: ${unknown}\n${usage}`);
    return 2;
  }
  await ensureNode();
  const electron = await electronOrFailure();
  if (electron === null) return 1;
  rmSync(testResults, { recursive: true, force: true });
  mkdirSync(testResults, { recursive: true });

  const named = suites.filter(({ name }) => args.includes(name));
  const lines = [];
  const ran = [];
  for (const suite of named.length === 0 ? suites : named) {
    process.stdout.write(`\n== ${suite.name}\n`);
    const began = Date.now();
    const tally = await suite.run({ electron });
    ran.push({ suite: suite.name, tally });
    lines.push(`${suite.name}: ${inWords(tally)} (${Math.round((Date.now() - began) / 1000)} s)`);
  }
  if (args.includes('--keep-screenshots')) keepScreenshots();

  const all = sum(ran.map(({ tally }) => tally));
  const skippedInCi = inCi && all.skipped > 0;
  process.stdout.write(`\n${failuresInWords(ran)}\n${lines.join('\n')}\n`);
  if (skippedInCi) process.stdout.write('CI is set: a skipped test is a failure.\n');
  process.stdout.write(`${inWords(all)}\n`);
  return all.failed > 0 || skippedInCi ? 1 : 0;
});
