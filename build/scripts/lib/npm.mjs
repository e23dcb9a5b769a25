import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { cache } from './paths.mjs';
import { run } from './run.mjs';
import { SetupError } from './say.mjs';

/**
 * Runs npm with the Node that runs this script: the npm that started us, else the one on the PATH.
 * @param {readonly string[]} args
 * @param {{ cwd: string, timeoutMs: number, output: 'capture' | 'stderr' }} options
 */
export const npm = (args, options) => {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script))
    return run(process.execPath, [script, ...args], options);
  // npm is a batch file on Windows, which only its shell starts.
  return process.platform === 'win32'
    ? run('cmd.exe', ['/d', '/s', '/c', 'npm.cmd', ...args], options)
    : run('npm', args, options);
};

/**
 * @param {string} file
 * @returns {Promise<string>} as npm writes it: `sha512-…`
 */
const integrityOf = async (file) => {
  const hash = createHash('sha512');
  /** @type {AsyncIterable<Buffer>} */
  const chunks = createReadStream(file);
  for await (const chunk of chunks) hash.update(chunk);
  return `sha512-${hash.digest('base64')}`;
};

/**
 * Fetches one package's archive, compares its integrity with the pinned one, and unpacks it. Nothing of it is run.
 * @param {{ spec: string, integrity: string, folder: string }} wanted `folder` receives the package's own files
 */
export const fetchPackage = async ({ spec, integrity, folder }) => {
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(path.join(cache, 'fetch-'));
  try {
    const packed = await npm(['pack', spec, '--silent', '--pack-destination', work], {
      cwd: work,
      timeoutMs: 300_000,
      output: 'capture',
    });
    const name = packed.text.trim().split('\n').at(-1) ?? '';
    if (packed.status !== 0 || !name.endsWith('.tgz')) {
      const reason = packed.timedOut ? 'no answer within 5 minutes' : packed.text.trim();
      throw new SetupError(`could not fetch ${spec} from the npm registry: ${reason}`);
    }
    const archive = path.join(work, name);
    const found = await integrityOf(archive);
    if (found !== integrity) {
      throw new SetupError(
        `${spec} is not the file that was pinned (${found} instead of ${integrity}); it was not used`,
      );
    }
    await unpack(archive, folder, ['--strip-components=1']);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
};

/**
 * @param {string} archive a gzipped tar
 * @param {string} folder made when missing
 * @param {readonly string[]} [options] more for tar
 */
export const unpack = async (archive, folder, options = []) => {
  await mkdir(folder, { recursive: true });
  const done = await run('tar', ['-xzf', archive, '-C', folder, '--no-same-owner', ...options], {
    timeoutMs: 120_000,
    output: 'capture',
  });
  if (done.status !== 0) throw new SetupError(`could not unpack ${archive}: ${done.text.trim().slice(-500)}`);
};
