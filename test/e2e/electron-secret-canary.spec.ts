import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { PracticeNode } from '../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../electron/practice/practice-node.ts';
import type { CanaryKey } from '../helpers/canary-key.ts';
import { makeCanaryKey } from '../helpers/canary-key.ts';
import type { Found, Needle } from '../helpers/secret-search.ts';
import {
  needlesOf,
  searchFolder,
  searchInside,
  searchMemoryFiles,
  searchProcessList,
} from '../helpers/secret-search.ts';
import { programUnderTest } from '../helpers/program-under-test.ts';
import type { WizardWindow } from '../helpers/wizard-window.ts';
import { expect, test as base } from '../helpers/wizard-window.ts';
import {
  answerHostKey,
  goTo,
  makeIdentity,
  onStart,
  runIsOver,
  sign,
  startChecks,
  typePassword,
} from '../helpers/wizard.ts';

/**
 * Every secret that a person can give the window, unlike any other text of this computer, through right and wrong, refused,
 * cancelled, unreachable and crashed. Then everything that is left anywhere is searched.
 */

const canary = (): string => `canary ${randomBytes(9).toString('hex')} ü`;

interface Secrets {
  readonly password: string;
  readonly wrongPassword: string;
  readonly wrongPassphrase: string;
  readonly passphrase: string;
  readonly identity: string;
  readonly key: CanaryKey;
  readonly needles: readonly Needle[];
}

interface World {
  /** Home, temporary files, and where the program is started: dumps would lie in `home/cwd`. */
  readonly home: string;
  readonly secrets: Secrets;
  readonly node: PracticeNode;
}

const test = base.extend<World>({
  // Playwright reads the names of what is needed from this pattern: nothing.
  // eslint-disable-next-line no-empty-pattern
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'gatecheck-canary-'));
    for (const name of ['tmp', 'cwd', 'keys']) await mkdir(join(home, name));
    await use(home);
    await rm(home, { recursive: true, force: true });
  },
  secrets: async ({ home }, use) => {
    const [password, wrongPassword, wrongPassphrase, passphrase, identity] = Array.from(
      { length: 5 },
      canary,
    );
    const words = { password, wrongPassword, wrongPassphrase, passphrase, identity } as Record<
      'password' | 'wrongPassword' | 'wrongPassphrase' | 'passphrase' | 'identity',
      string
    >;
    const key = makeCanaryKey(join(home, 'keys', 'id_canary'), words.passphrase);
    await use({ ...words, key, needles: needlesOf({ 'private key': key.secret }, words) });
  },
  launchWith: async ({ home }, use) => {
    // Dumps are wanted here, and as much is logged as Chromium can be told to.
    const executable = join(home, 'start');
    await writeFile(
      executable,
      `#!/bin/sh\nulimit -c unlimited\ncd '${join(home, 'cwd')}'\nexec '${programUnderTest().executable}' "$@"\n`,
    );
    await chmod(executable, 0o755);
    await use({
      executable,
      args: [
        '--password-store=basic',
        '--enable-logging',
        '--v=1',
        `--log-file=${join(home, 'chromium.log')}`,
      ],
      env: { HOME: home, TMPDIR: join(home, 'tmp'), NODE_DEBUG: 'net,tls,stream,worker', DEBUG: '*' },
    });
  },
  node: async ({ secrets }, use) => {
    const node = await startPracticeNode('solved', (attempt) =>
      attempt.kind === 'password'
        ? attempt.password === secrets.password
        : attempt.fingerprint === secrets.key.fingerprint,
    );
    await use(node);
    await node.close();
  },
});

/** Looks at arguments and environments of all processes again and again, until it is told to stop. */
function watchProcesses(
  needles: readonly Needle[],
): () => { readonly found: Found[]; readonly looks: number } {
  const found: Found[] = [];
  let looks = 0;
  const timer = setInterval(() => {
    looks += 1;
    found.push(...searchProcessList(needles).found);
  }, 300);
  return () => {
    clearInterval(timer);
    return { found, looks };
  };
}

/** What the program says on its way. */
function listen(app: ElectronApplication): () => Buffer {
  const said: Buffer[] = [];
  const child = app.process();
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  return () => Buffer.concat(said);
}

/** What a picture, a screen reader or a look at the page shows; the password field's own value apart. */
async function expectHidden(page: Page, needles: readonly Needle[]): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const tree = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  const text = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    for (const field of copy.querySelectorAll('input[type=password]')) field.remove();
    return copy.outerHTML;
  });
  const seen = { 'the screen reader’s tree': JSON.stringify(tree), 'the page': text };
  for (const [place, content] of Object.entries(seen))
    expect(searchInside(Buffer.from(content), place, needles)).toEqual([]);
}

async function openSite(
  { page, out, choose }: WizardWindow,
  node: PracticeNode,
  port: number,
): Promise<string> {
  const { format, catalog, deployment, nodes } = node.site;
  const ssh = { host: '127.0.0.1', port, user: node.user };
  const site = {
    ...{ format, catalog, deployment, technician: { name: 'Inês Carvalho', email: 'ines@example.com' } },
    nodes: nodes.map((one) => ({ ...one, ssh })),
    endpoints: { dnsServers: ['10.77.5.53'], ntpServers: ['10.77.5.123'] },
  };
  const file = join(out, 'porto.site.json');
  await writeFile(file, JSON.stringify(site));
  await onStart(page);
  await choose({ open: file });
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  return nodes[0]?.name ?? '';
}

async function runAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run again' }).click();
}

async function useKey({ page, choose }: WizardWindow, key: CanaryKey, passphrase: string): Promise<void> {
  await page.getByRole('radio', { name: 'Key file' }).click({ force: true });
  await choose({ open: key.file });
  await page.getByRole('button', { name: 'Choose a key file' }).click();
  await page.getByLabel(/^Passphrase of the key for/).fill(passphrase);
}

function processOf(app: ElectronApplication, name: string): Promise<number> {
  return app.evaluate(
    ({ app: electron }, wanted) =>
      electron
        .getAppMetrics()
        .find((one) => `${one.type} ${one.serviceName ?? ''} ${one.name ?? ''}`.includes(wanted))?.pid ?? 0,
    name,
  );
}

/** What the kernel would put into a dump of each process of the program. */
async function filtersOf(app: ElectronApplication): Promise<string[]> {
  const pids = await app.evaluate(({ app: electron }) => electron.getAppMetrics().map(({ pid }) => pid));
  return pids.map((pid) => readFileSync(`/proc/${pid}/coredump_filter`, 'utf8').trim());
}

test('secrets of every kind go through every flow and are found nowhere afterwards', async ({
  wizard,
  node,
  secrets,
  home,
}) => {
  test.setTimeout(240_000);
  const { page, app, out, userFolder } = wizard;
  const { needles } = secrets;
  const said = listen(app);
  const stopWatching = watchProcesses(needles);
  const name = await openSite(wizard, node, node.port);

  // Refused; with the picture that somebody would send to ask for help, and what they try to copy.
  await typePassword(page, name, secrets.wrongPassword);
  const field = page.getByLabel(`Password for ${name}`);
  await field.focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  await expectHidden(page, needles);
  await field.fill(secrets.wrongPassword);
  const shown = await field.screenshot();
  await field.fill('x'.repeat(secrets.wrongPassword.length));
  expect((await field.screenshot()).equals(shown)).toBe(true);
  await field.fill(secrets.wrongPassword);
  await startChecks(page);
  await answerHostKey(page, true);
  await expect(page.getByRole('alert').filter({ hasText: 'refused the password' }).first()).toBeVisible();
  await page.screenshot({ path: join(out, 'refused.png') });
  await expectHidden(page, needles);

  await runAgain(page);
  await useKey(wizard, secrets.key, secrets.wrongPassphrase);
  await startChecks(page);
  await expect(page.getByRole('alert').filter({ hasText: 'passphrase' }).first()).toBeVisible();
  await expectHidden(page, needles);

  await runAgain(page);
  await useKey(wizard, secrets.key, secrets.passphrase);
  await startChecks(page);
  await runIsOver(page);

  await runAgain(page);
  await typePassword(page, name, secrets.password);
  await page.getByLabel('Keep how I sign in until this site is closed').check({ force: true });
  await startChecks(page);
  await runIsOver(page);
  await goTo(page, 'Report');
  await makeIdentity(page, {
    name: 'Inês Carvalho',
    email: 'ines@example.com',
    passphrase: secrets.identity,
  });
  await sign(page, secrets.identity);
  expect((await readdir(out)).filter((file) => file.includes('.readiness.')).length).toBeGreaterThan(2);

  // Nobody there, with a sign-in that is kept: one press runs.
  await goTo(page, 'Checks');
  await node.close();
  await runAgain(page);
  await expect(page.getByRole('alert').first()).toBeVisible();
  await runIsOver(page);

  const clipboard = await app.evaluate(({ clipboard: board }) => board.readText());
  expect(searchInside(Buffer.from(clipboard), 'clipboard', needles)).toEqual([]);
  const watched = stopWatching();
  expect(watched.looks).toBeGreaterThan(10);
  expect(watched.found).toEqual([]);
  expect(searchMemoryFiles(needles).found).toEqual([]);

  // Every process would leave a dump without memory; the system writes one where it may.
  const filters = await filtersOf(app);
  // The main process, the wizard’s, Chromium’s network and the window at least.
  expect(filters.length).toBeGreaterThan(3);
  expect(new Set(filters)).toEqual(new Set(['00000000']));
  const dumps = join(home, 'cwd');
  const wizardPid = await processOf(app, 'Gatecheck wizard');
  process.kill(wizardPid, 'SIGABRT');
  await expect(page.getByRole('alert').filter({ hasText: 'It was started again' })).toBeVisible();
  process.kill(await processOf(app, 'Tab'), 'SIGABRT');
  await expect.poll(() => processOf(app, 'Tab')).toBeGreaterThan(0);
  const over = app.waitForEvent('close');
  app.process().kill('SIGABRT');
  await over;
  if (/^core/.test(readFileSync('/proc/sys/kernel/core_pattern', 'utf8')))
    expect(readdirSync(dumps), 'a dump was written, so the search of it means something').not.toEqual([]);

  expect(searchInside(said(), 'what the program said', needles)).toEqual([]);
  expect(said().length).toBeGreaterThan(0);
  const places = [userFolder, out, home];
  // A planted one is found, so silence means something.
  const plant = join(userFolder, 'window', 'planted');
  await writeFile(plant, secrets.password);
  expect(searchFolder(userFolder, needles).found.map(({ place }) => place)).toContain(plant);
  await rm(plant);
  for (const place of places) {
    const { found, looked } = searchFolder(place, needles);
    expect(found).toEqual([]);
    expect(looked.length).toBeGreaterThan(0);
  }
  expect(existsSync(join(home, 'chromium.log'))).toBe(true);
});
