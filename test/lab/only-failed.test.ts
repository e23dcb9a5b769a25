import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../shared/report/schema.ts';
import type { VerifyResult } from '../../shared/report/types.ts';
import { addresses, labFlows } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import type { CheckRun } from './run-check.ts';
import { cli, environmentOf, runCheck } from './run-check.ts';
import { solvedSite, writeSite } from './sites.ts';

const missing = labMissing();

/** A second laptop's place, in another network of the customer's. */
const elsewhere = { address: '10.20.60.20', gateway: '10.20.61.254' } as const;

const reportOf = ({ report, code, stderr }: CheckRun): Report => {
  if (report === null) throw new Error(`no report; exit ${String(code)}: ${stderr}`);
  return report;
};

const notPassed = ({ checks }: Report): string[] =>
  checks.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id);

/** `10.20.5.53.53`, as tcpdump writes where a packet went. */
const endOf = (text: string): string => /> (\S+):/.exec(text)?.[1] ?? '';

describe.skipIf(missing !== null)('gatecheck check --only-failed in a lab', () => {
  let lab: Lab;
  let signers = '';
  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    lab = await startLab('one-arm');
    signers = join(lab.folder, 'allowed_signers');
    const publicKey = readFileSync(`${lab.keys.identity}.pub`, 'utf8');
    writeFileSync(signers, `lab@corp.example ${publicKey}`);
  });
  afterAll(() => lab.stop());

  /** What `verify` says of a report as a whole, and of what was carried over into it. */
  const verify = async (file: string): Promise<unknown> => {
    const { stdout } = await lab.exec(
      'laptop',
      [process.execPath, cli, 'verify', file, '--allowed-signers', signers, '--json'],
      { env: environmentOf(lab), timeoutMs: 60_000 },
    );
    const { result, lines } = JSON.parse(stdout) as VerifyResult;
    return [result, lines.find(({ what }) => what === 'carried-over')?.answer];
  };

  it('sends what did not pass and nothing else, and merges it into a valid report', async () => {
    const first = await runCheck(lab, lab.sites.blocked);
    const before = reportOf(first);
    const failed = new Set(notPassed(before));
    // Meanwhile the firewall team has opened NTP to this one.
    const opened = addresses.ntpRejected;
    await lab.setFirewall(
      labFlows.map((flow) => (flow.to === opened ? { ...flow, firewall: 'accept' } : flow)),
    );
    const capture = await lab.capture('ip and (tcp or udp) and not tcp src port 22');
    const more = ['--only-failed', first.reportFile, '--allowed-signers', signers];
    const second = await runCheck(lab, lab.sites.blocked, more);
    const packets = await capture.stop();
    await lab.setFirewall(labFlows);
    const after = reportOf(second);

    // The earlier report lies in another folder: the history has it.
    expect(await verify(second.reportFile)).toEqual(['valid', 'valid']);
    const repeated = after.checks.filter(({ carriedOverFrom }) => carriedOverFrom === null);
    expect(new Set(repeated.map(({ id }) => id))).toEqual(failed);
    const open = after.checks.filter(({ target }) => target.address === opened);
    expect(open.map(({ verdict, carriedOverFrom }) => [verdict, carriedOverFrom])).toEqual([['pass', null]]);
    const reference = { id: before.id, createdAt: before.createdAt, signer: before.signer.fingerprint };
    expect(after.carriedFrom).toMatchObject([reference]);

    // From the node went only what was repeated, its negative controls, and the names that it needed.
    const declared = new Set([
      ...repeated.map(({ target }) => `${target.resolved ?? ''}.${target.port ?? ''}`),
      ...after.controls.map(({ address, port }) => `${address ?? ''}.${port}`),
      `${addresses.dns}.53`,
    ]);
    // What the laptop was answered is no check of the node's.
    const sent = packets.filter(({ to }) => to !== addresses.laptop).map(({ text }) => endOf(text));
    expect(sent.filter((end) => !declared.has(end))).toEqual([]);
    for (const end of [`${addresses.ntpRejected}.123`, `${addresses.dnsDropped}.53`])
      expect(sent).toContain(end);
    for (const end of [`${addresses.ntp}.123`, `${addresses.store}.443`]) expect(sent).not.toContain(end);
  });

  it('makes one ready report of what two laptops in two networks proved, each with its own key', async () => {
    const solved = solvedSite('one-arm', lab.certificates, lab.keys);
    const sources = ['10.20.40.0/23', '10.20.60.0/23'];
    const site = writeSite(lab.folder, 'two-laptops', {
      ...solved,
      endpoints: { ...solved.endpoints, adminWorkstations: sources },
    });
    const first = await runCheck(lab, site);
    expect([first.code, reportOf(first).readiness]).toEqual([1, 'not-ready']);

    const on = async (role: 'laptop' | 'firewall', commands: readonly string[]): Promise<void> => {
      for (const command of commands) {
        const { code, stderr } = await lab.exec(role, command.split(' '));
        expect([command, code, stderr]).toEqual([command, 0, '']);
      }
    };
    await on('firewall', [
      `ip addr add ${elsewhere.gateway}/23 dev fw-lap`,
      `nft insert rule inet lab forward ip saddr ${elsewhere.address} ip daddr ${addresses.node} accept`,
    ]);
    await on('laptop', [
      `ip addr del ${addresses.laptop}/23 dev lap0`,
      `ip addr add ${elsewhere.address}/23 dev lap0`,
      `ip route replace default via ${elsewhere.gateway}`,
    ]);
    const key = join(lab.folder, 'second-laptop');
    const made = await lab.exec('laptop', ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key]);
    expect(made.code).toBe(0);

    const capture = await lab.capture('ip and (tcp or udp) and not tcp src port 22');
    const merge = ['--only-failed', first.reportFile, '--signing-key', key];
    const unknown = await runCheck(lab, site, merge);
    expect([unknown.code, unknown.report]).toEqual([2, null]);
    const second = await runCheck(lab, site, [...merge, '--allowed-signers', signers]);
    const packets = await capture.stop();
    const report = reportOf(second);
    expect([second.code, report.readiness]).toEqual([0, 'ready']);
    expect(report.signer.publicKey).not.toBe(reportOf(first).signer.publicKey);
    // The node itself had passed everything: nothing of it was sent again.
    expect(packets.filter(({ to }) => to !== elsewhere.address)).toEqual([]);
    const webui = report.checks.filter(({ rule }) => rule === 'webui.lab-1.in.lan.443-tcp.v4');
    expect(
      webui.map(({ vantage, verdict, carriedOverFrom }) => [
        vantage.coversFrom,
        vantage.address,
        verdict,
        carriedOverFrom?.report ?? null,
      ]),
    ).toEqual([
      [sources[0], addresses.laptop, 'pass', reportOf(first).id],
      [sources[1], elsewhere.address, 'pass', null],
    ]);
    appendFileSync(signers, `lab@corp.example ${readFileSync(`${key}.pub`, 'utf8')}`);
    expect(await verify(second.reportFile)).toEqual(['valid', 'valid']);
  });
});
