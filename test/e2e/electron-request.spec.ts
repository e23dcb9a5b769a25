import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from '@playwright/test';
import { fillWithPdftk } from '../electron/forms/other-tools.ts';
import { expect, test } from '../helpers/wizard-window.ts';
import { accessibilityFaults } from './browser-renderer/window.ts';
import { goTo, heading, onStart, openPractice, saveRequest } from '../helpers/wizard.ts';

const run = promisify(execFile);

async function pdfText(path: string): Promise<string> {
  return (await run('pdftotext', ['-layout', path, '-'], { maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** Ids of the lines that a request's JSON asks for. */
async function idsIn(path: string): Promise<string[]> {
  const { lines } = JSON.parse(await readFile(path, 'utf8')) as { readonly lines: readonly { id: string }[] };
  return lines.map(({ id }) => id);
}

function foot(page: Page): Locator {
  return page.getByText(/^Page \d+ of \d+ · the file itself/);
}

/** How much of a drawn page is not white, of a thousand points. */
async function inkOf(page: Page, number: number): Promise<number> {
  return page.locator(`[data-page="${number}"] canvas`).evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    let ink = 0;
    for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 200) ink += 1;
    return (ink * 1000) / (data.length / 4);
  });
}

test('the request is looked at as the PDF that it is, explained row by row, and written in every ticked format', async ({
  wizard,
}) => {
  const { page, out, choose, picture } = wizard;
  await onStart(page);
  await openPractice(page, 'solved');
  await goTo(page, 'Change request');
  await expect(heading(page)).toHaveText('Change request PRACTICE-001');
  await expect(foot(page)).toBeVisible();
  const pages = Number(/of (\d+)/.exec(await foot(page).innerText())?.[1]);
  expect(pages).toBeGreaterThan(2);
  await expect.poll(() => inkOf(page, 1)).toBeGreaterThan(5);

  // A row by keyboard: the preview goes to its page and marks it, and the row says why it is there.
  const rows = page.getByRole('table', { name: 'Rows of the request' }).locator('tr[data-row]');
  await rows.nth(0).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  const mark = page.locator('.preview-mark');
  await expect(mark).toBeInViewport();
  await expect(page.getByText('If denied', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Panzura CloudFS.*, row \d+/).first()).toBeVisible();
  // The screen scrolls instead: no box of it gives up height to the next.
  const squeezed = await page
    .locator('.request-split > .screen > *')
    .evaluateAll((boxes) => boxes.filter((box) => box.scrollHeight > box.clientHeight + 2).length);
  expect(squeezed).toBe(0);
  await picture('5-change-request');
  expect(await accessibilityFaults(page)).toEqual([]);
  const before = await mark.boundingBox();
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await mark.boundingBox())?.y).not.toBe(before?.y);

  // One format more, and everything is written into one folder with one press.
  await page.getByRole('button', { name: 'Formats and firewalls', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Cisco ASA' }).check();
  await choose({ open: out });
  const save = page.getByRole('button', { name: /^Save all \d+$/ });
  await save.click();
  const written = page.getByRole('list', { name: 'Written files' });
  await expect(written.getByRole('listitem')).toHaveCount(
    Number((await save.innerText()).replace(/\D/g, '')),
  );
  const files = await readdir(out);
  expect(files.sort()).toEqual(
    (await written.locator('.mono').allInnerTexts()).map((name) => name.trim()).sort(),
  );
  const asked = await idsIn(join(out, 'PRACTICE-001_A.json'));
  const text = await pdfText(join(out, 'PRACTICE-001_A.pdf'));
  expect(text).toMatch(new RegExp(`Page ${pages} of ${pages}`));
  const asa = await readFile(join(out, files.find((name) => name.includes('.asa')) ?? ''), 'utf8');
  expect(asa).toContain('REVIEW BEFORE USE');
  expect(asa).toMatch(/access-list \S+ .*permit/);
  expect(asked.length).toBe(await rows.count());
  expect(asked.filter((id) => !asa.includes(id))).toEqual([]);

  // A switch shows what it did, in its moment and afterwards; the preview follows.
  await goTo(page, 'Features');
  await page.getByRole('switch', { name: /^NFS( |$)/ }).uncheck({ force: true });
  await expect(page.getByRole('status').filter({ hasText: /NFS off: .*went/ })).toBeVisible();
  await goTo(page, 'Change request');
  await expect(page.getByText(/^Since the request was written: .*went/)).toBeVisible();
  await expect(foot(page)).toBeVisible();
  // No dialog this time: the folder is known.
  await choose({});
  await page.getByRole('button', { name: /^Save all \d+ as revision B$/ }).click();
  await expect(page.getByText(/^Since the request was written/)).toHaveCount(0);
  const left = await idsIn(join(out, 'PRACTICE-001_B.json'));
  // What was sent as revision A goes on saying what it said.
  expect(await idsIn(join(out, 'PRACTICE-001_A.json'))).toEqual(asked);
  expect(asked.filter((id) => !left.includes(id)).length).toBeGreaterThan(0);
  expect(left.filter((id) => id.startsWith('nfs'))).toEqual([]);
});

test('the PDF of a site that is not right is not made, and the panel says why', async ({
  wizard: { page },
}) => {
  await onStart(page);
  await openPractice(page, 'solved');
  await goTo(page, 'Deployment');
  await page.getByLabel('LAN address and prefix').fill('10.77.300.4/24');
  await goTo(page, 'Change request');
  const panel = page.getByRole('complementary', { name: 'Preview' });
  await expect(panel.getByRole('alert')).toContainText('put right');
  await expect(panel.getByRole('alert')).toContainText('nodes[0].lan.address');
  await goTo(page, 'Deployment');
  await page.getByLabel('LAN address and prefix').fill('10.77.0.11/24');
  await goTo(page, 'Change request');
  await expect(foot(page)).toBeVisible();
});

test('rows can be tried out as denied by keyboard, and the answer that comes back says what its denial costs', async ({
  wizard: { page, out, choose, picture },
}) => {
  await onStart(page);
  await openPractice(page, 'solved');
  await goTo(page, 'Change request');
  const panel = page.getByRole('complementary', { name: 'Preview' });
  await panel.getByRole('button', { name: 'What if denied' }).click();
  const dns = page.locator('tr[data-row]').filter({ hasText: 'porto-1 to DNS servers' });
  await dns.focus();
  await page.keyboard.press(' ');
  await expect(dns).toContainText('denied');
  const features = panel.getByRole('list', { name: 'Features' });
  await expect(features.getByRole('listitem').filter({ hasText: 'Name lookup' })).toContainText('lost');
  await picture('5-denied');
  expect(await accessibilityFaults(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Deny none' }).click();
  await expect(features.getByRole('listitem').filter({ hasText: 'Name lookup' })).toContainText('safe');

  await choose({ open: out });
  await saveRequest(page);
  const [id = ''] = (await idsIn(join(out, 'PRACTICE-001_A.json'))).filter((one) => one.startsWith('dns.'));
  const form = await readFile(join(out, 'PRACTICE-001_A.pdf'));
  const field = `line.${id.replaceAll('.', '-')}`;
  const back = join(out, 'back.pdf');
  await writeFile(
    back,
    fillWithPdftk(form, { [`${field}.decision`]: 'deny', [`${field}.comment`]: 'names stay inside' }),
  );
  await panel.getByRole('button', { name: 'Answer' }).click();
  await choose({ open: back });
  await panel.getByRole('button', { name: 'Read the filled request' }).click();
  await expect(panel.getByText(/^back\.pdf: .*1 denied/)).toBeVisible();
  await expect(panel.getByRole('list', { name: 'Decisions' })).toContainText('names stay inside');
  await expect(panel.getByRole('list', { name: 'Features that the denial touches' })).toContainText(
    'Name lookup',
  );
  await picture('5-answer');
  expect(await accessibilityFaults(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Apply' }).click();
  await expect(panel.getByText('Applied.')).toBeVisible();
});
