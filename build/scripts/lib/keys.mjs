import { run } from './run.mjs';
import { SetupError } from './say.mjs';

/**
 * A person at the keyboard: keys through the X server's own test extension, nothing inside the program.
 * @param {string} display
 */
export const keyboard = (display) => {
  const xdotool = (/** @type {string[]} */ ...args) =>
    run('xdotool', args, {
      env: { ...process.env, DISPLAY: display },
      timeoutMs: 30_000,
      output: 'capture',
    });
  /** @param {string} title a regular expression */
  const windowsNamed = async (title) => {
    const found = await xdotool('search', '--onlyvisible', '--name', title);
    return found.status === 0
      ? found.text
          .trim()
          .split('\n')
          .filter((id) => /^\d+$/.test(id))
      : [];
  };
  return {
    windowsNamed,
    /** @param {string} title @param {number} patienceMs */
    waitFor: async (title, patienceMs) => {
      for (const end = Date.now() + patienceMs; Date.now() < end; await pause(100)) {
        const [id] = await windowsNamed(title);
        if (id !== undefined) return id;
      }
      throw new SetupError(`no window called ${title} within ${patienceMs / 1000} s`);
    },
    /** @param {string} window @param {string[]} keys */
    press: async (window, ...keys) => {
      await xdotool('windowfocus', window);
      await pause(300);
      await xdotool('key', '--clearmodifiers', ...keys);
    },
    /** @param {string} window @param {string} text */
    type: async (window, text) => {
      await xdotool('windowfocus', window);
      await pause(300);
      await xdotool('type', '--delay', '40', text);
    },
  };
};

/** @param {number} ms */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
