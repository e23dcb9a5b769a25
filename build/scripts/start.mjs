// npm start: sets up what is missing, then opens the wizard.
import { ensureNode } from './lib/node-version.mjs';
import { openWindow } from './lib/open-window.mjs';
import { runMain } from './lib/say.mjs';

await runMain(async () => {
  await ensureNode();
  return openWindow(process.argv.slice(2));
});
