import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine } from '../helpers/command-line.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { CheckRecord } from '../../shared/results/types.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import { addresses, labFlows, names } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import type { CommandResult } from './namespaces.ts';
import { labMissing } from './preconditions.ts';

const cli = join(dirname(fileURLToPath(import.meta.url)), '../../dist/cli.cjs');
const missing = labMissing();

/** The addresses of the lab's names, as its DNS server gives them. */
const addressOf: Readonly<Record<string, string>> = {
  [names.store]: addresses.store,
  [names.intercepted]: addresses.intercepted,
};

/** What the report says of one of the lab's flows; several rules may cover it, and they have to agree. */
function observationsOf(report: Report, to: string, port: number | null, protocol: string): Observation[] {
  const seen = report.checks
    .filter(({ target, vantage }) => {
      const host = vantage.kind === 'laptop' ? addresses.node : (addressOf[target.address] ?? target.address);
      return host === to && target.port === port && target.protocol === protocol;
    })
    .filter(({ evidence }) => evidence['reason'] === undefined)
    .map(({ observation }) => observation);
  return [...new Set(seen)];
}

function readReport(folder: string, name: string): Report {
  return JSON.parse(readFileSync(join(folder, `${name}.readiness.json`), 'utf8')) as Report;
}

/** Runs the command line on the laptop of the lab, with a user folder and a signing key of its own. */
function laptop(lab: Lab): (...args: string[]) => Promise<CommandResult> {
  const env = { ...process.env, GATECHECK_HOME: join(lab.folder, 'home'), LAB_SECRET: 'wrong' };
  return (...args) => lab.exec('laptop', [process.execPath, cli, ...args], { env, timeoutMs: 90_000 });
}

describe.skipIf(missing !== null)('gatecheck check in the lab, One-Arm', () => {
  let lab: Lab;
  let gatecheck: (...args: string[]) => Promise<CommandResult>;
  let out: string;
  beforeAll(async () => {
    buildCommandLine();
    lab = await startLab('one-arm');
    gatecheck = laptop(lab);
    out = join(lab.folder, 'out');
    await gatecheck('key', 'create', '--name', 'Lab', '--email', 'lab@corp.example', '--plain-key');
  });
  afterAll(() => lab.stop());

  const check = (site: string, ...more: string[]): Promise<CommandResult> =>
    gatecheck('check', site, '--out', out, '--identity', lab.keys.identity, ...more);

  it('sees of every flow what the lab set up, from the LAN address of the node, and is not ready', async () => {
    const capture = await lab.capture(`host ${addresses.node} and not host ${addresses.laptop}`);
    const ended = await check(lab.sites.blocked);
    const packets = await capture.stop();
    expect(ended.stderr).toContain('blocked.readiness.json');
    expect(ended.code).toBe(1);
    const report = readReport(out, 'blocked');
    const seen = labFlows.map(({ what, to, port, protocol }) => [
      what,
      observationsOf(report, to, port, protocol),
    ]);
    expect(seen).toEqual(labFlows.map(({ what, observation }) => [what, [observation]]));
    expect(report.readiness).toBe('not-ready');
    // What left the node on the firewall's leg came from its LAN address and from nowhere else.
    const senders = new Set(packets.filter(({ to }) => to !== addresses.node).map(({ from }) => from));
    expect([...senders]).toEqual([addresses.node]);
    expect(packets.length).toBeGreaterThan(labFlows.length);
    // Nothing went where the plan did not say.
    const declared = new Set([
      ...labFlows.map(({ to }) => to),
      ...report.controls.flatMap(({ address }) => address ?? []),
    ]);
    const strangers = packets.map(({ to }) => to).filter((to) => to !== addresses.node && !declared.has(to));
    expect([...new Set(strangers)]).toEqual([]);
    expect(report.controls.map(({ observation }) => observation)).not.toContain('open');
  });

  it('says that a name which does not resolve says nothing about the firewall', () => {
    const check = readReport(out, 'blocked').checks.find(({ target }) => target.address === names.unknown);
    expect(check).toMatchObject({ observation: 'unresolved', verdict: 'fail' });
    expect(check?.explanation).toContain('says nothing about the firewall');
  });

  it('is ready when every required rule passes, and OpenSSH agrees with the signature', async () => {
    const ended = await check(lab.sites.solved);
    expect(ended.stdout).toContain('Ready.');
    expect(ended.code).toBe(0);
    const signers = await gatecheck('key', 'export', '--allowed-signers');
    const signersFile = join(lab.folder, 'allowed_signers');
    writeFileSync(signersFile, signers.stdout);
    const file = join(out, 'solved.readiness.json');
    const bytes = readFileSync(file, 'utf8');
    const verify = (text: string): Promise<CommandResult> =>
      lab.exec(
        'laptop',
        [
          ...['ssh-keygen', '-Y', 'verify', '-f', signersFile, '-I', 'lab@corp.example'],
          ...['-n', 'gatecheck', '-s', `${file}.sig`],
        ],
        { stdin: text },
      );
    expect((await verify(bytes)).code).toBe(0);
    expect((await verify(bytes.replace('"ready"', '"Ready"'))).code).not.toBe(0);
    expect((await gatecheck('verify', file, '--require-ready')).code).toBe(0);
  });

  it('keeps the report that was there before', async () => {
    const { stderr } = await check(lab.sites.solved);
    expect(stderr).toMatch(/solved\.\d{8}T\d{6}Z-[0-9a-f]{8}\.readiness\.json/);
    expect(readReport(out, 'solved').previous).not.toBeNull();
  });

  it.each([
    ['a node that has nothing to sign in with', [], 2, /nothing to sign in/],
    ['a timeout that is no number', ['--timeout-ms', 'soon'], 2, /no whole number/],
    ['a node that the site does not have', ['--node', 'lab-9'], 2, /no node "lab-9"/],
  ])('%s is bad input: nothing is sent', async (_what, more, code, message) => {
    const capture = await lab.capture('tcp port 22', 'fw-lap');
    const ended = await gatecheck('check', lab.sites.solved, '--out', out, ...more);
    expect(await capture.stop()).toEqual([]);
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(code);
  });

  it('a changed host key stops before anything is asked, and says so', async () => {
    const other = `SHA256:${'A'.repeat(43)}`;
    const ended = await check(lab.sites.solved, '--host-key', other);
    expect(ended.stderr).toMatch(/host key/i);
    expect(ended.code).toBe(3);
  });

  it('a wrong password is told as such', async () => {
    const ended = await gatecheck(
      'check',
      lab.sites.solved,
      ...['--out', out, '--password-env', 'LAB_SECRET'],
    );
    expect(ended.stderr).toMatch(/password/);
    expect(ended.stderr).not.toContain('wrong\n');
    expect(ended.code).toBe(3);
  });
});

describe.skipIf(missing !== null)('gatecheck check in the lab, Inline', () => {
  let lab: Lab;
  beforeAll(async () => {
    buildCommandLine();
    lab = await startLab('inline');
  });
  afterAll(() => lab.stop());

  it('says wrong-interface where the route leaves by the other port, and sends nothing there', async () => {
    const gatecheck = laptop(lab);
    const out = join(lab.folder, 'out');
    await gatecheck('key', 'create', '--name', 'Lab', '--email', 'lab@corp.example', '--plain-key');
    const capture = await lab.capture(`dst host ${addresses.dns} or dst host ${addresses.dnsDropped}`, 'any');
    const { code } = await gatecheck(
      ...['check', lab.sites.blocked, '--out', out, '--identity', lab.keys.identity],
    );
    const packets = await capture.stop();
    expect(code).toBe(1);
    const report = readReport(out, 'blocked');
    const dns = report.checks.filter(
      (one: CheckRecord) => one.rule.startsWith('dns.lab-1.out.lan.') && one.vantage.kind === 'node',
    );
    expect(dns.length).toBeGreaterThan(0);
    // The port of an Inline rule is assumed, so this is no proof against the firewall yet.
    expect(dns.map(({ observation, verdict }) => [observation, verdict])).toEqual(
      dns.map(() => ['wrong-interface', 'inconclusive']),
    );
    expect(dns[0]?.facts).toMatchObject({ routePort: 'wan', routeSource: addresses.nodeWan });
    // The node's own resolver goes its own way; to the server that it does not use, nothing was sent at all.
    expect(packets.filter(({ to }) => to === addresses.dnsDropped)).toEqual([]);
    const store = report.checks.find(({ target }) => target.address === names.store && target.port === 443);
    expect(store).toMatchObject({ observation: 'confirmed', vantage: { address: addresses.nodeWan } });
  });
});
