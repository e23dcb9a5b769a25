import { copyFileSync, cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dist } from './paths.mjs';
import { sha256Of } from './release-files.mjs';
import { SetupError } from './say.mjs';

/** In an unpacked program for Linux. */
export const programIn = (/** @type {string} */ folder) => path.join(folder, 'gatecheck');
export const archiveIn = (/** @type {string} */ folder) => path.join(folder, 'resources/app.asar');

/**
 * The packaged program once more, for tests alone: they drive it through Node's inspector, which a fuse of the shipped
 * program turns off. Only that fuse of the copied binary differs; its archive is the same, byte for byte.
 * @param {string} folder the program as it is shipped, unpacked
 * @returns {Promise<{ folder: string, executable: string, archive: string }>} `archive`: the SHA-256 of both archives
 */
export const makeTwin = async (folder) => {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  const twin = path.join(dist, 'package-twin');
  rmSync(twin, { recursive: true, force: true });
  cpSync(folder, twin, { recursive: true });
  const executable = programIn(twin);
  // A fresh copy: the fuses are written into the file as it lies.
  rmSync(executable);
  copyFileSync(programIn(folder), executable);
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const [shipped, ours] = await Promise.all([sha256Of(archiveIn(folder)), sha256Of(archiveIn(twin))]);
  if (shipped !== ours) throw new SetupError('the copy for tests holds another app.asar than the program');
  return { folder: twin, executable, archive: shipped };
};
