import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stageCommandLine } from './command-line.mjs';
import { dist, root } from './paths.mjs';
import { productVersion, sourceEpoch } from './release-files.mjs';
import { writeReleaseNotes } from './release-notes.mjs';
import { SetupError } from './say.mjs';
import packaging from '../../electron-builder.config.cjs';

/** Where packages are made. */
export const packages = path.join(dist, 'package');

/**
 * @param {import('./electron-runtime.mjs').ElectronRuntime} electron
 * @returns {import('electron-builder').Configuration}
 */
export const configFor = (electron) => {
  const electronFuses = { ...packaging.electronFuses };
  // A fuse of Electron 29 and later, which the fallback does not have.
  if (electron.kind === 'fallback') delete electronFuses.grantFileProtocolExtraPrivileges;
  return {
    ...packaging,
    electronFuses,
    electronDist: electron.folder,
    electronVersion: electron.version,
  };
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
  const { build } = await import('electron-builder');
  await build({
    projectDir: root,
    publish: 'never',
    ...(targets === 'all' ? {} : { dir: true }),
    config: configFor(electron),
  });
  const name = readdirSync(packages).find((one) => one.endsWith('-unpacked') || one.startsWith('mac'));
  if (name === undefined)
    throw new SetupError(`electron-builder left no program in ${path.relative(root, packages)}`);
  return path.join(packages, name);
};
