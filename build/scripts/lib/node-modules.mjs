import { existsSync, readFileSync } from 'node:fs';
import { npm } from './npm.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { inRoot, root } from './paths.mjs';
import { SetupError, say } from './say.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @param {string} file
 * @returns {Record<string, LockedPackage> | null} null when there is no such file, or an unreadable one
 */
const readLock = (file) => {
  try {
    /** @type {unknown} */
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    return /** @type {{ packages?: Record<string, LockedPackage> }} */ (lock).packages ?? null;
  } catch {
    return null;
  }
};

/**
 * Whether node_modules/ is what package-lock.json asks for. npm writes the list of what it installed last of all, so an
 * interrupted installation has none.
 * @returns {boolean}
 */
export const nodeModulesAreCurrent = () => {
  const wanted = readLock(inRoot('package-lock.json'));
  const installed = readLock(inRoot('node_modules/.package-lock.json'));
  if (wanted === null || installed === null) return false;
  return Object.entries(wanted).every(([place, { version, integrity, optional }]) => {
    if (place === '') return true;
    const found = installed[place];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity && existsSync(inRoot(place));
  });
};

/** Installs the npm packages of the lock file when they are missing or others. */
export const ensureNodeModules = async () => {
  if (nodeModulesAreCurrent()) return;
  await oneAtATime('npm', install);
};

const install = async () => {
  if (nodeModulesAreCurrent()) return;
  say('installing npm packages (npm ci)');
  const done = await npm(['ci'], { cwd: root, timeoutMs: 900_000, output: 'stderr' });
  if (done.status !== 0) {
    throw new SetupError(
      `npm ci failed${done.timedOut ? ' (not done within 15 minutes)' : ''}; its own message is above. The npm registry must be reachable.`,
    );
  }
};
