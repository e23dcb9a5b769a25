import { mkdtempSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../helpers/wizard-window.ts';
import { heading } from '../helpers/wizard.ts';

/** What the system does when a person opens a file of ours: it starts the program with the file's path. */
const fixtures = fileURLToPath(new URL('../fixtures/sites', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gatecheck-given-'));
const given = join(folder, 'gdansk-dc1.site.json');

test.use({ launchWith: { args: [], env: {}, files: [given] } });
test.beforeAll(() => copyFile(join(fixtures, 'gdansk-dc1.site.json'), given));

test('opened with a site file, the window shows that site; a second start opens its own in another window', async ({
  wizard: { page, app },
}) => {
  await expect(heading(page)).toHaveText('Which site is it?');
  await expect(page.getByRole('banner')).toContainText('Bałtycka');
  const other = join(folder, 'szczecin-dc1.site.json');
  await copyFile(join(fixtures, 'szczecin-dc1.site.json'), other);
  const next = app.waitForEvent('window');
  await app.evaluate(
    ({ app: electron }, { path, cwd }) => {
      electron.emit('second-instance', {}, ['gatecheck', '--flag', path], cwd, undefined);
    },
    { path: 'szczecin-dc1.site.json', cwd: folder },
  );
  const second = await next;
  await expect(second.getByRole('banner')).toContainText('Świętowit');
  await expect(page.getByRole('banner')).toContainText('Bałtycka');
});
