import type * as NodeFs from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ElectronApplication } from '@playwright/test';
import { _electron, expect, test } from '@playwright/test';
import { siteOfLines } from '../request-site.ts';
import { tell } from './measured.ts';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const lines = 5000;
const limitMs = 50;

/** Milliseconds for which the main process answered nothing, at the longest. */
interface Longest {
  readonly gap: number;
  /** How much its thread worked in such a gap, at the most (Linux tells): the rest is other programs at the processor. */
  readonly own: number;
}

interface Watching {
  longest: { gap: number; own: number };
  looking: NodeJS.Timeout;
}

/** Looks every millisecond, from within. */
function watch(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- a function that Playwright carries over has no `require` of its own
    const { readFileSync } = process.mainModule?.require('node:fs') as typeof NodeFs;
    const worked = (): number => {
      try {
        const [ran = '0'] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
        return Number(ran) / 1e6;
      } catch {
        return 0;
      }
    };
    const place = globalThis as unknown as Watching;
    let last = performance.now();
    let lastWorked = worked();
    place.longest = { gap: 0, own: 0 };
    place.looking = setInterval(() => {
      const [now, nowWorked] = [performance.now(), worked()];
      const gap = now - last - 1;
      const own = Math.min(gap, nowWorked - lastWorked);
      place.longest = { gap: Math.max(place.longest.gap, gap), own: Math.max(place.longest.own, own) };
      [last, lastWorked] = [now, nowWorked];
    }, 1);
  });
}

function longest(app: ElectronApplication): Promise<Longest> {
  return app.evaluate(() => {
    const place = globalThis as unknown as Watching;
    clearInterval(place.looking);
    return place.longest;
  });
}

test('the main process while a request of 5,000 lines is written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatecheck-block-'));
  const out = join(folder, 'out');
  await mkdir(out);
  const path = join(out, 'large.site.json');
  await writeFile(path, JSON.stringify(siteOfLines(lines)));
  const environment = Object.entries(process.env).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  const app = await _electron.launch({
    executablePath: process.env['GATECHECK_ELECTRON'] ?? '',
    args: [checkout],
    chromiumSandbox: process.env['GATECHECK_SANDBOX'] === 'on',
    env: { ...Object.fromEntries(environment), GATECHECK_HOME: join(folder, 'user') },
  });
  try {
    const page = await app.firstWindow();
    await expect(page.getByRole('button', { name: 'Open a site file' })).toBeVisible();
    await app.evaluate(
      ({ dialog }, answer) => {
        dialog.showOpenDialog = ((_window: unknown, { properties }: { properties?: string[] }) =>
          Promise.resolve({
            canceled: false,
            filePaths: [properties?.includes('openDirectory') === true ? answer.out : answer.path],
          })) as typeof dialog.showOpenDialog;
      },
      { out, path },
    );
    await page.getByRole('button', { name: 'Open a site file' }).click();
    await expect(page.getByRole('navigation', { name: 'Steps' })).toBeVisible();
    await page.waitForTimeout(1500);
    // Nothing goes on: what the machine and the sampler do to it by themselves.
    await watch(app);
    await page.waitForTimeout(5000);
    const idle = await longest(app);
    await page
      .getByRole('navigation', { name: 'Steps' })
      .getByRole('button', { name: 'Change request' })
      .click();
    const save = page.getByRole('button', { name: /^Save all \d+$/ });
    await expect(save).toBeEnabled({ timeout: 60_000 });
    await watch(app);
    const began = Date.now();
    await save.click();
    await expect(page.getByRole('list', { name: 'Written files' })).toBeVisible({ timeout: 240_000 });
    const seconds = (Date.now() - began) / 1000;
    const busy = await longest(app);
    const files = (await readdir(out)).filter((name) => name !== 'large.site.json');
    expect(files.length).toBeGreaterThan(5);
    tell({
      order: 2,
      title: 'The main process during an export',
      text: [
        `A change request of ${lines.toLocaleString('en')} lines was written in all forms (${files.length} files, ${seconds.toFixed(0)} s),`,
        'with its preview beside it. The longest time for which the main process answered nothing:',
        '',
        '| what goes on | milliseconds | of them at work |',
        '|---|---|---|',
        `| nothing (5 s) | ${idle.gap.toFixed(1)} | ${idle.own.toFixed(1)} |`,
        `| the export | ${busy.gap.toFixed(1)} | ${busy.own.toFixed(1)} |`,
        '',
        `The goal is less than ${limitMs} ms at work: on a busy machine its thread also waits for a processor.`,
      ].join('\n'),
      missed: busy.own < limitMs ? [] : [`main process blocked for ${busy.own.toFixed(0)} ms`],
    });
  } finally {
    await app.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
});
