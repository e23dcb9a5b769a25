// npm run schemas: writes docs/schemas anew from the schemas of the code. The same test holds them to each other.
import { ensureNodeModules } from './lib/node-modules.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { inRoot, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensureNode();
  await ensureNodeModules();
  const { status } = await run(
    process.execPath,
    [
      inRoot('node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'build/vitest.config.ts',
      'test/shared/documents/json-schemas.test.ts',
    ],
    { cwd: root, env: { ...process.env, UPDATE_GOLDEN: '1' }, timeoutMs: 120_000, output: 'inherit' },
  );
  return status;
});
