import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PracticeNode } from '../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../electron/practice/practice-node.ts';
import type { IdentityFile } from '../../electron/signing/identity-file.ts';
import { startKeyring } from '../helpers/keyring.ts';
import { secretsOfIdentity } from '../helpers/identity-secrets.ts';
import type { Search } from '../helpers/secret-search.ts';
import { needlesOf, searchFolder, searchMemoryFiles, searchProcessList } from '../helpers/secret-search.ts';
import type { WizardWindow } from '../helpers/wizard-window.ts';
import { expect, test as base } from '../helpers/wizard-window.ts';
import {
  answerHostKey,
  goTo,
  onStart,
  runIsOver,
  sign,
  startChecks,
  typePassword,
} from '../helpers/wizard.ts';

/**
 * Private keys and passphrases in clear, looked for wherever the program could have left them: in everything that it and
 * Chromium wrote, in shared memory, in nameless files, in the process list, with and without a keychain.
 */

interface World {
  /** Home, temporary files and run-time folder of the program: everything that it may write but its own folder. */
  readonly home: string;
  readonly node: PracticeNode;
  readonly keyring: boolean;
}

const test = base.extend<World>({
  keyring: [false, { option: true }],
  // Playwright reads the names of what is needed from this pattern: nothing.
  // eslint-disable-next-line no-empty-pattern
  home: async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), 'gatecheck-home-'));
    await mkdir(join(home, 'tmp'));
    await use(home);
    await rm(home, { recursive: true, force: true });
  },
  launchWith: async ({ home, keyring }, use) => {
    const env = { HOME: home, TMPDIR: join(home, 'tmp') };
    if (!keyring) {
      await use({ args: ['--password-store=basic'], env });
      return;
    }
    const session = await startKeyring(home);
    await use({ args: ['--password-store=gnome-libsecret'], env: { ...env, ...session.env } });
    session.stop();
  },
  // eslint-disable-next-line no-empty-pattern
  node: async ({}, use) => {
    const node = await startPracticeNode('solved');
    await use(node);
    await node.close();
  },
});

/** A site of one node and two servers: there is something to sign within seconds. */
async function openChecked({ page, out, choose }: WizardWindow, node: PracticeNode): Promise<void> {
  const { format, catalog, deployment, nodes } = node.site;
  const ssh = { host: '127.0.0.1', port: node.port, user: node.user };
  const site = {
    ...{ format, catalog, deployment },
    technician: { name: 'Inês Carvalho', email: 'ines@example.com' },
    nodes: nodes.map((one) => ({ ...one, ssh })),
    endpoints: { dnsServers: ['10.77.5.53'], ntpServers: ['10.77.5.123'] },
  };
  await writeFile(join(out, 'porto.site.json'), JSON.stringify(site));
  await onStart(page);
  await choose({ open: join(out, 'porto.site.json') });
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await goTo(page, 'Checks');
  await typePassword(page, nodes[0]?.name ?? '', node.password);
  await startChecks(page);
  expect(await answerHostKey(page, true)).toBe(node.hostKeyFingerprint);
  await runIsOver(page);
  await goTo(page, 'Report');
}

async function secretsOf(
  { app, userFolder }: WizardWindow,
  passphrase: string | null,
): Promise<Record<string, Buffer>> {
  return secretsOfIdentity(join(userFolder, 'identity.json'), passphrase, {
    available: () => Promise.resolve({ kind: 'yes' }),
    seal: () => Promise.reject(new Error('nothing is sealed here')),
    open: async (sealed) => {
      const base64 = Buffer.from(sealed).toString('base64');
      const opened = await app.evaluate(
        // The synchronous call is the one that the program makes, in the old Electron of the tests too.
        // eslint-disable-next-line @typescript-eslint/no-deprecated
        ({ safeStorage }, text) => safeStorage.decryptString(Buffer.from(text, 'base64')),
        base64,
      );
      return Buffer.from(opened, 'base64');
    },
  });
}

async function protectionsOf({ userFolder }: WizardWindow): Promise<string[]> {
  const { keys } = JSON.parse(await readFile(join(userFolder, 'identity.json'), 'utf8')) as IdentityFile;
  return keys.kind === 'clear' ? [] : keys.boxes.map(({ kind }) => kind).sort();
}

/** Looks everywhere, after having seen that a planted secret is found there. */
async function expectNowhere(
  wizard: WizardWindow,
  home: string,
  needles: ReturnType<typeof needlesOf>,
  planted: Buffer,
): Promise<void> {
  const folders = (): Search[] =>
    [wizard.userFolder, wizard.out, home].map((folder) => searchFolder(folder, needles));
  const profile = folders()[0]?.looked ?? [];
  // Chromium's own files are among those that were looked at.
  expect(profile.filter((path) => path.includes('/window/')).length).toBeGreaterThan(5);
  const plant = join(wizard.userFolder, 'window', 'planted');
  await writeFile(plant, planted.toString('base64'));
  expect(folders().flatMap(({ found }) => found)).not.toEqual([]);
  await rm(plant);
  expect(folders().flatMap(({ found }) => found)).toEqual([]);

  const pid = wizard.app.process().pid ?? 0;
  const listed = searchProcessList(needles);
  expect(listed.looked).toContain(`/proc/${pid}/environ`);
  expect(listed.found).toEqual([]);
  const memory = searchMemoryFiles(needles);
  expect(memory.looked.some((place) => place.startsWith(`/proc/${pid}/fd/`))).toBe(true);
  expect(memory.found).toEqual([]);
}

/** What the program says on its way, and a dump that its sudden end might leave. */
async function expectNothingAfterCrash(
  { app, userFolder, out }: WizardWindow,
  home: string,
  needles: ReturnType<typeof needlesOf>,
): Promise<void> {
  const dumps = await app.evaluate(({ app: electron }) => electron.getPath('crashDumps'));
  expect(dumps.startsWith(userFolder)).toBe(true);
  const over = app.waitForEvent('close');
  app.process().kill('SIGABRT');
  await over;
  const cores = (await readdir(process.cwd())).filter((name) => /^core(\.|$)/.test(name));
  expect(cores).toEqual([]);
  const places = [userFolder, out, home].map((folder) => searchFolder(folder, needles));
  expect(places.flatMap(({ found }) => found)).toEqual([]);
}

test.describe('with a keychain', () => {
  test.use({ keyring: true });

  test('private keys are found nowhere in clear: in the keychain alone, then with a passphrase beside it', async ({
    wizard,
    home,
    node,
  }) => {
    const { page } = wizard;
    await openChecked(wizard, node);
    const form = page.getByRole('form', { name: 'Signing identity' });
    await expect(form.getByRole('radio', { name: 'Keychain' })).toBeChecked();
    await page.getByRole('button', { name: 'Make the identity' }).click();
    await sign(page, null);
    expect(await protectionsOf(wizard)).toEqual(['system']);
    const first = await secretsOf(wizard, null);

    await page.getByRole('button', { name: 'Signing identity' }).click();
    await page.getByRole('button', { name: 'Add a passphrase' }).click();
    const passphrase = 'canary keeps watch 7291';
    await page.getByLabel('New passphrase', { exact: true }).fill(passphrase);
    await page.getByLabel('New passphrase again').fill(passphrase);
    await page.getByRole('button', { name: 'Set the passphrase' }).click();
    await expect.poll(() => protectionsOf(wizard)).toEqual(['passphrase', 'system']);
    const secrets = await secretsOf(wizard, passphrase);
    expect(secrets['signing key']).toEqual(first['signing key']);

    const needles = needlesOf(secrets, { passphrase });
    await expectNowhere(wizard, home, needles, secrets['signing key'] ?? Buffer.alloc(0));
    await expectNothingAfterCrash(wizard, home, needles);
  });
});

test.describe('without a keychain', () => {
  test('nothing is offered as one, and private key and passphrase are found nowhere in clear', async ({
    wizard,
    home,
    node,
  }) => {
    const { page } = wizard;
    const passphrase = 'canary keeps watch 4410';
    await openChecked(wizard, node);
    const form = page.getByRole('form', { name: 'Signing identity' });
    await expect(form.getByText(/There is no keychain: no secret service/)).toBeVisible();
    await expect(form.getByRole('radio', { name: 'Keychain' })).toHaveCount(0);
    await form.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await form.getByLabel('Passphrase again').fill(passphrase);
    await page.getByRole('button', { name: 'Make the identity' }).click();
    await sign(page, passphrase);
    expect(await protectionsOf(wizard)).toEqual(['passphrase']);
    const secrets = await secretsOf(wizard, passphrase);
    const needles = needlesOf(secrets, { passphrase });
    await expectNowhere(wizard, home, needles, secrets['document key'] ?? Buffer.alloc(0));
    await expectNothingAfterCrash(wizard, home, needles);
  });
});
