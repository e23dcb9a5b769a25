import { spawn } from 'node:child_process';
import { SetupError } from './say.mjs';

/**
 * Where a command's output goes: the terminal is its own, it is printed, it becomes part of the result, or all of it
 * goes to stderr.
 * @typedef {'inherit' | 'print' | 'capture' | 'stderr'} Output
 */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; default: this process's
 * @property {number} timeoutMs deadline; then the command and all its children are ended
 * @property {Output} output
 */

/**
 * @typedef {object} RunResult
 * @property {number} status exit code; 128 when ended by a signal, 127 when it could not be started
 * @property {boolean} timedOut
 * @property {string} text captured stdout and stderr; empty unless captured
 */

const graceMs = 3_000;

/**
 * Ends a whole process group, first politely. On Windows there are no groups: only the command itself is ended.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
const endGroup = (pid, signal) => {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
};

/** @type {Record<Output, import('node:child_process').StdioOptions>} */
const stdio = {
  inherit: 'inherit',
  print: ['ignore', 1, 2],
  capture: ['ignore', 'pipe', 'pipe'],
  stderr: ['ignore', 2, 2],
};

/**
 * Runs one command to its end. A command that cannot be started is status 127 with the reason as text. Rejects only when
 * the person interrupts, so that what was begun is tidied up and nothing more is begun.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export const run = (command, args, { cwd, env, timeoutMs, output }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd,
      env: env ?? process.env,
      stdio: stdio[output],
      // A group of its own can be ended as a whole; a command that talks to the terminal must stay in the foreground group.
      detached: output !== 'inherit' && process.platform !== 'win32',
    });
    let text = '';
    let timedOut = false;
    let interrupted = false;
    /** @type {NodeJS.Timeout | undefined} */
    let last;
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));

    const end = () => {
      if (child.pid === undefined) return;
      const { pid } = child;
      const signalTo =
        output === 'inherit' ? (/** @type {NodeJS.Signals} */ s) => child.kill(s) : endGroup.bind(null, pid);
      signalTo('SIGTERM');
      last = setTimeout(() => {
        signalTo('SIGKILL');
        // A grandchild that left the group may keep the pipe open for ever.
        settle(128);
      }, graceMs);
    };
    const deadline = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    const forward = () => {
      interrupted = true;
      end();
    };
    process.on('SIGINT', forward).on('SIGTERM', forward);

    /** @param {number} status */
    const settle = (status) => {
      clearTimeout(deadline);
      clearTimeout(last);
      process.off('SIGINT', forward).off('SIGTERM', forward);
      if (interrupted) reject(new SetupError('interrupted'));
      else resolve({ status, timedOut, text });
    };
    child.on('error', (error) => {
      text += `${command}: ${error.message}\n`;
      settle(127);
    });
    child.on('close', (code) => {
      settle(code ?? 128);
    });
  });

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} whether it ended well within ten seconds
 */
export const succeeds = async (command, args) =>
  (await run(command, args, { timeoutMs: 10_000, output: 'capture' })).status === 0;
