import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { PracticeNode } from '../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../electron/practice/practice-node.ts';
import { parseReport } from '../../shared/report/parse-report.ts';
import { expect, test as base } from '../helpers/wizard-window.ts';
import { answerHostKey, checkRows, heading, onStart, runIsOver } from '../helpers/wizard.ts';

/** A node behind a real SSH server on loopback. For the window it is any node: it must be told where it is. */
const test = base.extend<{ node: PracticeNode }>({
  // Playwright reads the names of what is needed from this pattern: nothing.
  // eslint-disable-next-line no-empty-pattern
  node: async ({}, use) => {
    const node = await startPracticeNode('solved');
    await use(node);
    await node.close();
  },
});

const passphrase = 'correct horse battery';

/** Goes on with Tab until this has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${String(target)} is not reached with Tab.`);
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label, { exact: true }).and(page.locator('input, textarea')));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole('button', { name }));
  await page.keyboard.press('Enter');
}

async function addEndpoints(page: Page, role: string, addresses: string): Promise<void> {
  await tabTo(page, page.getByRole('region', { name: 'Roles' }).getByRole('button', { name: role }));
  await page.keyboard.press('Enter');
  await type(page, 'Paste or type addresses of any role', addresses);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Remove / }).first()).toBeVisible();
}

async function step(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Alt+ArrowRight');
  await expect(page.getByRole('navigation').locator('[aria-current="step"]')).toContainText(title);
}

test('a new site goes through all seven steps by keyboard, over SSH to a node with an unknown host key', async ({
  wizard,
  node,
}) => {
  test.setTimeout(150_000);
  const { page, out, choose } = wizard;
  await onStart(page);
  await page.keyboard.press('Control+N');
  await expect(heading(page)).toHaveText('Which site is it?');
  await type(page, 'Customer', 'Ateliê Douro');
  await type(page, 'Site', 'Porto DC1');
  await type(page, 'Your name', 'Inês Carvalho');
  await type(page, 'Your email', 'ines@example.com');

  await step(page, 'Deployment');
  await type(page, 'Node name', 'porto-1');
  await type(page, 'LAN address and prefix', '10.77.0.10/24');
  await type(page, 'LAN gateway', '10.77.0.1');

  await step(page, 'Features');
  await tabTo(page, page.getByRole('switch', { name: /^Remote syslog( |$)/ }));
  await page.keyboard.press('Space');
  await press(page, /^Answer the other \d+ with no$/);

  await step(page, 'Endpoints');
  await addEndpoints(page, 'DNS servers', '10.77.5.53');
  await addEndpoints(page, 'NTP servers', '10.77.5.123');
  await addEndpoints(page, 'Object stores', 's3.objects.example');
  await addEndpoints(page, 'Licence servers', 'license.vendor.example');
  await addEndpoints(page, 'Admin workstations', '10.77.40.21');
  await addEndpoints(page, 'Syslog servers', '10.77.5.14');

  await choose({ saveAs: join(out, 'porto') });
  await page.keyboard.press('Control+S');
  await expect.poll(() => readdir(out)).toEqual(['porto.site.json']);

  await step(page, 'Change request');
  await choose({ open: out });
  await press(page, /^Save all \d+$/);
  await expect(page.getByRole('list', { name: 'Written files' })).toContainText('.pdf');

  await step(page, 'Checks');
  await type(page, 'SSH host of porto-1', '127.0.0.1');
  await type(page, 'SSH port of porto-1', String(node.port));
  await type(page, 'User on porto-1', node.user);
  await type(page, 'Password for porto-1', 'not the password');
  await page.keyboard.press('Control+Enter');
  expect(await answerHostKey(page, false)).toBe(node.hostKeyFingerprint);
  await expect(page.getByRole('alert').filter({ hasText: 'was not accepted' }).first()).toBeVisible();

  await press(page, 'Run again');
  await type(page, 'Password for porto-1', 'not the password');
  await page.keyboard.press('Control+Enter');
  expect(await answerHostKey(page, true)).toBe(node.hostKeyFingerprint);
  await expect(
    page.getByRole('alert').filter({ hasText: 'porto-1 refused the password' }).first(),
  ).toBeVisible();
  await wizard.picture('6-checks-wrong-password');

  await press(page, 'Run again');
  await type(page, 'Password for porto-1', node.password);
  await page.keyboard.press('Control+Enter');
  // The run before this one offers to run again too, until this one has begun.
  const seenOfNtp = async () => (await checkRows(page)).find(([, rule]) => rule === 'NTP')?.[0] ?? '';
  await expect.poll(seenOfNtp, { timeout: 60_000 }).toMatch(/^confirmed/);
  await runIsOver(page);
  const rows = await checkRows(page);
  expect(rows.find(([, rule]) => rule === 'WebUI')?.[0]).toMatch(/^not-testable/);

  await step(page, 'Report');
  const form = page.getByRole('form', { name: 'Signing identity' });
  await expect(form.getByLabel('Signer’s name')).toHaveValue('Inês Carvalho');
  await type(page, 'Passphrase', passphrase);
  await type(page, 'Passphrase again', passphrase);
  await press(page, 'Make the identity');
  await type(page, 'Passphrase of your signing key', passphrase);
  await press(page, /^Sign and save as /);
  await expect(page.getByRole('heading', { name: 'Signed and saved' })).toBeVisible();

  const parsed = parseReport(await readFile(join(out, 'porto.readiness.json'), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { report } = parsed.value;
  expect(report).toMatchObject({
    practice: false,
    readiness: 'not-ready',
    siteName: 'porto',
    signer: { name: 'Inês Carvalho', email: 'ines@example.com' },
    nodes: [{ name: 'porto-1', hostKey: node.hostKeyFingerprint, hostKeyTrust: 'accepted-this-run' }],
  });
  expect(JSON.stringify(report)).not.toContain('not the password');

  // The same person another day: the site is there, its key is known, its report verifies.
  const again = await wizard.restart();
  await onStart(again.page);
  await expect(again.page.getByText('porto.site.json')).toBeVisible();
  await again.choose({ open: join(out, 'porto.readiness.json') });
  await again.page.keyboard.press('Control+Shift+V');
  await press(again.page, 'Choose a report');
  await expect(again.page.getByText(/your own key/)).toBeVisible();
  await again.picture('8-verified');
});

test('what was typed last is there again after the window was closed at once', async ({ wizard }) => {
  await onStart(wizard.page);
  await wizard.page.keyboard.press('Control+N');
  await type(wizard.page, 'Customer', 'Ateliê Douro');
  await type(wizard.page, 'Site', 'Lisboa DC2');
  const again = await wizard.restart();
  await onStart(again.page);
  await again.page.getByRole('button', { name: 'Lisboa DC2', exact: true }).click();
  await expect(again.page.getByRole('textbox', { name: 'Customer' })).toHaveValue('Ateliê Douro');
  await expect(again.page.getByRole('textbox', { name: 'Site', exact: true })).toHaveValue('Lisboa DC2');
});
