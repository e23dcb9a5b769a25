import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeVerifier } from '../../../electron/usecases/write-verifier.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { SampleFile } from '../../helpers/report-samples.ts';
import {
  chainBy,
  hostileReportBy,
  largeReportBy,
  personWith,
  reportBy,
  sampleName,
  signedBy,
} from '../../helpers/report-samples.ts';
import {
  accessibilityFaults,
  expect,
  give,
  openVerifier,
  shown,
  test,
  verifierFile,
} from './verifier-page.ts';

let root = '';

test.beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gatecheck-embedded-'));
});

test.afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A page with these files in it, as the program writes it. */
async function pageWith(files: readonly SampleFile[]): Promise<string> {
  const folder = mkdtempSync(join(root, 'page-'));
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  const out = join(folder, 'out');
  mkdirSync(out);
  const { path } = await writeVerifier({ verifierFile, reportPath: join(folder, sampleName), folder: out });
  return path;
}

test('a page with a report in it shows the result at once, and gives the files back', async ({
  quiet: page,
}) => {
  const person = personWith('ed25519');
  const chain = chainBy(person);
  await openVerifier(page, await pageWith(chain.flat()));
  await expect(page.locator('#verdict-title')).toHaveText('Intact, signer unknown.');
  await expect(page.locator('.fingerprint')).toHaveText(person.signer.fingerprint);
  await expect(page.locator('li[data-chain=here]')).toHaveCount(2);
  await expect(page.getByText('could have been forged together with it')).toBeVisible();
  await expect(page.getByLabel('OpenSSH command')).toContainText('-I tech@example.com -n gatecheck');
  expect(await accessibilityFaults(page)).toEqual([]);
  const [report] = chain[0] ?? [];
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: `Save ${sampleName}`, exact: true }).click();
  const saved = readFileSync(await (await download).path());
  expect(saved.equals(report?.bytes ?? Buffer.of())).toBe(true);
});

test('a page whose report was changed refuses it, also where nothing can be read any more', async ({
  quiet: page,
}) => {
  const path = await pageWith(chainBy(personWith('p256'))[0] ?? []);
  const html = readFileSync(path, 'utf8');
  const at = html.indexOf('"base64":"') + 2000;
  const other = html[at] === 'A' ? 'B' : 'A';
  const changed = join(root, 'changed.html');
  writeFileSync(changed, html.slice(0, at) + other + html.slice(at + 1));
  await openVerifier(page, changed);
  await expect(page.locator('#verdict-title')).toHaveText('Invalid.');
  writeFileSync(changed, html.replace('gatecheck/embedded@1', 'gatecheck/embedded@9'));
  await openVerifier(page, changed);
  await expect(page.getByText('cannot be read: the page was changed')).toBeVisible();
});

test('a page whose script was changed by a letter does nothing: its policy forbids it', async ({ page }) => {
  const html = readFileSync(verifierFile, 'utf8');
  const forged = join(root, 'forged.html');
  writeFileSync(forged, html.replace('Do not rely on this report.', 'Do rely on this report, sir.'));
  await page.goto(`file://${forged}`);
  await expect(page.locator('#page')).toBeEmpty();
});

test('nothing in a report becomes markup, and nothing turns the writing around', async ({ quiet: page }) => {
  const person = personWith('ed25519', 'x"><img src=x onerror=alert(1)>@example.com');
  const report = hostileReportBy(person);
  await openVerifier(page, await pageWith(signedBy(person, reportBytes(report))));
  await expect(page.locator('#verdict-title')).toHaveText('Invalid.');
  await page.getByRole('button', { name: 'Show what it says all the same' }).click();
  for (const summary of await page.locator('.rules summary').all()) await summary.click();
  await expect(page.getByText('<script>alert(1)</script>').first()).toBeVisible();
  await expect(page.getByText('⟨U+202E⟩').first()).toBeVisible();
  await expect(page.getByText('more characters, in the JSON file').first()).toBeVisible();
  expect(await page.locator('#page script, #page img, #page iframe, #page style').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.outerHTML.includes('\u202e'))).toBe(false);
  await expect(page.getByLabel('OpenSSH command')).toContainText('-I tech@example.com');
});

test('a redacted copy says so before all else, and each check that was carried over is marked', async ({
  quiet: page,
}) => {
  const person = personWith('ed25519');
  const report = reportBy(person);
  const [check] = report.checks;
  if (check === undefined) throw new Error('The sample has no check.');
  const origin = { id: 'abcdef01-aaaa-4bbb-8ccc-000000000000', sha256: 'a'.repeat(64) };
  const changed = {
    ...report,
    redactedFrom: { id: 'fedcba98-aaaa-4bbb-8ccc-000000000000', sha256: 'b'.repeat(64) },
    carriedFrom: [{ ...origin, createdAt: '2026-11-23T10:00:00Z', signer: person.signer.fingerprint }],
    checks: report.checks.map((one) =>
      one === check
        ? { ...one, carriedOverFrom: { report: origin.id, startedAt: '2026-11-23T09:59:00Z' } }
        : one,
    ),
  };
  await openVerifier(page, await pageWith(signedBy(person, reportBytes(changed))));
  await expect(page.locator('#outcome > :first-child')).toContainText('REDACTED.');
  await expect(page.locator('#outcome > :first-child')).toContainText('made from report fedcba98');
  const anyway = page.getByRole('button', { name: 'Show what it says all the same' });
  if (await anyway.isVisible()) await anyway.click();
  await expect(page.getByText('1 check made in an earlier run: report abcdef01')).toBeVisible();
  const row = page.locator('.rules > li').filter({ has: page.locator('.tag', { hasText: 'carried over' }) });
  await expect(row).toHaveCount(1);
  await row.locator('summary').click();
  await expect(row).toContainText('Made in report abcdef01, at 2026-11-23, 09:59:00 UTC, not in this run.');
  expect(await accessibilityFaults(page)).toEqual([]);
});

test('a report of 5,000 checks is verified beside the page, and can be searched', async ({ quiet: page }) => {
  const person = personWith('ed25519');
  const report = largeReportBy(person);
  expect(report.checks.length).toBeGreaterThanOrEqual(5000);
  await openVerifier(page);
  // Beside the page: its own thread has the rows to lay out, and nothing else.
  const worker = page.waitForEvent('worker');
  await give(page, signedBy(person, reportBytes(report)));
  expect((await worker).url()).toMatch(/^blob:/);
  expect((await shown(page)).result).toBe('Intact, signer unknown.');
  await expect(page.locator('.rules > li')).toHaveCount(Math.min(200, report.rules.length));
  const last = report.rules.at(-1);
  await page.getByLabel('Find a rule').fill(last?.id ?? '');
  await expect(page.locator('.rules > li')).toHaveCount(1);
});
