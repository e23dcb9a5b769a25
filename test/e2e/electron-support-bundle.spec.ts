import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { PracticeNode } from '../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../electron/practice/practice-node.ts';
import {
  answerHostKey,
  goTo,
  heading,
  onStart,
  openPractice,
  runIsOver,
  startChecks,
  typePassword,
} from '../helpers/wizard.ts';
import { expect, menuItem, test as base } from '../helpers/wizard-window.ts';

/** The log and the support bundle of the real program, after a real run over SSH for a customer who must not be in them. */

const test = base.extend<{ node: PracticeNode }>({
  // Playwright reads the names of what is needed from this pattern: nothing.
  // eslint-disable-next-line no-empty-pattern
  node: async ({}, use) => {
    const node = await startPracticeNode('blocked');
    await use(node);
    await node.close();
  },
});

/** The right one is a word of our own, `practice`: it says nothing when it is looked for. */
const mistyped = 'kanarienvogel-7311';

test('after a run the bundle is read, saved by the keyboard, and has nothing of the customer', async ({
  wizard,
  node,
}) => {
  const { app, page, out, userFolder, choose } = wizard;
  const ssh = { host: '127.0.0.1', port: node.port, user: node.user };
  const path = join(out, 'vexin.site.json');
  await writeFile(
    path,
    JSON.stringify({
      ...node.site,
      customer: { name: 'Quincaillerie Vexin', site: 'Bréançon' },
      nodes: node.site.nodes.map((one) => ({ ...one, ssh })),
    }),
  );
  await onStart(page);
  await choose({ open: path });
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  const name = node.site.nodes[0]?.name ?? '';
  await typePassword(page, name, mistyped);
  await startChecks(page);
  await answerHostKey(page, true);
  await expect(page.getByRole('alert')).toContainText('refused the password');
  await page.getByRole('button', { name: 'Run again' }).click();
  await typePassword(page, name, node.password);
  await startChecks(page);
  await runIsOver(page);

  await menuItem(app, 'log');
  await expect(heading(page)).toHaveText('Log');
  const lines = page.getByRole('list', { name: 'Lines of the log, the newest first' });
  await expect(lines).toContainText('run-ended');
  await page.getByRole('searchbox', { name: 'Find in the log' }).fill('program-started electron');
  await expect(lines.getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Control+Shift+B');
  await expect(heading(page)).toHaveText('Support bundle');
  await wizard.picture('support-bundle');
  await page.getByLabel('What happened?').fill('It took long.');
  await page.getByLabel('Is a word in it? For example the customer’s name').fill('vexin');
  await expect(page.getByText('It is in none of the ticked files.')).toBeVisible();
  const zip = join(out, 'support.zip');
  await choose({ saveAs: zip });
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'The bundle is saved' })).toBeVisible();

  const files = new Map(
    Object.entries(unzipSync(await readFile(zip))).map(([name, bytes]) => [name, strFromU8(bytes)]),
  );
  expect([...files.keys()]).toEqual([
    ...['README.txt', 'versions.json', 'settings.json', 'runs.json', 'formats.json', 'self-check.json'],
    ...['log.jsonl', 'what-happened.txt'],
  ]);
  expect((await stat(zip)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(files.get('versions.json') ?? '')).toMatchObject({
    electron: expect.stringMatching(/^\d+\./),
  });
  expect(JSON.parse(files.get('self-check.json') ?? '')).toMatchObject({
    ...{ userFolder: 'ok', log: 'ok' },
    partsOfTheProgram: { 'wizard.cjs': 'ok', 'pdf-worker.cjs': 'ok', 'forms-worker.cjs': 'ok', fonts: 'ok' },
  });
  const kept = await readdir(join(userFolder, 'logs'));
  const logs = await Promise.all(kept.map((name) => readFile(join(userFolder, 'logs', name), 'utf8')));
  const everything = [...files.values(), ...logs].join('\n').toLowerCase();
  for (const event of ['program-started', 'wizard-ready', 'ssh-connected', 'node-reached', 'run-ended'])
    expect(everything).toContain(event);
  const addresses = JSON.stringify(node.site).match(/\d+\.\d+\.\d+\.\d+/g) ?? [];
  expect(addresses.length).toBeGreaterThan(5);
  for (const own of [
    ...['Vexin', 'Bréançon', '127.0.0.1', mistyped, node.hostKeyFingerprint, out, userFolder],
    ...node.site.nodes.map(({ name }) => name),
    ...(userInfo().username.length > 4 ? [userInfo().username] : []),
    ...(hostname().length > 4 ? [hostname()] : []),
    ...addresses,
  ])
    expect(everything, own).not.toContain(own.toLowerCase());
});

test('a program that was killed left a log that the next start shows', async ({ wizard }) => {
  await onStart(wizard.page);
  await openPractice(wizard.page, 'blocked');
  await menuItem(wizard.app, 'log');
  const lines = 'Lines of the log, the newest first';
  await expect(wizard.page.getByRole('list', { name: lines })).toContainText('site-opened');
  const again = await wizard.crash();
  await onStart(again.page);
  await again.page.keyboard.press('Control+Shift+L');
  await expect(again.page.getByRole('list', { name: lines })).toContainText('wizard-ready');
  await again.page.getByRole('searchbox', { name: 'Find in the log' }).fill('site-opened practice=true');
  await expect(again.page.getByRole('list', { name: lines }).getByRole('listitem')).toHaveCount(1);
});
