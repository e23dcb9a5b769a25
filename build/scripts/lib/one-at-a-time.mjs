import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache } from './paths.mjs';
import { SetupError } from './say.mjs';

const pollMs = 200;
const patienceMs = 300_000;

/** @param {string} folder */
const holderIsAlive = (folder) => {
  /** @type {number} */
  let pid;
  try {
    pid = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
  } catch {
    // The holder is just taking or giving back the lock.
    return true;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
};

/** @param {string} folder @returns {boolean} whether it is ours now */
const take = (folder) => {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(path.join(folder, 'pid'), String(process.pid));
  return true;
};

/**
 * Two commands in one checkout must not install or build over each other: the second waits for the first.
 * @template T
 * @param {string} name of what is done
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const oneAtATime = async (name, work) => {
  mkdirSync(cache, { recursive: true });
  const folder = path.join(cache, `${name}.lock`);
  const deadline = Date.now() + patienceMs;
  while (!take(folder)) {
    if (!holderIsAlive(folder)) rmSync(folder, { recursive: true, force: true });
    else if (Date.now() > deadline) {
      throw new SetupError(
        `another command has been at it for 5 minutes (${name}). If none runs, delete ${folder}.`,
      );
    } else await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
