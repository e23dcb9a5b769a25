import { spawn } from 'node:child_process';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] the whole environment; default: this process's
 * @property {number} timeoutMs deadline; then the command and all its children are ended
 * @property {'inherit' | 'capture' | 'stderr'} output to the terminal, into the result, or all of it to stderr
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

/** @type {Record<RunOptions['output'], import('node:child_process').StdioOptions>} */
const stdio = {
  inherit: 'inherit',
  capture: ['ignore', 'pipe', 'pipe'],
  stderr: ['ignore', 2, 2],
};

/**
 * Runs one command to its end. Never rejects: a command that cannot be started is status 127 with the reason as text.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export const run = (command, args, { cwd, env, timeoutMs, output }) =>
  new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd,
      env: env ?? process.env,
      stdio: stdio[output],
      // A group of its own can be ended as a whole; a command that talks to the terminal must stay in the foreground group.
      detached: output !== 'inherit' && process.platform !== 'win32',
    });
    let text = '';
    let timedOut = false;
    /** @type {NodeJS.Timeout | undefined} */
    let last;
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));
    child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => (text += chunk));

    const end = () => {
      if (child.pid === undefined) return;
      const { pid } = child;
      const signalTo = output === 'inherit' ? (/** @type {NodeJS.Signals} */ s) => child.kill(s) : endGroup.bind(null, pid);
      signalTo('SIGTERM');
      last = setTimeout(() => signalTo('SIGKILL'), graceMs);
    };
    const deadline = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    const forward = () => {
      end();
    };
    process.on('SIGINT', forward).on('SIGTERM', forward);

    /** @param {number} status */
    const settle = (status) => {
      clearTimeout(deadline);
      clearTimeout(last);
      process.off('SIGINT', forward).off('SIGTERM', forward);
      resolve({ status, timedOut, text });
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
