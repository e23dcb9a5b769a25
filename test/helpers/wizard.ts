import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/**
 * Drives the wizard by what a person sees: roles and names only. The same functions serve the window in Electron and the
 * page in a plain browser.
 */

export const stepNames = [
  'Site',
  'Deployment',
  'Features',
  'Endpoints',
  'Change request',
  'Checks',
  'Report',
] as const;

export type StepName = (typeof stepNames)[number];

export function heading(page: Page): Locator {
  return page.getByRole('heading', { level: 1 });
}

/** The start screen is there and ready. */
export async function onStart(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: 'New site' })).toBeVisible();
}

export async function newSite(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New site' }).click();
  await expect(heading(page)).toHaveText('Which site is it?');
}

export async function openPractice(page: Page, scenario: 'blocked' | 'solved'): Promise<void> {
  const name = scenario === 'blocked' ? /^Practice site(?!,)/ : 'Practice site, solved';
  await page.getByRole('button', { name }).click();
  await expect(heading(page)).toHaveText('Which site is it?');
}

/** By the rail; `Next` and `Back` do the same from their side. */
export async function goTo(page: Page, step: StepName): Promise<void> {
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: step }).click();
  await expect(page.getByRole('navigation').locator('[aria-current="step"]')).toContainText(step);
}

export async function next(page: Page): Promise<void> {
  await page
    .getByRole('contentinfo')
    .getByRole('button', { name: /^(Next: |Finish)/ })
    .click();
}

export interface SiteNames {
  readonly customer: string;
  readonly site: string;
  readonly technician: string;
  readonly email: string;
}

export async function fillSite(page: Page, names: SiteNames): Promise<void> {
  await page.getByRole('textbox', { name: 'Customer', exact: true }).fill(names.customer);
  await page.getByRole('textbox', { name: 'Site', exact: true }).fill(names.site);
  await page.getByLabel('Your name').fill(names.technician);
  await page.getByLabel('Your email').fill(names.email);
}

export async function chooseMode(page: Page, mode: 'One-Arm' | 'Inline'): Promise<void> {
  await page.getByRole('radio', { name: mode, exact: true }).click();
  await expect(page.getByRole('radio', { name: mode, exact: true })).toBeChecked();
}

export interface NodeSettings {
  readonly name: string;
  readonly lan: string;
  readonly gateway: string;
  readonly wan?: { readonly address: string; readonly gateway: string };
}

/** Fills the only node in. */
export async function fillNode(page: Page, node: NodeSettings): Promise<void> {
  await page.getByLabel('Node name').fill(node.name);
  await page.getByLabel('LAN address and prefix').fill(node.lan);
  await page.getByLabel('LAN gateway').fill(node.gateway);
  if (node.wan === undefined) return;
  await page.getByLabel('WAN address and prefix').fill(node.wan.address);
  await page.getByLabel('WAN gateway').fill(node.wan.gateway);
}

/** Features by title, e.g. `SMB`, `Active Directory`. */
export async function switchOn(page: Page, features: readonly string[]): Promise<void> {
  for (const feature of features)
    await page.getByRole('switch', { name: feature, exact: true }).check({ force: true });
}

/** Pastes addresses to a role by its title, e.g. `DNS servers`. */
export async function addAddresses(page: Page, role: string, addresses: readonly string[]): Promise<void> {
  await page.getByRole('region', { name: 'Roles' }).getByRole('button', { name: role }).click();
  await page.getByLabel('Paste or type addresses of any role').fill(addresses.join('\n'));
  await page.getByRole('button', { name: /^Add \d+ address/ }).click();
  for (const address of addresses) {
    await expect(page.getByRole('button', { name: `Remove ${address}`, exact: true })).toBeVisible();
  }
}

/** Opens the form when it is closed, and gives the request its number. */
export async function fillRequest(page: Page, number: string): Promise<void> {
  const toggle = page.getByRole('button', { name: 'Parties and window' });
  if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click();
  await page.getByLabel('Request number').fill(number);
}

/** In Electron the caller answers the system's dialog beforehand. */
export async function saveRequest(page: Page): Promise<void> {
  const save = page.getByRole('button', { name: /^Save all \d+$/ });
  const count = Number((await save.innerText()).replace(/\D/g, ''));
  await save.click();
  await expect(page.getByRole('list', { name: 'Written files' }).getByRole('listitem')).toHaveCount(count);
}

export interface SshSettings {
  readonly node: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
}

export async function fillSsh(page: Page, ssh: SshSettings): Promise<void> {
  await page.getByLabel(`SSH host of ${ssh.node}`).fill(ssh.host);
  await page.getByLabel(`SSH port of ${ssh.node}`).fill(String(ssh.port));
  await page.getByLabel(`User on ${ssh.node}`).fill(ssh.user);
}

export async function typePassword(page: Page, host: string, password: string): Promise<void> {
  await page.getByLabel(`Password for ${host}`).fill(password);
}

export async function startChecks(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start the checks' }).click();
}

/** The dialog about an unknown host key. Gives the fingerprint that it shows. */
export async function answerHostKey(page: Page, accept: boolean): Promise<string> {
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const fingerprint = await dialog.getByText(/^SHA256:/).innerText();
  await dialog.getByRole('button', { name: accept ? 'Accept this key' : 'Do not accept' }).click();
  return fingerprint;
}

/** Waits until the run is over. */
export async function runIsOver(page: Page, timeout = 60_000): Promise<void> {
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout });
}

/** Observation words in the table, by row: `[['confirmed', 'DNS', '10.48.5.53', '53/udp'], ...]`. */
export async function checkRows(page: Page): Promise<string[][]> {
  const rows = page.getByRole('table', { name: 'Checks' }).locator('tbody tr');
  return rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll('td')].slice(0, 4).map((cell) => cell.innerText.trim())),
  );
}

export interface NewIdentity {
  readonly name: string;
  readonly email: string;
  readonly passphrase: string;
}

/** At first use of this computer; the form is absent when an identity exists, and in practice. */
export async function makeIdentity(page: Page, identity: NewIdentity): Promise<void> {
  const form = page.getByRole('form', { name: 'Signing identity' });
  await form.getByLabel('Signer’s name').fill(identity.name);
  await form.getByLabel('Signer’s email').fill(identity.email);
  await form.getByLabel('Passphrase', { exact: true }).fill(identity.passphrase);
  await form.getByLabel('Passphrase again').fill(identity.passphrase);
  await form.getByRole('button', { name: 'Make the identity' }).click();
}

/** Signs; the files are on disk when it returns. */
export async function sign(page: Page, passphrase: string | null): Promise<void> {
  if (passphrase !== null) await page.getByLabel('Passphrase of your signing key').fill(passphrase);
  await page.getByRole('button', { name: /^Sign and save as / }).click();
  await expect(page.getByRole('heading', { name: 'Signed and saved' })).toBeVisible();
}
