import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parseAllowedSigners } from '../../../electron/signing/allowed-signers.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import type { Sample } from '../../helpers/report-samples.ts';
import {
  badSamples,
  chainBy,
  goodSamples,
  hugeFile,
  personWith,
  sampleName,
} from '../../helpers/report-samples.ts';
import {
  accessibilityFaults,
  expect,
  give,
  openVerifier,
  shown,
  shownOfEach,
  test,
} from './verifier-page.ts';

const words = { valid: 'Valid.', intact: 'Intact, signer unknown.', invalid: 'Invalid.' } as const;
let root = '';

test.beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gatecheck-verifier-'));
});

test.afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What the program says of the same files. */
async function byProgram({ files }: Sample) {
  const folder = mkdtempSync(join(root, 'sample-'));
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  const known = files.some(({ name }) => name === 'allowed_signers');
  const { result, lines } = await verifyReportFile(join(folder, sampleName), {
    knownKeys: known
      ? { kind: 'file', path: join(folder, 'allowed_signers') }
      : { kind: 'own', own: [], imported: parseAllowedSigners('') },
    now: new Date(),
    version: '0.1.0',
  });
  return {
    result: words[result],
    lines: lines
      .filter(({ what }) => !what.startsWith('pdf'))
      .map(({ what, answer }) => `${what}: ${answer}`),
  };
}

function computedBy(page: Page): Promise<string> {
  return page.locator('li[data-what=signature] .says').innerText();
}

test('good reports are accepted, by keys of every type, as the program does', async ({ quiet: page }) => {
  await openVerifier(page);
  for (const sample of goodSamples()) {
    await give(page, sample.files);
    const seen = await shown(page);
    expect(seen.result, sample.title).toBe(words[sample.expected]);
    expect(seen, sample.title).toEqual(await byProgram(sample));
    expect(await computedBy(page)).toContain('Computed by this browser');
  }
});

/** All samples at once, each under a name of its own. */
async function giveAll(page: Page, samples: readonly Sample[]): Promise<void> {
  const renamed = samples.flatMap(({ files }, index) =>
    files
      .filter(({ name }) => name.startsWith(sampleName))
      .map(({ name, bytes }) => ({ name: name.replace(sampleName, `sample-${index}.json`), bytes })),
  );
  const signers = samples[0]?.files.filter(({ name }) => name === 'allowed_signers') ?? [];
  await give(page, [...renamed, ...signers]);
}

test('every bad report is refused, as the program does', async ({ quiet: page }) => {
  await openVerifier(page);
  const samples = badSamples();
  await giveAll(page, samples);
  const seen = await shownOfEach(page);
  expect(seen.size).toBe(samples.length);
  for (const [index, sample] of samples.entries()) {
    const answer = seen.get(`sample-${index}.json`);
    expect(answer?.result, sample.title).toBe(words.invalid);
    expect(answer, sample.title).toEqual(await byProgram(sample));
  }
  const huge = join(root, sampleName);
  writeFileSync(huge, hugeFile().bytes);
  await page.getByLabel('Choose files').setInputFiles(huge);
  await expect(page.getByText('larger than 50 MB')).toBeVisible();
  expect(await shown(page)).toEqual({ result: words.invalid, lines: ['schema: invalid'] });
});

test('a browser without Ed25519, and without workers, verifies by the library in the page', async ({
  quiet: page,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'Worker');
    SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'));
  });
  await openVerifier(page);
  for (const sample of goodSamples().filter(({ title }) => !title.startsWith('rsa'))) {
    await give(page, sample.files);
    expect((await shown(page)).result, sample.title).toBe(words[sample.expected]);
    expect(await computedBy(page)).toContain('Computed by the library in this page');
  }
  const bad = badSamples();
  await giveAll(page, bad);
  await expect(page.locator('.choices .state')).toHaveText(bad.map(() => 'Invalid'));
  const [rsa] = goodSamples().filter(({ title }) => title.startsWith('rsa'));
  await give(page, rsa?.files ?? []);
  expect((await shown(page)).result).toBe(words.invalid);
  expect(await computedBy(page)).toContain('Use another browser, or OpenSSH');
});

test('the reports before are followed, and shown when one asks for them', async ({ quiet: page }) => {
  await openVerifier(page);
  const [newest = [], middle = []] = chainBy(personWith('ed25519'));
  await give(page, [...newest, ...middle]);
  await expect(page.locator('li[data-chain]')).toHaveCount(2);
  await expect(page.locator('li[data-chain=here]')).toContainText('1 before');
  await expect(page.locator('li[data-chain=missing]')).toContainText('not among the files');
  await page.getByRole('button', { name: middle[0]?.name ?? '' }).click();
  await expect(page.getByText(`File: ${middle[0]?.name ?? ''}`)).toBeVisible();
});

test('the fingerprint is compared, and the answer makes no report valid', async ({ quiet: page }) => {
  const person = personWith('ed25519');
  await openVerifier(page);
  await give(page, chainBy(person)[0] ?? []);
  await expect(page.locator('.fingerprint')).toHaveText(person.signer.fingerprint);
  const field = page.getByLabel('Paste or type the one that you were given');
  await field.fill(`256 ${person.signer.fingerprint} tech@example.com (ED25519)`);
  await expect(page.getByText('The same.')).toBeVisible();
  expect((await shown(page)).result).toBe(words.intact);
  await field.fill(person.signer.fingerprint.slice(0, -1));
  await expect(page.getByText('Different.')).toBeVisible();
});

test('the page serves people who cannot see it, by day, by night and on a telephone', async ({
  quiet: page,
}) => {
  await openVerifier(page);
  expect(await accessibilityFaults(page)).toEqual([]);
  await give(page, goodSamples()[0]?.files ?? []);
  await page.locator('.rules summary').first().press('Enter');
  await expect(page.locator('.evidence .check').first()).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [360, 1280, 1920]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await accessibilityFaults(page), `${colorScheme}, ${width}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
});
