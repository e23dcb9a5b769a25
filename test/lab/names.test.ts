import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../shared/report/schema.ts';
import { addresses, names } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import { cli, environmentOf, runCheck } from './run-check.ts';
import { solvedSite, writeSite } from './sites.ts';

type CheckRecord = Report['checks'][number];

describe.skipIf(labMissing() !== null)('names of a site behind a real firewall', () => {
  let lab: Lab;
  let report: Report;
  let reportFile: string;
  let packets: readonly { readonly to: string }[];

  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    lab = await startLab('one-arm');
    const solved = solvedSite('one-arm', lab.certificates, lab.keys);
    const site = writeSite(lab.folder, 'names', {
      ...solved,
      endpoints: {
        ...solved.endpoints,
        dnsServers: [addresses.dns, addresses.dnsDropped],
        objectStores: [...(solved.endpoints?.objectStores ?? []), { address: names.spread }],
      },
    });
    const capture = await lab.capture('ip and not tcp src port 22');
    const run = await runCheck(lab, site);
    packets = await capture.stop();
    if (run.report === null) throw new Error(`no report; exit ${String(run.code)}: ${run.stderr}`);
    ({ report, reportFile } = { report: run.report, reportFile: run.reportFile });
  });
  afterAll(() => lab.stop());

  const checkOf = (target: string, protocol: 'tcp' | 'udp', port: number): CheckRecord => {
    const check = report.checks.find(
      (one) =>
        one.vantage.kind === 'node' &&
        one.target.address === target &&
        one.target.protocol === protocol &&
        one.target.port === port,
    );
    if (check === undefined) throw new Error(`No check of ${target} ${port}/${protocol}.`);
    return check;
  };

  it('fail where one of their addresses is blocked, and both are shown', () => {
    const spread = checkOf(names.spread, 'tcp', 443);
    expect(spread).toMatchObject({
      observation: 'filtered',
      verdict: 'fail',
      target: { resolved: addresses.dropped },
    });
    const shown = spread.evidence['addresses'] as string[];
    expect([...shown].sort()).toEqual([
      expect.stringMatching(new RegExp(`^${addresses.store}: (open|confirmed), `)) as string,
      expect.stringMatching(new RegExp(`^${addresses.dropped}: filtered, `)) as string,
    ]);
    expect(checkOf(names.store, 'tcp', 443).observation).toBe('confirmed');
  });

  it('are asked of the declared server that answers, with the directory’s services; nothing else is dialled', () => {
    const server = checkOf(addresses.dns, 'udp', 53);
    expect(server.observation).toBe('confirmed');
    expect(server.evidence['names']).toEqual(
      expect.arrayContaining([
        `${names.store} A: ${addresses.store}`,
        `${names.store} AAAA: no such record`,
        `${names.spread} A: ${addresses.store}, ${addresses.dropped}`,
        `_ldap._tcp.dc._msdcs.${names.domain} SRV: dc1.${names.domain}:389`,
      ]),
    );
    expect(checkOf(addresses.dnsDropped, 'udp', 53).evidence['names']).toBeUndefined();
    expect(packets.filter(({ to }) => to === addresses.controller)).toEqual([]);
  });

  it('carry a remark about the declared server that does not', () => {
    expect(checkOf(names.store, 'tcp', 443).evidence['remarks']).toContain(
      `The declared DNS server ${addresses.dnsDropped} gave “no-answer” over UDP in this run.`,
    );
  });

  it('make a report that verifies', async () => {
    const verified = await lab.exec('laptop', [process.execPath, cli, 'verify', reportFile], {
      env: environmentOf(lab),
    });
    expect(verified.stdout).not.toMatch(/invalid/i);
    expect([0, 4]).toContain(verified.code);
  });
});
