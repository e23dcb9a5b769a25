import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { PracticeNode } from '../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../electron/practice/practice-node.ts';
import type { WizardWindow } from '../helpers/wizard-window.ts';
import { expect, test as base } from '../helpers/wizard-window.ts';
import type { StepName } from '../helpers/wizard.ts';
import { answerHostKey, goTo, onStart, runIsOver, startChecks, typePassword } from '../helpers/wizard.ts';

const test = base.extend<{ node: PracticeNode }>({
  // Playwright reads the names of what is needed from this pattern: nothing.
  // eslint-disable-next-line no-empty-pattern
  node: async ({}, use) => {
    const node = await startPracticeNode('solved');
    await use(node);
    await node.close();
  },
});

/** A step, what a person does there, and how it is seen that it is there again. */
interface Work {
  readonly step: StepName;
  readonly does: (page: Page) => Promise<void>;
  readonly sees: (page: Page) => Promise<void>;
}

const typed = (step: StepName, label: string, value: string): Work => ({
  step,
  does: (page) => page.getByLabel(label, { exact: true }).fill(value),
  sees: (page) => expect(page.getByLabel(label, { exact: true })).toHaveValue(value),
});

function works(node: PracticeNode): readonly Work[] {
  return [
    typed('Site', 'Your name', 'Inês Carvalho'),
    typed('Deployment', 'LAN gateway', '10.77.0.1'),
    {
      step: 'Features',
      does: async (page) => {
        await page.getByRole('switch', { name: /^Remote syslog( |$)/ }).check({ force: true });
      },
      sees: (page) => expect(page.getByRole('switch', { name: /^Remote syslog( |$)/ })).toBeChecked(),
    },
    {
      step: 'Endpoints',
      does: async (page) => {
        await page
          .getByRole('region', { name: 'Roles' })
          .getByRole('button', { name: 'NTP servers' })
          .click();
        await page.getByLabel('Paste or type addresses of any role').fill('10.77.5.123');
        await page.getByRole('button', { name: /^Add \d+ address/ }).click();
      },
      sees: async (page) => {
        await page
          .getByRole('region', { name: 'Roles' })
          .getByRole('button', { name: 'NTP servers' })
          .click();
        await expect(page.getByRole('button', { name: 'Remove 10.77.5.123', exact: true })).toBeVisible();
      },
    },
    {
      step: 'Change request',
      does: async (page) => {
        await openParties(page);
        await page.getByLabel('Request number').fill('FCR-2026-077');
      },
      sees: async (page) => {
        await openParties(page);
        await expect(page.getByLabel('Request number')).toHaveValue('FCR-2026-077');
      },
    },
    {
      step: 'Checks',
      does: async (page) => {
        await typePassword(page, node.site.nodes[0]?.name ?? '', node.password);
        await startChecks(page);
        await answerHostKey(page, true);
        await runIsOver(page);
      },
      sees: (page) => runIsOver(page),
    },
    {
      step: 'Report',
      does: async () => Promise.resolve(),
      // It rests on the run that was kept: without one there is nothing to sign.
      sees: (page) => expect(page.getByRole('form', { name: 'Signing identity' })).toBeVisible(),
    },
  ];
}

async function openParties(page: Page): Promise<void> {
  const toggle = page.getByRole('button', { name: 'Parties and window' });
  if ((await toggle.getAttribute('aria-expanded')) !== 'true') await toggle.click();
}

async function isAt(page: Page, step: string): Promise<void> {
  await expect(page.getByRole('navigation').locator('[aria-current="step"]')).toContainText(step);
}

async function openAgain(wizard: WizardWindow, name: RegExp): Promise<void> {
  await onStart(wizard.page);
  await wizard.page.getByRole('button', { name }).first().click();
}

test('a crash at each of the seven steps loses nothing, and the site opens where it was', async ({
  wizard: first,
  node,
}) => {
  const { format, catalog, deployment, nodes } = node.site;
  const ssh = { host: '127.0.0.1', port: node.port, user: node.user };
  const site = {
    ...{ format, catalog, deployment, customer: { name: 'Ateliê Douro', site: 'Porto DC1' } },
    nodes: nodes.map((one) => ({ ...one, ssh })),
    endpoints: { dnsServers: ['10.77.5.53'] },
  };
  const path = join(first.out, 'porto.site.json');
  await writeFile(path, JSON.stringify(site));
  await onStart(first.page);
  await first.choose({ open: path });
  await first.page.getByRole('button', { name: 'Open a site file' }).click();
  await isAt(first.page, 'Site');
  let wizard = first;
  for (const { step, does, sees } of works(node)) {
    await goTo(wizard.page, step);
    await does(wizard.page);
    // What is promised: nothing that was typed more than a second before.
    await wizard.page.waitForTimeout(1000);
    wizard = await wizard.crash();
    await openAgain(wizard, /porto\.site\.json|Porto DC1/);
    await isAt(wizard.page, step);
    await sees(wizard.page);
  }
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    technician: { name: 'Inês Carvalho' },
    endpoints: { ntpServers: ['10.77.5.123'] },
    request: { number: 'FCR-2026-077' },
  });
});

test('the wizard’s own crash is said, and the site goes on with what was typed', async ({ wizard }) => {
  const { page, app, out, choose } = wizard;
  const path = join(out, 'lyon.site.json');
  await writeFile(
    path,
    JSON.stringify({
      format: 'gatecheck/site@1',
      catalog: 'panzura-cloudfs',
      deployment: 'one-arm',
      customer: { name: 'Atelier Rhône', site: 'Lyon' },
      nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.10/24' } }],
    }),
  );
  await onStart(page);
  await choose({ open: path });
  await page.getByRole('button', { name: 'Open a site file' }).click();
  await page.getByRole('textbox', { name: 'Site', exact: true }).fill('Lyon 2');
  await app.evaluate(({ app: electron }) => {
    const wizardProcess = electron
      .getAppMetrics()
      .find(({ serviceName, name }) => `${serviceName ?? ''} ${name ?? ''}`.includes('Gatecheck wizard'));
    if (wizardProcess === undefined) throw new Error('There is no wizard process.');
    process.kill(wizardProcess.pid, 'SIGKILL');
  });
  await expect(page.getByRole('alert')).toContainText('It was started again. Your edits are kept');
  await page.getByRole('textbox', { name: 'Site', exact: true }).fill('Lyon 3');
  await expect.poll(() => readFile(path, 'utf8')).toContain('Lyon 3');
});

test('the wizard’s process ends with the program, also when that is killed', async ({ wizard }) => {
  await onStart(wizard.page);
  const pid = await wizard.app.evaluate(
    ({ app: electron }) =>
      electron
        .getAppMetrics()
        .find(({ serviceName, name }) => `${serviceName ?? ''} ${name ?? ''}`.includes('Gatecheck wizard'))
        ?.pid,
  );
  const isAlive = (): boolean => {
    try {
      process.kill(pid ?? 0, 0);
      return pid !== undefined;
    } catch {
      return false;
    }
  };
  expect(isAlive()).toBe(true);
  await wizard.crash();
  await expect.poll(isAlive).toBe(false);
});
