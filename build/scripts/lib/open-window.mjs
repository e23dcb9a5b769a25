import { prepare } from './prepare.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

const weekMs = 7 * 24 * 3_600_000;

const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

/**
 * Sets up and opens the wizard; comes back when its window is closed.
 * @param {readonly string[]} args for the app
 * @returns {Promise<number>} exit code; 3 when there is no display to open a window on
 */
export const openWindow = async (args) => {
  const { electron } = await prepare({ purpose: 'run' });
  if (!hasDisplay()) {
    say('there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).');
    say('  a virtual one:   xvfb-run -a npm start');
    say('  no window:       npx gatecheck demo --out DIR, or npx gatecheck --help');
    return 3;
  }
  const options = [];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say(
      'running as root: Chromium has no sandbox for root, so it is off (--no-sandbox). Use an ordinary user for real work.',
    );
    options.push('--no-sandbox');
  }
  const env = { ...process.env };
  // Left over from an editor's terminal, it would make Electron a plain Node.
  delete env.ELECTRON_RUN_AS_NODE;
  const ended = await run(electron.executable, [...options, root, ...args], {
    cwd: process.cwd(),
    env,
    // A window stays open as long as the technician works: this only bounds a forgotten one.
    timeoutMs: weekMs,
    output: 'inherit',
  });
  return ended.status;
};
