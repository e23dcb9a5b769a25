import { execFile } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '../helpers/wizard-window.ts';
import {
  checkRows,
  goTo,
  heading,
  next,
  onStart,
  openPractice,
  runIsOver,
  saveRequest,
  sign,
  startChecks,
} from '../helpers/wizard.ts';

const run = promisify(execFile);
const name = 'practice-blocked.readiness';

test('the practice site goes through all seven steps to a request and a signed report on disk', async ({
  wizard,
}) => {
  const { page, out, choose, picture } = wizard;
  await onStart(page);
  await picture('0-start');

  await openPractice(page, 'blocked');
  await expect(page.getByRole('banner')).toContainText('PRACTICE');
  await picture('1-site');

  await next(page);
  await expect(page.getByRole('radio', { name: 'One-Arm', exact: true })).toBeChecked();
  await picture('2-deployment');

  await next(page);
  await expect(page.getByRole('switch', { name: /^NFS( |$)/ })).toBeChecked();
  await picture('3-features');

  await next(page);
  await page.getByRole('region', { name: 'Roles' }).getByRole('button', { name: 'DNS servers' }).click();
  await expect(page.getByRole('button', { name: 'Remove 10.77.5.53', exact: true })).toBeVisible();
  await picture('4-endpoints');

  await next(page);
  await choose({ open: out });
  await saveRequest(page);
  const request = (await readdir(out)).sort();
  expect(request).toEqual(expect.arrayContaining(['PRACTICE-001_A.json', 'PRACTICE-001_A.pdf']));
  expect((await readFile(join(out, 'PRACTICE-001_A.pdf'))).subarray(0, 5).toString()).toBe('%PDF-');

  await next(page);
  await startChecks(page);
  await runIsOver(page);
  const observations = new Set((await checkRows(page)).map(([observation]) => observation?.split(/\s/)[0]));
  for (const seen of ['confirmed', 'refused', 'filtered', 'intercepted'])
    expect(observations).toContain(seen);
  await picture('6-checks');

  await page.getByText('Practice: find what stops this node, and who has to act').click();
  const answer = page.getByLabel('Which service does something else answer than the expected peer?');
  const [, title, , service] =
    (await checkRows(page)).find(([state]) => state?.startsWith('intercepted')) ?? [];
  await answer.selectOption(`${title} ${service}`);
  await expect(page.getByText('That is it.')).toBeVisible();
  await expect(page.getByText(/Who acts: .*proxy team/)).toBeVisible();

  await next(page);
  await expect(page.getByRole('button', { name: /^Sign and save as / })).toBeVisible();
  await picture('7-report');
  await sign(page, null);
  await picture('7-report-signed');
  expect((await readdir(out)).filter((file) => file.startsWith(name)).sort()).toEqual(
    ['json', 'json.sig', 'pdf'].map((ending) => `${name}.${ending}`),
  );
  expect((await stat(join(out, `${name}.pdf`))).size).toBeGreaterThan(10_000);

  await page.getByRole('button', { name: 'Copy the command' }).click();
  const command = await wizard.app.evaluate(({ clipboard }) => clipboard.readText());
  const check = async (): Promise<string> => (await run('sh', ['-c', command], { cwd: out })).stdout;
  expect(command).toContain('ssh-keygen -Y verify');
  expect(await check()).toContain('Good "gatecheck" signature for practice@gatecheck.invalid');

  const path = join(out, `${name}.json`);
  const report = await readFile(path, 'utf8');
  expect(report).toContain('"practice":true');
  await writeFile(path, report.replace('"practice":true', '"practice":false'));
  await expect(check()).rejects.toThrow(/Could not verify|incorrect signature/i);
});

test('a run can be watched and cancelled, and what was observed is kept; the computer stays awake meanwhile', async ({
  wizard: { page, app },
}) => {
  const keptAwake = (): Promise<boolean> =>
    app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)));
  await onStart(page);
  // What is dropped takes its whole wait: there is time to cancel.
  await openPractice(page, 'blocked');
  await goTo(page, 'Checks');
  expect(await keptAwake()).toBe(false);
  await startChecks(page);
  await expect.poll(keptAwake).toBe(true);
  const cancel = page.getByRole('button', { name: /^Cancel/ });
  await cancel.click();
  await runIsOver(page);
  await expect.poll(keptAwake).toBe(false);
  expect((await checkRows(page)).length).toBeGreaterThan(0);
  await goTo(page, 'Report');
  await expect(heading(page)).toBeVisible();
});
