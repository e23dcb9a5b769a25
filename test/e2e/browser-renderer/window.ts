import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { serveStatic } from '../../helpers/static-server.ts';

const built = fileURLToPath(new URL('../../../dist/renderer', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export type Look = 'light' | 'dark' | 'contrast';

/**
 * A page with the built window in it, under the window's own policy, with the scripted bridge. A fault in its console fails
 * the test, unless `faultsMeant` names it.
 */
export const test = base.extend<{ window: Page; faultsMeant: RegExp | null }, { origin: string }>({
  faultsMeant: [null, { option: true }],
  origin: [
    // eslint-disable-next-line no-empty-pattern -- Playwright insists on a destructured first argument, used or not
    async ({}, use) => {
      const server = await serveStatic(built);
      await use(server.origin);
      await server.close();
    },
    { scope: 'worker' },
  ],
  window: async ({ page, origin, faultsMeant }, use) => {
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(origin)) faults.push(`left the page: ${request.url()}`);
    });
    await page.goto(`${origin}/index.html?fake`);
    await use(page);
    expect(faults.filter((fault) => faultsMeant?.test(fault) !== true)).toEqual([]);
  },
});

export { expect };

/** By the menu, as a person does it. */
export async function choose(page: Page, look: Look): Promise<void> {
  const names = { light: 'Light', dark: 'Dark', contrast: 'High contrast' };
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('radio', { name: names[look] }).check({ force: true });
  await expect(page.locator('html')).toHaveAttribute('data-theme', look);
  await page.keyboard.press('Escape');
}

interface AxeWindow {
  readonly axe: {
    readonly run: (options: object) => Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }[];
    }>;
  };
}

/** Findings of axe, whatever their impact: WCAG 2.2 A and AA, and what axe calls best practice. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const loaded = await page.evaluate(() => 'axe' in globalThis);
  // By the debugger, not by a script element: the page's policy allows no foreign script.
  if (!loaded) await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as AxeWindow;
    const result = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`),
    }));
  });
  return violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.join(' | ')}`);
}
