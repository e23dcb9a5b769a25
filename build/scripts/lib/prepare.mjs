import { ensureBuild } from './build.mjs';
import { ensureDebianPackages } from './debian-packages.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ensureNodeModules } from './node-modules.mjs';

/**
 * @typedef {object} Prepared
 * @property {import('./electron-runtime.mjs').ElectronRuntime} electron
 * @property {boolean} systemComplete whether the machine has every Debian package that is wanted (true elsewhere)
 */

/**
 * Everything that a clean clone needs, in order. Quick when nothing is to be done.
 * @param {{ purpose: import('./debian-packages.mjs').Purpose, retryDownload?: boolean }} options
 * @returns {Promise<Prepared>}
 */
export const prepare = async ({ purpose, retryDownload = false }) => {
  const systemComplete = await ensureDebianPackages(purpose);
  await ensureNodeModules();
  const electron = await ensureElectron({ retryDownload });
  await ensureBuild({ scope: 'all' });
  return { electron, systemComplete };
};
