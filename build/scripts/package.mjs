// npm run package: the application as a folder, in dist/package/. Installers are a release matter, on the pinned Electron.
import { ensureNode } from './lib/node-version.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  await ensureNode();
  const { electron } = await prepare({ purpose: 'run' });
  const { build } = await import('electron-builder');
  const made = await build({
    projectDir: root,
    publish: 'never',
    dir: true,
    config: {
      extends: inRoot('build/electron-builder.config.cjs'),
      electronDist: electron.folder,
      electronVersion: electron.version,
    },
  });
  const kind = electron.kind === 'fallback' ? ', for tests only: it holds the fallback Electron' : '';
  say(
    `packaged with Electron ${electron.version} in dist/package${kind}${made.length > 0 ? `: ${made.join(', ')}` : ''}`,
  );
  return 0;
});
