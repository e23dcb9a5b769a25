import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { succeeds } from './run.mjs';

/**
 * What goes before a command that opens windows: a display apart from the one that a person may be working on.
 * @returns {Promise<readonly string[] | null>} null: there is no display
 */
export const virtualDisplay = async () => {
  if (process.platform !== 'linux') return [];
  makeSocketFolder();
  if (await succeeds('sh', ['-c', 'command -v xvfb-run']))
    return ['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24 -nolisten tcp'];
  return process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined ? null : [];
};

/** X clients of an ordinary user need the folder of sockets, which only root makes well. */
const makeSocketFolder = () => {
  if (process.getuid?.() !== 0 || existsSync('/tmp/.X11-unix')) return;
  mkdirSync('/tmp/.X11-unix');
  chmodSync('/tmp/.X11-unix', 0o1777);
};
