import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stageCommandLine } from './command-line.mjs';
import { dist, inRoot, root } from './paths.mjs';
import { productVersion, sourceEpoch } from './release-files.mjs';
import { writeReleaseNotes } from './release-notes.mjs';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

/** Where packages are made. */
export const packages = path.join(dist, 'package');

const deadlineMs = 30 * 60_000;

/**
 * @param {import('./electron-builder.mjs').Order} order
 * @throws SetupError when electron-builder fails; what it said was printed
 */
export const runElectronBuilder = async (order) => {
  const script = inRoot('build/scripts/lib/electron-builder.mjs');
  const done = await run(process.execPath, [script, JSON.stringify(order)], {
    cwd: root,
    timeoutMs: deadlineMs,
    output: 'print',
  });
  if (done.timedOut) throw new SetupError('electron-builder was not done within 30 minutes');
  if (done.status !== 0) throw new SetupError('electron-builder failed: see above');
};

/**
 * Makes the program as a folder, as it is shipped, in dist/package/; or, with `targets: 'all'`, everything that
 * electron-builder makes for this system.
 * @param {import('./electron-runtime.mjs').ElectronRuntime} electron
 * @param {{ targets?: 'folder' | 'all' }} [options]
 * @returns {Promise<string>} the folder
 */
export const makeProgramFolder = async (electron, { targets = 'folder' } = {}) => {
  writeReleaseNotes({ version: productVersion(), electron: electron.version, epoch: await sourceEpoch() });
  stageCommandLine();
  rmSync(packages, { recursive: true, force: true });
  await runElectronBuilder({ electron, targets });
  const name = readdirSync(packages).find((one) => one.endsWith('-unpacked') || one.startsWith('mac'));
  if (name === undefined)
    throw new SetupError(`electron-builder left no program in ${path.relative(root, packages)}`);
  return path.join(packages, name);
};
