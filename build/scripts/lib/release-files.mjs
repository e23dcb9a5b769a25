import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

/** @returns {string} of package.json */
export const productVersion = () => {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return /** @type {{ version: string }} */ (manifest).version;
};

/**
 * The time that everything in a package carries, so that the same sources give the same bytes: SOURCE_DATE_EPOCH, else
 * that of the last commit.
 * @returns {Promise<number>} seconds since 1970
 */
export const sourceEpoch = async () => {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  const asked = await run('git', ['log', '-1', '--format=%ct'], {
    cwd: root,
    timeoutMs: 10_000,
    output: 'capture',
  });
  const seconds = asked.text.trim();
  if (asked.status === 0 && /^\d+$/.test(seconds)) return Number(seconds);
  throw new SetupError(
    'the time of the sources is not known (this is no git checkout). Set SOURCE_DATE_EPOCH to seconds since 1970.',
  );
};

/** @param {string} file */
export const sha256Of = async (file) => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

/**
 * Writes SHA256SUMS as sha256sum does, so that `sha256sum -c SHA256SUMS` reads it.
 * @param {string} folder
 * @param {readonly string[]} files in that folder
 */
export const writeSums = async (folder, files) => {
  const names = files.map((file) => path.basename(file)).sort();
  const lines = await Promise.all(
    names.map(async (name) => `${await sha256Of(path.join(folder, name))}  ${name}\n`),
  );
  writeFileSync(path.join(folder, 'SHA256SUMS'), lines.join(''));
};

/**
 * A tar.gz that is the same for the same files: sorted, of one time, of nobody.
 * @param {{ folder: string, name: string, file: string, epoch: number }} of `name`: what the folder is called inside
 */
export const makeTarball = async ({ folder, name, file, epoch }) => {
  const packed = await run(
    'tar',
    [
      ...['--sort=name', `--mtime=@${epoch}`, '--owner=0', '--group=0', '--numeric-owner', '--format=gnu'],
      ...[`--transform=s,^\\.,${name},`, '--use-compress-program=gzip -n -6', '-cf', file, '-C', folder, '.'],
    ],
    { timeoutMs: 300_000, output: 'capture' },
  );
  if (packed.status !== 0) throw new SetupError(`tar made no archive: ${packed.text.trim()}`);
};
