import { existsSync, readdirSync } from 'node:fs';
import { pause } from './keys.mjs';
import { SetupError } from './say.mjs';

const patienceMs = 180_000;

/**
 * The practice job by keyboard alone, from the start screen to a signed report: opens the practice site, runs its checks,
 * signs, and names the folder in the system's own dialog.
 * @param {ReturnType<typeof import('./keys.mjs').keyboard>} keys
 * @param {string} window
 * @param {string} out where the report is to come, as this process sees it
 * @param {string} [typed] the same folder as the program sees it
 * @returns {Promise<void>} when the report, its signature and its PDF are there
 */
export const doPracticeJob = async (keys, window, out, typed = out) => {
  const end = Date.now() + patienceMs;
  const written = () => (existsSync(out) ? readdirSync(out) : []);
  const dialog = async () => (await keys.windowsNamed('.')).find((id) => id !== window);
  await pause(1_500);
  await keys.press(window, 'ctrl+shift+p');
  await pause(3_000);
  await keys.press(window, 'alt+6');
  await pause(1_500);
  await keys.press(window, 'F5');
  // Signing is refused until the run is over: asked again until the dialog comes.
  let asked;
  for (; asked === undefined; asked = await dialog()) {
    if (Date.now() > end) throw new SetupError('the practice run was not over within 3 minutes');
    await keys.press(window, 'alt+7');
    await pause(1_000);
    await keys.press(window, 'ctrl+Return');
    await pause(2_000);
  }
  await pause(1_000);
  await keys.type(asked, typed);
  await pause(1_500);
  await keys.press(asked, 'Return');
  while (!written().some((name) => name.endsWith('.readiness.pdf'))) {
    if (Date.now() > end)
      throw new SetupError(`no signed report came out (there is: ${written().join(', ')})`);
    await pause(500);
  }
};
