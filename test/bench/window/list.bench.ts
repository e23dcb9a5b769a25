import type { ElectronApplication, Page } from '@playwright/test';
import { goTo, openPractice, startChecks } from '../../helpers/wizard.ts';
import { expect, test } from '../../helpers/wizard-window.ts';
import { record } from '../../renderer/samples.ts';
import { median, percentile, tell } from './measured.ts';

const rows = 20_000;
const heapGoalMb = 300;
const scrollGoal = 1.2;
const mb = 2 ** 20;
/** Frames of one scroll, and pixels of one frame: ten rows, which is faster than a hand scrolls. */
const frames = 240;
const pixels = 320;
const rounds = 7;
const size = { width: 1280, height: 720 };

/** Memory of the page's scripts after a collection, in MB. */
async function heapOf(page: Page): Promise<{ readonly live: number; readonly collected: number }> {
  const client = await page.context().newCDPSession(page);
  const used = async (): Promise<number> => (await client.send('Runtime.getHeapUsage')).usedSize / mb;
  const live = await used();
  await client.send('HeapProfiler.collectGarbage');
  const collected = await used();
  await client.detach();
  return { live, collected };
}

/** Milliseconds between the frames of a scroll of what the selector names, from a share of its height on. */
function scroll(page: Page, selector: string, from: number): Promise<number[]> {
  return page.evaluate(
    ({ where, count, step, share }) =>
      new Promise<number[]>((resolve) => {
        const list = document.querySelector(where);
        if (list === null) throw new Error(`There is no ${where}.`);
        const times: number[] = [];
        list.scrollTop = share * (list.scrollHeight - count * step);
        let last = 0;
        const frame = (now: number): void => {
          if (last > 0) times.push(now - last);
          last = now;
          list.scrollTop += step;
          if (times.length < count) requestAnimationFrame(frame);
          else resolve(times);
        };
        requestAnimationFrame(() => requestAnimationFrame(frame));
      }),
    { where: selector, count: frames, step: pixels, share: from },
  );
}

/**
 * Makes the main process answer the window in place of the wizard's, over a port of its own, and tell it of a run: that many
 * checks, each begun and observed by itself, as fast as the window takes them. Everything in the window is the program's own.
 */
async function scriptRun(app: ElectronApplication): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow, MessageChannelMain }, { sample, count }) => {
      const { port1, port2 } = new MessageChannelMain();
      const observations = ['confirmed', 'open', 'filtered', 'refused', 'no-answer'];
      const verdicts = ['pass', 'pass', 'fail', 'fail', 'inconclusive'];
      const recordOf = (index: number) => {
        const kind = index % 17 > 3 ? 0 : (index % 17) + 1;
        const observation = observations[kind];
        const address = `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
        return {
          ...sample,
          id: `bench-${index % 40}#172.31.250.10>${address}@node~${address}:443`,
          rule: `bench-${index % 40}`,
          target: { ...sample.target, address, resolved: address },
          observation,
          verdict: verdicts[kind],
          attempts: [{ ms: 4 + (index % 50), observation, outcome: `${observation} ${index}` }],
          evidence: { route: `${address} via 172.31.250.9 dev wan0`, reply: `bytes ${index}: 16030100` },
          explanation: `${address} was tried from the node: ${observation}.`,
        };
      };
      const tell = (event: object): void => port2.postMessage({ kind: 'run-event', event });
      const runAll = (site: string): void => {
        const ids = Array.from({ length: count }, (_, index) => recordOf(index).id);
        tell({ kind: 'started', site, checks: ids });
        let next = 0;
        const some = (): void => {
          for (const end = Math.min(count, next + 50); next < end; next += 1) {
            const record = recordOf(next);
            tell({ kind: 'running', site, check: record.id, attempt: 1 });
            tell({ kind: 'observed', site, record });
          }
          if (next < count) setTimeout(some, 10);
        };
        some();
      };
      port2.on('message', ({ data }: { data: { call: number; channel: string; args: [string] } }) => {
        const values: Record<string, unknown> = {
          'run.start': { total: count },
          'run.keptSignIn': { hosts: [] },
        };
        const reply = { ok: true, value: values[data.channel] ?? null };
        port2.postMessage({ kind: 'reply', call: data.call, reply });
        if (data.channel === 'run.start') runAll(data.args[0]);
      });
      port2.start();
      const [window] = BrowserWindow.getAllWindows();
      window?.webContents.postMessage('gatecheck:port', { problem: null }, [port1]);
    },
    { sample: record(), count: rows },
  );
}

/** The plain list in a window of the same program, as large as ours. */
async function plainWindow(app: ElectronApplication): Promise<Page> {
  const folder = process.env['GATECHECK_PLAIN_LIST'];
  if (folder === undefined) throw new Error('GATECHECK_PLAIN_LIST is not set: run npm run bench:window.');
  const opened = app.waitForEvent('window');
  await app.evaluate(
    async ({ BrowserWindow }, { file, width, height, count }) => {
      const window = new BrowserWindow({
        ...{ width, height, useContentSize: true, x: 0, y: 0 },
        webPreferences: { partition: 'plain', backgroundThrottling: false, sandbox: true },
      });
      await window.loadFile(file, { query: { rows: String(count) } });
    },
    { file: `${folder}/index.html`, ...size, count: rows },
  );
  const page = await opened;
  await expect(page.locator('#scroll > div > div').first()).toBeVisible();
  return page;
}

/** Brings one of the two windows to the front, so that the other draws nothing meanwhile. */
async function front(app: ElectronApplication, plain: boolean): Promise<void> {
  await app.evaluate(({ BrowserWindow }, wanted) => {
    for (const window of BrowserWindow.getAllWindows()) {
      const isPlain = window.webContents.getURL().startsWith('file:');
      if (isPlain === wanted) window.show();
      else window.hide();
    }
  }, plain);
}

test('20,000 live results, and scrolling through them', async ({ wizard }) => {
  const { app, page } = wizard;
  await openPractice(page, 'solved');
  await goTo(page, 'Checks');
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setContentSize(width, height);
    window?.webContents.setBackgroundThrottling(false);
  }, size);
  const empty = await heapOf(page);

  await scriptRun(app);
  await startChecks(page);
  await expect(page.getByRole('table', { name: 'Checks' })).toHaveAttribute(
    'aria-rowcount',
    String(rows + 1),
  );
  await expect(page.getByText(`of ${rows} checks`)).toBeVisible();
  await expect(page.locator('.big-count')).toHaveText(String(rows), { timeout: 120_000 });
  const heap = await heapOf(page);

  const plain = await plainWindow(app);
  const ours: number[][] = [];
  const theirs: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    await front(app, false);
    ours.push(await scroll(page, '.checks > .screen', round / rounds));
    await front(app, true);
    theirs.push(await scroll(plain, '#scroll', round / rounds));
  }
  const drawn = await page.locator('.check-table tr[data-row]').count();
  const p95 = (times: readonly number[][]): number => median(times.map((one) => percentile(one, 0.95)));
  const middle = (times: readonly number[][]): number => median(times.map((one) => percentile(one, 0.5)));
  const ratio = p95(ours) / p95(theirs);
  const ms = (value: number): string => `${value.toFixed(1)} ms`;

  tell({
    order: 30,
    title: 'Memory of 20,000 live results',
    text: [
      `Goal: less than ${heapGoalMb} MB of script memory in the window after ${rows} results came in one by one while it showed them.`,
      '',
      '| | in use | after a collection |',
      '|---|---|---|',
      `| before the run | ${empty.live.toFixed(0)} MB | ${empty.collected.toFixed(0)} MB |`,
      `| with ${rows} results | ${heap.live.toFixed(0)} MB | ${heap.collected.toFixed(0)} MB |`,
    ].join('\n'),
    missed: heap.live < heapGoalMb ? [] : [`${heap.live.toFixed(0)} MB in use`],
  });
  tell({
    order: 40,
    title: 'Scrolling 20,000 rows',
    text: [
      `Goal: the 95th percentile of the time between two frames is at most ${scrollGoal} x that of a plain virtual list of ${rows} lines of text, in a window of the same program, as large, in the same run. ${rounds} scrolls of ${frames} frames and ${pixels} pixels a frame each, in turn, from other places of the list each time; medians of the scrolls.`,
      '',
      '| | median frame | 95th percentile | least to most of it |',
      '|---|---|---|---|',
      ...[
        [`the table of checks, ${drawn} rows drawn`, ours] as const,
        ['plain virtual list', theirs] as const,
      ].map(([what, times]) => {
        const each = times.map((one) => percentile(one, 0.95));
        return `| ${what} | ${ms(middle(times))} | ${ms(p95(times))} | ${ms(Math.min(...each))} to ${ms(Math.max(...each))} |`;
      }),
      '',
      `Ratio of the 95th percentiles: ${ratio.toFixed(2)}.`,
    ].join('\n'),
    missed: ratio <= scrollGoal ? [] : [`scrolling ${ratio.toFixed(2)} x the plain list`],
  });
  expect(drawn).toBeLessThan(100);
});
