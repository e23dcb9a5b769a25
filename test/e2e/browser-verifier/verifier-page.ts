import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { test as base, expect } from '@playwright/test';
import type { SampleFile } from '../../helpers/report-samples.ts';

/** The empty verifier as it was built. */
export const verifierFile = fileURLToPath(new URL('../../../dist/verifier.html', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A page whose every request is a fault, but for its own document and the worker that it makes of its own script. */
export const test = base.extend<{ quiet: Page }>({
  quiet: async ({ page, context }, use) => {
    const faults: string[] = [];
    await context.setOffline(true);
    page.on('request', (request) => {
      const url = request.url();
      const own = request.isNavigationRequest() && url.startsWith('file:///');
      if (!own && !url.startsWith('blob:')) faults.push(`asked for ${url}`);
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await use(page);
    expect(faults).toEqual([]);
  },
});

export { expect };

export async function openVerifier(page: Page, path = verifierFile): Promise<void> {
  await page.goto(`file://${path}`);
  await expect(page.getByRole('heading', { name: 'Gatecheck verifier' })).toBeVisible();
}

/** Chooses files, and waits for the answer to them. */
export async function give(page: Page, files: readonly SampleFile[]): Promise<void> {
  await page.getByLabel('Choose files').setInputFiles(
    files.map(({ name, bytes }) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(bytes),
    })),
  );
  await expect(page.locator('#verdict-title')).toBeFocused();
}

export interface Shown {
  readonly result: string;
  readonly lines: readonly string[];
}

/** What the page says, as the program would print it. */
export async function shown(page: Page): Promise<Shown> {
  const word = await page.locator('#verdict-title').innerText();
  const lines = await page
    .locator('li[data-what]')
    .evaluateAll((items) =>
      items.map(
        (item) => `${item.getAttribute('data-what') ?? ''}: ${item.getAttribute('data-answer') ?? ''}`,
      ),
    );
  return { result: word, lines: lines.filter((line) => !line.startsWith('pdf')) };
}

/** What the page says of each of several reports, by the names of their files: it is asked for one after the other. */
export async function shownOfEach(page: Page): Promise<Map<string, Shown>> {
  const all = await page.evaluate(() =>
    [...document.querySelectorAll('.choices button')].map((_button, index) => {
      // Each choice builds the list anew.
      const button = document.querySelectorAll<HTMLElement>('.choices button')[index];
      const name = button?.textContent ?? '';
      button?.click();
      const result = document.querySelector('#verdict-title')?.textContent ?? '';
      const lines = [...document.querySelectorAll<HTMLElement>('li[data-what]')].map(
        ({ dataset }) => `${dataset['what'] ?? ''}: ${dataset['answer'] ?? ''}`,
      );
      return { name, result, lines: lines.filter((line) => !line.startsWith('pdf')) };
    }),
  );
  return new Map(all.map(({ name, result, lines }) => [name, { result, lines }]));
}

interface AxeWindow {
  readonly axe: {
    readonly run: (options: object) => Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }[];
    }>;
  };
}

/** Every finding of axe, whatever its weight: WCAG 2.2 AA and good practice. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // By the debugger, not by a script element: the page's policy allows no foreign script.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as AxeWindow;
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
          .join(' | ')}`,
    );
  });
}
