// npm run fuzz: hands the parsers of files from strangers files that nobody wrote (docs/fuzzing.md).
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundleTarget, corpusFolder } from './lib/fuzz/bundle.mjs';
import { cache, inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { runMain } from './lib/say.mjs';

const usage = `npm run fuzz -- [--target NAME]… [--minutes 10 | --runs N] [--seed N] [--keep] [--input FILE]…
  --target NAME   one of the files in test/fuzz/targets; default: all, one after the other
  --minutes M     how long each is tried; default 10
  --runs N        how many inputs of each instead; with the same seed the same ones
  --keep          what led somewhere new goes to test/fuzz/corpus
  --input FILE    only this file, alone: what a finding says
`;

/**
 * @typedef {object} Result
 * @property {number} executions
 * @property {number} refused
 * @property {number} loaded
 * @property {number} branches
 * @property {number} branchesInAll
 * @property {number} milliseconds
 * @property {number} slowestMs
 * @property {number} mostMemoryMb
 * @property {number} corpusFiles
 * @property {number} corpusBytes
 * @property {{ kind: string, says: string, file: string }[]} findings
 * @property {string | null} suspect
 */

const targetNames = () =>
  readdirSync(inRoot('test/fuzz/targets'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();

/** @param {readonly string[]} args */
const wishOf = (args) => {
  const values = (/** @type {string} */ key) =>
    args.flatMap((arg, index) => (arg === key ? [args[index + 1] ?? ''] : []));
  const number = (/** @type {string} */ key) => {
    const [text] = values(key);
    return text === undefined ? null : Number(text);
  };
  const known = new Set(['--target', '--minutes', '--runs', '--seed', '--keep', '--input']);
  const flags = args.filter((arg) => arg.startsWith('--'));
  const names = values('--target');
  const isWrong =
    flags.some((flag) => !known.has(flag)) ||
    names.some((name) => !targetNames().includes(name)) ||
    ['--minutes', '--runs', '--seed'].some((key) => Number.isNaN(number(key) ?? 0));
  if (isWrong) return null;
  return {
    targets: names.length === 0 ? targetNames() : names,
    runs: number('--runs'),
    milliseconds: number('--runs') === null ? (number('--minutes') ?? 10) * 60_000 : null,
    seed: number('--seed') ?? 1,
    keep: args.includes('--keep'),
    inputs: values('--input').map((file) => path.resolve(file)),
  };
};

/** The most memory of V8's own heap in the watching thread; the trying one has its own bound. */
const heap = ['--max-old-space-size=400', '--stack-size=984'];
const graceMs = 120_000;

/**
 * @param {string} program
 * @param {object} order
 * @param {number} timeoutMs
 * @returns {Promise<Result>}
 */
const runProgram = async (program, order, timeoutMs) => {
  const done = await run(process.execPath, [...heap, program, JSON.stringify(order)], {
    cwd: root,
    timeoutMs,
    output: 'capture',
  });
  const last = done.text.trim().split('\n').at(-1) ?? '';
  if (last.startsWith('{"')) {
    /** @type {unknown} */
    const result = JSON.parse(last);
    return /** @type {Result} */ (result);
  }
  const says = done.timedOut ? 'It did not end in time.' : done.text.slice(-2000);
  return {
    ...{ executions: 0, refused: 0, loaded: 0, branches: 0, branchesInAll: 0, milliseconds: 0, slowestMs: 0 },
    ...{ mostMemoryMb: 0, corpusFiles: 0, corpusBytes: 0, suspect: null },
    findings: [{ kind: 'crash', says, file: 'none' }],
  };
};

/**
 * @param {string} name
 * @param {NonNullable<ReturnType<typeof wishOf>>} wish
 * @returns {Promise<Result>}
 */
const fuzzTarget = async (name, { runs, milliseconds, seed, keep, inputs }) => {
  const program = await bundleTarget(name);
  const findingsTo = path.join(cache, 'fuzz/findings', name);
  const base = { findingsTo, inputs: /** @type {string[]} */ ([]) };
  if (inputs.length > 0) {
    const order = { ...base, seed, runs, milliseconds, corpusFrom: null, corpusTo: null, inputs };
    return runProgram(program, order, 600_000);
  }
  // An input of above may be a finding of before.
  rmSync(findingsTo, { recursive: true, force: true });
  const corpus = corpusFolder(name);
  const grown = path.join(cache, 'fuzz/corpus', name);
  rmSync(grown, { recursive: true, force: true });
  const began = Date.now();
  /** @type {Result | null} */
  let sum = null;
  /** @type {string | null} */
  let corpusFrom = corpus;
  for (let round = 0; ; round++) {
    const left = milliseconds === null ? null : milliseconds - (sum?.milliseconds ?? 0);
    const leftRuns = runs === null ? null : runs - (sum?.executions ?? 0);
    /** @type {Result} */
    const part = await runProgram(
      program,
      {
        ...base,
        ...{ seed: seed + round * 1000, runs: leftRuns, milliseconds: left, corpusFrom },
        corpusTo: keep || round > 0 || milliseconds !== null ? grown : null,
      },
      (left ?? 600_000) + graceMs + 60_000,
    );
    const before = /** @type {Result | null} */ (sum);
    sum =
      before === null
        ? part
        : {
            ...part,
            executions: before.executions + part.executions,
            refused: before.refused + part.refused,
            loaded: before.loaded + part.loaded,
            milliseconds: before.milliseconds + part.milliseconds,
            branches: Math.max(before.branches, part.branches),
            slowestMs: Math.max(before.slowestMs, part.slowestMs),
            findings: [...before.findings, ...part.findings],
          };
    if (part.suspect === null || Date.now() - began > (milliseconds ?? 0) + graceMs) break;
    // Much memory may be that of many inputs, which is not given back at once; alone, the suspect shows what is its own.
    const order = {
      ...base,
      seed,
      runs,
      milliseconds,
      corpusFrom: null,
      corpusTo: null,
      inputs: [part.suspect],
    };
    const judged = await runProgram(program, order, 120_000);
    sum = { ...sum, findings: [...sum.findings, ...judged.findings], mostMemoryMb: judged.mostMemoryMb };
    if (judged.findings.length > 0) break;
    corpusFrom = grown;
  }
  if (keep && sum.findings.length === 0) {
    const { cpSync } = await import('node:fs');
    rmSync(corpus, { recursive: true, force: true });
    cpSync(grown, corpus, { recursive: true });
  }
  return sum;
};

await runMain(async () => {
  const wish = wishOf(process.argv.slice(2));
  if (wish === null) {
    process.stderr.write(usage);
    return 2;
  }
  let failed = 0;
  for (const name of wish.targets) {
    const result = await fuzzTarget(name, wish);
    const { findings, ...figures } = result;
    failed += findings.length;
    process.stdout.write(`${JSON.stringify({ target: name, ...figures, findings: findings.length })}\n`);
    for (const { kind, says, file } of findings)
      process.stdout.write(
        `  ${name} ${kind}: ${path.relative(root, file)}\n${says.replace(/^/gm, '    ')}\n`,
      );
  }
  return failed === 0 ? 0 : 1;
});
