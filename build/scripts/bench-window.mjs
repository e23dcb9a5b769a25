// npm run bench:window: how fast and how small the window is, in the real Electron (test/bench/window).
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, runnerImport } from 'vite';
import { ensureNode } from './lib/node-version.mjs';
import { ordinaryUser } from './lib/ordinary-user.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';
import { runMain, say } from './lib/say.mjs';
import { virtualDisplay } from './lib/virtual-display.mjs';

const usage = `npm run bench:window [-- OPTION…]
  --write           keep the results in docs/benchmark-window.md
  --only <word>     only the measures whose file has this in its name
`;
const minuteMs = 60_000;

/** The page that the window's lists are measured against. @param {string} outDir */
const buildPlainList = (outDir) =>
  build({
    root: inRoot('test/bench/window/plain-list'),
    configFile: false,
    logLevel: 'warn',
    base: './',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'chrome114' },
  });

await runMain(async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--only');
  const only = at < 0 ? '' : (args[at + 1] ?? '');
  const unknown = args.filter(
    (arg, index) => arg !== '--write' && index !== at && (at < 0 || index !== at + 1),
  );
  if (unknown.length > 0 || (at >= 0 && only === '')) {
    process.stderr.write(`Unknown: ${unknown[0] ?? '--only'}\n${usage}`);
    return 2;
  }
  await ensureNode();
  const { electron } = await prepare({ purpose: 'test' });
  const display = await virtualDisplay();
  if (display === null) {
    say('there is no display to open a window on, and no xvfb-run.');
    return 3;
  }
  const scratch = mkdtempSync(path.join(tmpdir(), 'gatecheck-bench-window-'));
  try {
    await buildPlainList(path.join(scratch, 'plain-list'));
    const { prefix, node, checkout, sandbox } = await ordinaryUser(scratch);
    const inCheckout = (/** @type {string} */ place) =>
      place.startsWith(`${root}${path.sep}`) ? path.join(checkout, path.relative(root, place)) : place;
    const results = path.join(scratch, 'results');
    const [command = node, ...rest] = /** @type {string[]} */ ([
      ...[...prefix, ...display, node, path.join(checkout, 'node_modules/@playwright/test/cli.js'), 'test'],
      ...['--config', path.join(checkout, 'test/bench/window/playwright.config.ts')],
      ...[`--output=${path.join(scratch, 'artifacts')}`, ...(only === '' ? [] : [only])],
    ]);
    const done = await run(command, rest, {
      cwd: root,
      env: {
        ...process.env,
        HOME: sandbox && process.getuid?.() === 0 ? scratch : process.env.HOME,
        GATECHECK_ELECTRON: inCheckout(electron.executable),
        GATECHECK_SANDBOX: sandbox ? 'on' : 'off',
        GATECHECK_BENCH_RESULTS: results,
        GATECHECK_PLAIN_LIST: path.join(scratch, 'plain-list'),
      },
      timeoutMs: 20 * minuteMs,
      output: 'print',
    });
    if (done.timedOut) say('bench:window: not done within 20 minutes');
    if (!existsSync(results)) return 1;
    /** @type {{ module: { main: (folder: string, args: readonly string[]) => number } }} */
    const { module } = await runnerImport(inRoot('test/bench/window/results.ts'));
    const status = module.main(results, args);
    return done.status === 0 ? status : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
