// npm run icons: draws build/icons/gatecheck.svg in every size that the packages need. Needs rsvg-convert (Debian's librsvg2-bin).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { icnsOf, icoOf, icnsSizes, icoSizes, linuxSizes } from './lib/icon-files.mjs';
import { inRoot } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { runMain, SetupError, say } from './lib/say.mjs';

const folder = inRoot('build/icons');

/** @param {number} size in pixels */
const draw = async (size) => {
  const file = path.join(folder, 'linux', `${size}x${size}.png`);
  const done = await run(
    'rsvg-convert',
    ['-w', String(size), '-h', String(size), '-o', file, path.join(folder, 'gatecheck.svg')],
    { timeoutMs: 60_000, output: 'capture' },
  );
  if (done.status !== 0)
    throw new SetupError(
      `rsvg-convert drew no icon (${done.text.trim()}). On Debian: apt-get install librsvg2-bin`,
    );
  return readFileSync(file);
};

await runMain(async () => {
  mkdirSync(path.join(folder, 'linux'), { recursive: true });
  /** @type {Map<number, Buffer>} */
  const drawn = new Map();
  for (const size of [...new Set([...linuxSizes, ...icoSizes, ...icnsSizes])])
    drawn.set(size, await draw(size));
  const pictures = (/** @type {readonly number[]} */ sizes) =>
    sizes.map((size) => ({ size, png: drawn.get(size) ?? Buffer.alloc(0) }));
  writeFileSync(path.join(folder, 'icon.ico'), icoOf(pictures(icoSizes)));
  writeFileSync(path.join(folder, 'icon.icns'), icnsOf(pictures(icnsSizes)));
  say(`drew ${drawn.size} sizes into build/icons`);
  return 0;
});
