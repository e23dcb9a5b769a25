import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programUnderTest } from '../helpers/program-under-test.ts';
import { expect, test } from '../helpers/wizard-window.ts';
import { heading } from '../helpers/wizard.ts';

/** What the system does when a person opens a file of ours: it starts the program with the file's path. */
const fixtures = fileURLToPath(new URL('../fixtures/sites', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gatecheck-given-'));
const given = join(folder, 'gdansk-dc1.site.json');

test.use({ launchWith: { args: [], env: {}, files: [given] } });
test.beforeAll(() => copyFile(join(fixtures, 'gdansk-dc1.site.json'), given));

test('opened with a site file, the window shows that site; a second start opens its own in another window', async ({
  wizard: { page, app, userFolder },
}) => {
  await expect(heading(page)).toHaveText('Which site is it?');
  await expect(page.getByRole('banner')).toContainText('Bałtycka');
  const other = join(folder, 'szczecin-dc1.site.json');
  await copyFile(join(fixtures, 'szczecin-dc1.site.json'), other);
  const next = app.waitForEvent('window');
  // The real second start: it gives its arguments to the first, and ends.
  const program = programUnderTest();
  const sandbox = process.env['GATECHECK_SANDBOX'] === 'on' ? [] : ['--no-sandbox'];
  const start = spawn(program.executable, [...sandbox, ...program.folder, 'szczecin-dc1.site.json'], {
    cwd: folder,
    env: { ...process.env, GATECHECK_HOME: userFolder },
    stdio: 'ignore',
  });
  const ended = new Promise<number | null>((resolve) => start.once('exit', resolve));
  const second = await next;
  expect(await ended).toBe(0);
  await expect(second.getByRole('banner')).toContainText('Świętowit');
  await expect(page.getByRole('banner')).toContainText('Bałtycka');
});
