// npm run electron-is-current: a release is not made on an Electron that gets no security fixes. Asks the npm registry.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { withoutSupport } from './lib/electron-support.mjs';
import { inRoot } from './lib/paths.mjs';
import { runMain, say } from './lib/say.mjs';

const patienceMs = 60_000;

await runMain(async () => {
  /** @type {unknown} */
  const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
  const pinned = /** @type {{ devDependencies: { electron: string } }} */ (manifest).devDependencies.electron;
  const { stdout } = await promisify(execFile)('npm', ['view', 'electron', 'dist-tags.latest'], {
    timeout: patienceMs,
    shell: process.platform === 'win32',
  });
  const latest = stdout.trim();
  const why = withoutSupport(pinned, latest);
  say(why ?? `Electron ${pinned} is supported; the newest is ${latest}`);
  return why === null ? 0 : 1;
});
