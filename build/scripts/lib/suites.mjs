import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTools, staticChecks, unitTests } from './check-tools.mjs';
import { ordinaryUser } from './ordinary-user.mjs';
import { inRoot, root, testResults } from './paths.mjs';
import { makeProgramFolder } from './program-folder.mjs';
import { run, succeeds } from './run.mjs';
import { say } from './say.mjs';
import { runInsideElectron } from './suite-runtime.mjs';
import { honest, nothing, readPlaywright, readVitest } from './tally.mjs';
import { makeTwin } from './twin.mjs';
import { virtualDisplay } from './virtual-display.mjs';

/** @typedef {import('./tally.mjs').Tally} Tally */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {(context: SuiteContext) => Promise<Tally>} run
 */

/**
 * @typedef {object} SuiteContext
 * @property {import('./electron-runtime.mjs').ElectronRuntime} electron
 */

const minuteMs = 60_000;

/**
 * @param {string} name
 * @param {string} reason
 * @returns {Tally}
 */
const skip = (name, reason) => {
  process.stdout.write(`${name}: skipped, ${reason}\n`);
  return { ...nothing, skipped: 1 };
};

/**
 * @param {{ name: string, config: string, timeoutMs: number, env?: Readonly<Record<string, string>> }} suite
 * @returns {Promise<Tally>}
 */
const runVitest = async ({ name, config, timeoutMs, env = {} }) => {
  if (!existsSync(inRoot(config))) return skip(name, `there is no ${config}`);
  const results = path.join(testResults, `${name}.json`);
  rmSync(results, { force: true });
  const done = await run(
    process.execPath,
    [
      ...[inRoot('node_modules', unitTests.script), 'run', '--config', config],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
    ],
    { cwd: root, timeoutMs, output: 'print', env: { ...process.env, ...env } },
  );
  if (done.timedOut) process.stdout.write(`${name}: not done within ${timeoutMs / minuteMs} minutes\n`);
  return honest(readVitest(results), done.status);
};

/** @returns {Promise<string | null>} why the lab cannot be built here */
const labObstacle = async () => {
  if (process.platform !== 'linux') return 'it is made of Linux network namespaces';
  if (process.getuid?.() !== 0) return 'it needs root: it is made of network namespaces';
  if (!(await succeeds('unshare', ['--net', '--mount', 'true'])))
    return 'this machine allows no network namespaces';
  return null;
};

/** @returns {Promise<Tally>} */
const runLab = async () => {
  const obstacle = await labObstacle();
  if (obstacle !== null) return skip('lab', obstacle);
  return runVitest({ name: 'lab', config: 'test/lab/vitest.config.ts', timeoutMs: 25 * minuteMs });
};

/**
 * The window inside the lab, on a laptop that is online, with every packet watched.
 * @param {SuiteContext} context
 * @returns {Promise<Tally>}
 */
const runOffline = async ({ electron }) => {
  const obstacle = await labObstacle();
  if (obstacle !== null) return skip('offline', obstacle);
  const display = await virtualDisplay();
  if (display === null) return skip('offline', 'there is no display, and no xvfb-run');
  return runVitest({
    name: 'offline',
    config: 'test/offline/vitest.config.ts',
    timeoutMs: 12 * minuteMs,
    env: { GATECHECK_ELECTRON: electron.executable, GATECHECK_DISPLAY: JSON.stringify(display) },
  });
};

/**
 * The program as a package carries it, and its copy that Playwright can look into. Elsewhere than on Linux the checkout is
 * tested: its specs of the packaged program say so and skip.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} electron
 * @returns {Promise<{ shipped: string, twin: string }>} the unpacked program, and the executable of its copy; or nothing
 */
const packagedProgram = async (electron) => {
  if (process.platform !== 'linux') return { shipped: '', twin: '' };
  const shipped = await makeProgramFolder(electron);
  const { executable, archive } = await makeTwin(shipped);
  say(`e2e: the packaged program, app.asar ${archive}`);
  return { shipped, twin: executable };
};

/**
 * The wizard in the real Electron, driven by Playwright. The suite finds in its environment: GATECHECK_ELECTRON (the
 * executable), GATECHECK_PACKAGED and GATECHECK_SHIPPED (see packagedProgram), GATECHECK_SANDBOX (`on` or `off`),
 * GATECHECK_SCREENSHOTS (a folder to write to).
 * @param {SuiteContext} context
 * @returns {Promise<Tally>}
 */
const runWindow = async ({ electron }) => {
  const config = 'test/e2e/playwright.config.ts';
  if (!existsSync(inRoot(config))) return skip('e2e', `there is no ${config}`);
  const display = await virtualDisplay();
  if (display === null) return skip('e2e', 'there is no display, and no xvfb-run');
  const { shipped, twin } = await packagedProgram(electron);
  const scratch = mkdtempSync(path.join(tmpdir(), 'gatecheck-e2e-'));
  try {
    const { prefix, node, checkout, sandbox } = await ordinaryUser(scratch);
    if (!sandbox)
      say('e2e: running as root with the sandbox off, because this machine does not let root become nobody');
    const inCheckout = (/** @type {string} */ place) =>
      place.startsWith(`${root}${path.sep}`) ? path.join(checkout, path.relative(root, place)) : place;
    const results = path.join(scratch, 'results.json');
    const [command = node, ...args] = /** @type {string[]} */ ([
      ...[...prefix, ...display, node, path.join(checkout, 'node_modules/@playwright/test/cli.js'), 'test'],
      ...['--config', path.join(checkout, config), '--reporter=list,json'],
      `--output=${path.join(scratch, 'artifacts')}`,
    ]);
    const done = await run(command, args, {
      cwd: root,
      env: {
        ...process.env,
        HOME: sandbox && process.getuid?.() === 0 ? scratch : process.env.HOME,
        PLAYWRIGHT_JSON_OUTPUT_NAME: results,
        GATECHECK_ELECTRON: inCheckout(electron.executable),
        GATECHECK_PACKAGED: inCheckout(twin),
        GATECHECK_SHIPPED: inCheckout(shipped),
        GATECHECK_SANDBOX: sandbox ? 'on' : 'off',
        GATECHECK_SCREENSHOTS: path.join(scratch, 'screenshots'),
      },
      timeoutMs: 25 * minuteMs,
      output: 'print',
    });
    if (done.timedOut) process.stdout.write('e2e: not done within 25 minutes\n');
    keep(scratch);
    return honest(readPlaywright(results), done.status);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

/** What a person wants to look at afterwards. @param {string} scratch */
const keep = (scratch) => {
  const kept = path.join(testResults, 'e2e');
  rmSync(kept, { recursive: true, force: true });
  for (const name of ['artifacts', 'screenshots', 'results.json']) {
    const from = path.join(scratch, name);
    if (existsSync(from)) cpSync(from, path.join(kept, name), { recursive: true });
  }
};

/** In the order in which they run: what fails early is cheap. @type {readonly Suite[]} */
export const suites = [
  { name: 'check', run: () => runTools(staticChecks) },
  {
    name: 'unit',
    run: () => runVitest({ name: 'unit', config: 'build/vitest.config.ts', timeoutMs: 25 * minuteMs }),
  },
  { name: 'runtime', run: runInsideElectron },
  { name: 'lab', run: runLab },
  { name: 'e2e', run: runWindow },
  { name: 'offline', run: runOffline },
];
