#!/usr/bin/env node
// The command `gatecheck` in a checkout: the bundled command line on plain Node; without a command, the wizard.
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuild } from './lib/build.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { openWindow } from './lib/open-window.mjs';
import { dist } from './lib/paths.mjs';
import { runMain } from './lib/say.mjs';

if (process.argv.length === 2) {
  await runMain(async () => {
    await ensureNode();
    return openWindow([]);
  });
} else {
  await runMain(async () => {
    await ensureNode();
    await ensureNodeModules();
    await ensureBuild({ scope: 'command-line' });
    return 0;
  });
  // In this process, so that exit code, signals and the terminal are the command's own.
  if (process.exitCode === 0) createRequire(import.meta.url)(path.join(dist, 'cli.cjs'));
}
