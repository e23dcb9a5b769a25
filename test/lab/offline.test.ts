import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planDocumentSchema } from '../../shared/plan/plan-document.ts';
import { addresses } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import type { CommandResult } from './namespaces.ts';
import { labMissing } from './preconditions.ts';
import { cli, environmentOf, runCheck } from './run-check.ts';
import { labSite, writeSite } from './sites.ts';
import type { Declared } from './wire/classes.ts';
import { sortPackets, targetsOf } from './wire/classes.ts';
import { keepFigures } from './wire/figures.ts';
import type { Uplink } from './wire/uplink.ts';
import { addUplink } from './wire/uplink.ts';
import { watchWire } from './wire/watch-wire.ts';

/** A laptop with a way into an internet that answers everything: the command line sends what a plan declares, no more. */
describe.skipIf(labMissing() !== null)('the command line on a laptop that is online', () => {
  let lab: Lab;
  let uplink: Uplink;
  /** Every flow of the lab, and names that stand nowhere else: a redacted copy can be made. */
  let site: string;
  let declared: Omit<Declared, 'canaries'>;
  const gatecheck = (...args: readonly string[]): Promise<CommandResult> =>
    lab.exec('laptop', [process.execPath, cli, ...args], { env: environmentOf(lab), timeoutMs: 90_000 });

  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    lab = await startLab('one-arm');
    uplink = await addUplink(lab);
    site = writeSite(lab.folder, 'porto', {
      ...labSite('one-arm', lab.certificates, lab.keys),
      customer: { name: 'Northgate Logistics', site: 'Porto DC1' },
    });
    const { stdout } = await gatecheck('plan', site, '--json');
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

  it('every command: packets go to the node and to declared targets only', async () => {
    const wire = await watchWire(lab, 'every-command');
    const out = (name: string): string => join(lab.folder, name);
    const expectCode = async (codes: readonly number[], ...args: readonly string[]): Promise<void> => {
      const { code, stderr, stdout } = await gatecheck(...args);
      expect(codes, `${args.join(' ')}: ${stderr} ${stdout.slice(-500)}`).toContain(code);
    };
    await expectCode([0, 1], 'plan', site);
    await expectCode([0, 1], 'request', site, '--out', out('asked'));
    const checked = await runCheck(lab, site);
    expect(checked.report?.readiness, checked.stderr).toBe('not-ready');
    const report = checked.reportFile;
    await expectCode(
      [0, 1],
      ...['watch', lab.sites.solved, '--out', out('watched'), '--identity', lab.keys.identity],
      ...['--signing-key', lab.keys.identity, '--every', '2', '--green-every', '2', '--for', '6s'],
    );
    const signers = out('allowed_signers');
    writeFileSync(signers, `lab@corp.example ${readFileSync(lab.keys.authorizedKeys, 'utf8')}`);
    const known = ['--allowed-signers', signers];
    await expectCode([0], 'verify', report, ...known);
    const signer = ['--signing-key', lab.keys.identity];
    // It may refuse to make a copy that would still name something: either way it sends nothing.
    await expectCode([0, 2], 'redact', report, '--out', out('redacted'), ...known, ...signer);
    await expectCode([0], 'export', report, '--out', out('exported'), '--format', 'json', ...known);
    await expectCode([0], 'verifier', report, '--out', lab.folder, ...known);
    await expectCode([0], 'compare', report, report, ...known);
    await expectCode([0], 'history', '--verify');
    await expectCode([0], 'demo', '--out', out('practice'), '--scenario', 'solved');
    await expectCode([0], '--help');

    const sorted = sortPackets(await wire.stop(), { ...declared, canaries: wire.canaries });
    keepFigures('command line', sorted.counts);
    expect(sorted.undeclared).toEqual([]);
    expect(sorted.counts.canary).toBe(2);
    // The capture saw the run: the session, and what the plan starts at the laptop.
    expect(sorted.counts['ssh to the node']).toBeGreaterThan(100);
    expect(sorted.counts['declared check']).toBeGreaterThan(20);
  });

  it('a program that calls home is seen: its question for a name, and its connection over each family', async () => {
    const wire = await watchWire(lab, 'calls-home');
    const home = `
      const call = (url) => fetch(url).catch((error) => error);
      await call('http://updates.vendor.example/');
      await call('http://[2001:db8:80::1]:8080/');
      const { createSocket } = await import('node:dgram');
      const socket = createSocket('udp4');
      await new Promise((sent) => socket.send('M-SEARCH', 1900, '239.255.255.250', sent));
      socket.addMembership('224.0.0.251');
      socket.close();
    `;
    const { code, stderr } = await lab.exec('laptop', [
      ...[process.execPath, '--input-type=module', '-e', home],
    ]);
    expect(code, stderr).toBe(0);
    const { undeclared, counts } = sortPackets(await wire.stop(), { ...declared, canaries: wire.canaries });
    expect(counts.canary).toBe(2);
    const seen = (what: RegExp): boolean => undeclared.some((one) => what.test(one));
    expect(seen(/^sent udp 10\.20\.60\.2#\d+ > 10\.20\.60\.1#53 .*updates.vendor.example/)).toBe(true);
    expect(seen(/^sent tcp 10\.20\.60\.2#\d+ > 203\.0\.113\.80#80 GET \//)).toBe(true);
    expect(seen(/^sent tcp fd00:20:60::2#\d+ > 2001:db8:80::1#8080 GET \//)).toBe(true);
    expect(seen(/^sent udp 10\.20\.60\.2#\d+ > 239\.255\.255\.250#1900 M-SEARCH/)).toBe(true);
    expect(seen(/^sent igmp 10\.20\.60\.2 > 224\.0\.0\.22/)).toBe(true);
  });
});
