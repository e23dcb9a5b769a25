import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planDocumentSchema } from '../../shared/plan/plan-document.ts';
import { addresses } from '../lab/flows.ts';
import type { Lab } from '../lab/lab.ts';
import { startLab } from '../lab/lab.ts';
import type { CommandResult } from '../lab/namespaces.ts';
import { labMissing } from '../lab/preconditions.ts';
import { cli, environmentOf } from '../lab/run-check.ts';
import type { Declared } from '../lab/wire/classes.ts';
import { sortPackets, targetsOf } from '../lab/wire/classes.ts';
import { keepFigures } from '../lab/wire/figures.ts';
import type { Uplink } from '../lab/wire/uplink.ts';
import { addUplink } from '../lab/wire/uplink.ts';
import { watchWire } from '../lab/wire/watch-wire.ts';
import type { Orders } from './orders.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const playwright = join(folder, '../../node_modules/@playwright/test/cli.js');
const idleMs = 60_000;
/** The suite gives it; by hand it is a display of its own as well. */
const display = JSON.parse(
  process.env['GATECHECK_DISPLAY'] ??
    JSON.stringify(['xvfb-run', '-a', '-s', '-screen 0 1600x1200x24 -nolisten tcp']),
) as readonly string[];

/** The window, Chromium and all, on a laptop with a way into an internet that answers everything. */
describe.skipIf(labMissing() !== null)('the window on a laptop that is online', () => {
  let lab: Lab;
  let uplink: Uplink;
  let declared: Omit<Declared, 'canaries'>;
  const inWindow = (title: string): Promise<CommandResult> => {
    const orders: Orders = { site: lab.sites.solved, key: lab.keys.identity, idleMs, mark: 'calls-home' };
    return lab.exec(
      'laptop',
      [
        // No sandbox for root, who the lab belongs to.
        ...[...display, process.execPath, playwright],
        ...['test', '--config', join(folder, 'playwright.config.ts'), '--grep', title],
      ],
      {
        env: { ...process.env, GATECHECK_OFFLINE: JSON.stringify(orders), GATECHECK_SANDBOX: 'off' },
        timeoutMs: 380_000,
      },
    );
  };

  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    lab = await startLab('one-arm');
    uplink = await addUplink(lab);
    const argv = [process.execPath, cli, 'plan', lab.sites.solved, '--json'];
    const { stdout } = await lab.exec('laptop', argv, { env: environmentOf(lab) });
    declared = {
      ssh: [{ host: addresses.node, port: 22 }],
      targets: targetsOf(planDocumentSchema.parse(JSON.parse(stdout))),
      neighbours: uplink.neighbours,
    };
  });
  afterAll(async () => {
    await uplink.stop();
    await lab.stop();
  });

  it('a whole job sends to the node and to declared targets only', async () => {
    const wire = await watchWire(lab, 'window-job');
    const done = await inWindow('a whole job');
    const sorted = sortPackets(await wire.stop(), { ...declared, canaries: wire.canaries });
    keepFigures('window at work', sorted.counts);
    expect(sorted.undeclared).toEqual([]);
    expect(done.code, done.stdout + done.stderr).toBe(0);
    expect(sorted.counts.canary).toBe(2);
    expect(sorted.counts['ssh to the node']).toBeGreaterThan(50);
    expect(sorted.counts['declared check']).toBeGreaterThan(5);
  });

  it.each([
    ['nothing is done for a minute', 'window at rest'],
    ['a page that turned against us', 'window with a hostile page'],
  ])('%s: no packet at all', async (title, name) => {
    const wire = await watchWire(lab, name.replaceAll(' ', '-'));
    const done = await inWindow(title);
    const sorted = sortPackets(await wire.stop(), { ...declared, canaries: wire.canaries });
    keepFigures(name, sorted.counts);
    expect(sorted.undeclared).toEqual([]);
    expect(done.code, done.stdout + done.stderr).toBe(0);
    expect(sorted.counts).toMatchObject({ canary: 2, 'ssh to the node': 0, 'declared check': 0 });
  });
});
