// npm run build: brings dist/ up to date (--force: makes all of it again).
import { ensureBuild } from './lib/build.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { runMain, say } from './lib/say.mjs';

await runMain(async () => {
  await ensureNode();
  await ensureNodeModules();
  const made = await ensureBuild({ scope: 'all', force: process.argv.includes('--force') });
  if (!made) say('dist/ is up to date');
  return 0;
});
