import { readdirSync, readFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache, inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { honest, nothing, sum } from './tally.mjs';

/** Folders of electron/ that rest on Node's own cryptography and libraries, which differ inside Electron. */
const folders = ['test/electron/signing', 'test/electron/pdf', 'test/electron/ssh', 'test/electron/engines'];

const harness = 'test/runtime/harness.ts';
const bundles = path.join(cache, 'runtime-tests');
const deadlineMs = 180_000;

const testFiles = () =>
  folders
    .filter((folder) => existsSync(inRoot(folder)))
    .flatMap((folder) =>
      readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => path.posix.join(folder, name)),
    )
    .sort();

/**
 * Tests import the harness in vitest's place; the harness itself takes vitest's assertions.
 * @type {import('esbuild').Plugin}
 */
const harnessForVitest = {
  name: 'harness-for-vitest',
  setup: (build) => {
    build.onResolve({ filter: /^vitest$/ }, ({ importer }) =>
      importer === inRoot(harness) ? undefined : { path: inRoot(harness) },
    );
    // Fixtures are found from where a source file lies, not from where the bundle does.
    build.onLoad({ filter: /\/(test|electron|shared)\/.*\.ts$/ }, ({ path: file }) => ({
      contents: readFileSync(file, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
      loader: 'ts',
    }));
  },
};

/** What CommonJS libraries expect to find, in a bundle that is a module because tests await at their top level. */
const commonJsNames = [
  "import { createRequire as makeRequire } from 'node:module';",
  "import { dirname as directoryOf } from 'node:path';",
  'const require = makeRequire(import.meta.url);',
  "const __filename = new URL('', import.meta.url).pathname;",
  'const __dirname = directoryOf(__filename);',
].join(' ');

/**
 * @param {string} file
 * @returns {Promise<string>} the bundle
 */
const bundle = async (file) => {
  const { build } = await import('esbuild');
  const outfile = path.join(bundles, `${file.replaceAll('/', '-')}.mjs`);
  await build({
    stdin: {
      contents: `import { runAll } from './${harness}'; import './${file}'; await runAll();`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18.15',
    logLevel: 'error',
    external: ['electron', 'cpu-features', '*.node', 'fsevents'],
    loader: { '.py': 'text', '.pem': 'text' },
    plugins: [harnessForVitest],
    banner: { js: commonJsNames },
  });
  return outfile;
};

/**
 * @param {string} text what the harness printed
 * @returns {import('./tally.mjs').Tally | null}
 */
const tallyIn = (text) => {
  const last = text.trim().split('\n').at(-1) ?? '';
  if (!/^\{"passed":\d+,"failed":\d+,"skipped":\d+\}$/.test(last)) return null;
  /** @type {unknown} */
  const tally = JSON.parse(last);
  return /** @type {import('./tally.mjs').Tally} */ (tally);
};

/**
 * @param {string} file
 * @param {string} executable
 */
const runFile = async (file, executable) => {
  /** @type {string} */
  let script;
  try {
    script = await bundle(file);
  } catch {
    process.stdout.write(`runtime: ${file} FAILED (it does not bundle, see above)\n`);
    return { ...nothing, failed: 1, failures: [{ test: file, why: 'It does not bundle, see above.' }] };
  }
  const done = await run(executable, [script], {
    cwd: root,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: deadlineMs,
    output: 'capture',
  });
  const tally = honest(tallyIn(done.text), done.status);
  const how = tally.failed > 0 ? 'FAILED' : 'passed';
  process.stdout.write(`runtime: ${file} ${how} (${tally.passed} passed)\n`);
  if (tally.failed === 0) return tally;
  process.stdout.write(`${done.text.trimEnd().slice(-10_000)}\n`);
  return { ...tally, failures: [{ test: file, why: done.text }] };
};

/**
 * The unit tests of what depends on the runtime's own libraries (its cryptography above all), once more on the Node that
 * is inside the Electron we start.
 * @param {{ electron: import('./electron-runtime.mjs').ElectronRuntime }} context
 * @returns {Promise<import('./tally.mjs').Tally>}
 */
export const runInsideElectron = async ({ electron }) => {
  const files = testFiles();
  process.stdout.write(`runtime: ${files.length} files inside Electron ${electron.version}\n`);
  /** @type {import('./tally.mjs').Tally[]} */
  const tallies = [];
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      tallies.push(await runFile(file, electron.executable));
    }
  };
  await Promise.all([worker(), worker()]);
  rmSync(bundles, { recursive: true, force: true });
  return files.length === 0 ? { ...nothing, failed: 1 } : sum(tallies);
};
