// npm run check: types, lint, boundaries, dead code, format and unit tests.
import { runTools, staticChecks, unitTests } from './lib/check-tools.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensureNode();
  await ensureNodeModules();
  const { failed } = await runTools([unitTests, ...staticChecks]);
  return failed === 0 ? 0 : 1;
});
