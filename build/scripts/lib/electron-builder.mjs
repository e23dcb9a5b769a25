// Runs electron-builder as a process of its own: node electron-builder.mjs '{"electron": …, "targets": …}'. What it brings along
// ends the process that loads it with exit code 0, whatever that process had to say.
import { root } from './paths.mjs';
import packaging from '../../electron-builder.config.cjs';

/**
 * @typedef {object} Order
 * @property {import('./electron-runtime.mjs').ElectronRuntime} electron
 * @property {'folder' | 'all' | 'AppImage'} targets `all`: what the configuration lists for this system
 * @property {string} [prepackaged] the unpacked program, for AppImage
 */

/** @param {Order['electron']} electron @returns {import('electron-builder').Configuration} */
const configFor = (electron) => {
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

/** @type {unknown} */
const parsed = JSON.parse(process.argv[2] ?? '{}');
const { electron, targets, prepackaged } = /** @type {Order} */ (parsed);
const { build, Platform } = await import('electron-builder');
try {
  await build({
    projectDir: root,
    publish: 'never',
    config: configFor(electron),
    ...(targets === 'folder' ? { dir: true } : {}),
    ...(targets === 'AppImage'
      ? {
          ...(prepackaged === undefined ? {} : { prepackaged }),
          targets: Platform.LINUX.createTarget(['AppImage']),
        }
      : {}),
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
process.exit(0);
