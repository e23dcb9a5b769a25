// npm run bench:report: how fast a report of 5,000 checks is signed and verified, beside ssh-keygen (test/bench).
import { runnerImport } from 'vite';
import { ensureBuild } from './lib/build.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { inRoot } from './lib/paths.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensureNode();
  await ensureNodeModules();
  await ensureBuild({ scope: 'command-line' });
  /** @type {{ module: { main: (args: readonly string[]) => Promise<number> } }} */
  const { module } = await runnerImport(inRoot('test/bench/report.ts'));
  return module.main(process.argv.slice(2));
});
