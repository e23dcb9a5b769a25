import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../shared/probes/observation.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { addresses, labFlows, names } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import type { CheckRun } from './run-check.ts';
import { cli, environmentOf, runCheck } from './run-check.ts';
import { labSite, writeSite } from './sites.ts';

type CheckRecord = Report['checks'][number];

const resolvedNames: Readonly<Record<string, string>> = {
  [names.store]: addresses.store,
  [names.license]: addresses.store,
  [names.intercepted]: addresses.intercepted,
};

/** What the lab set up for a check: the flow's observation, or what becomes of everything that no flow names. */
function expectedOf(check: CheckRecord): Observation {
  const { vantage, target } = check;
  if (check.rule.includes('.in.') && check.engine === 'none') return 'not-testable';
  if (target.address === names.unknown) return 'unresolved';
  const to = resolvedNames[target.address] ?? target.address;
  const flow = labFlows.find(
    (one) =>
      one.from === vantage.kind &&
      one.to === to &&
      one.port === target.port &&
      one.protocol === target.protocol,
  );
  return flow?.observation ?? (target.protocol === 'tcp' ? 'filtered' : 'no-answer');
}

const label = ({ rule, target, vantage }: CheckRecord): string =>
  `${rule} ${vantage.kind} > ${target.address}:${target.port ?? 'icmp'}`;

const seenIn = (report: Report): Record<string, Observation> =>
  Object.fromEntries(report.checks.map((check) => [label(check), check.observation]));

const reportOf = (run: CheckRun): Report => {
  if (run.report === null) throw new Error(`no report; exit ${String(run.code)}: ${run.stderr}`);
  return run.report;
};

const missing = labMissing();

describe.skipIf(missing !== null)('gatecheck check on a One-Arm node behind a real firewall', () => {
  let lab: Lab;
  beforeAll(async () => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  const siteWith = (name: string, change: (site: SiteFile) => SiteFile): string =>
    writeSite(lab.folder, name, change(labSite('one-arm', lab.certificates, lab.keys)));

  it('gives for every flow what the lab made of it, from the LAN address, and is not ready', async () => {
    const capture = await lab.capture('ip and not tcp src port 22');
    const run = await runCheck(lab, lab.sites.blocked);
    const packets = await capture.stop();
    const report = reportOf(run);
    expect(run.code).toBe(1);
    expect(report.readiness).toBe('not-ready');
    expect(seenIn(report)).toEqual(
      Object.fromEntries(report.checks.map((check) => [label(check), expectedOf(check)])),
    );
    // Each of the flows that the lab sets up was really looked at.
    const looked = (to: string, port: number | null, protocol: string): boolean =>
      report.checks.some(
        ({ target }) => target.resolved === to && target.port === port && target.protocol === protocol,
      );
    for (const { to, port, protocol, what } of labFlows) expect(looked(to, port, protocol), what).toBe(true);
    expect(
      report.checks
        .filter(({ vantage }) => vantage.kind === 'node')
        .every(
          ({ facts, engine }) =>
            engine === 'none' || (facts.interfaceProven && facts.routeSource === addresses.node),
        ),
    ).toBe(true);
    expect(new Set(packets.map(({ from }) => from))).toEqual(new Set([addresses.node]));
    const declared = new Set<string>([
      ...labFlows.map(({ to }) => to),
      ...report.controls.map(({ address }) => address ?? ''),
      addresses.laptop,
    ]);
    expect(packets.filter(({ to }) => !declared.has(to))).toEqual([]);
    expect(report.controls.length).toBeGreaterThan(0);
    expect(new Set(report.controls.map(({ observation }) => observation))).toEqual(new Set(['filtered']));
  });

  it('shows the source that the node saw, and that nothing listens on SMB yet', async () => {
    const report = reportOf(await runCheck(lab, lab.sites.blocked));
    const one = (part: string): CheckRecord | undefined =>
      report.checks.find(({ rule, vantage }) => rule.includes(part) && vantage.kind === 'laptop');
    expect(one('webui.lab-1.in.lan.443-tcp')).toMatchObject({
      observation: 'confirmed',
      verdict: 'pass',
      facts: { sourceSeen: { address: addresses.laptop, basis: 'socket-table' } },
    });
    expect(one('smb.lab-1.in.lan.445-tcp')).toMatchObject({
      observation: 'refused',
      verdict: 'inconclusive',
      facts: { listener: false },
    });
  });

  it('is ready, with exit 0 and a signature that OpenSSH accepts, when every required flow answers', async () => {
    const run = await runCheck(lab, lab.sites.solved, ['--with-verifier']);
    const report = reportOf(run);
    const page = readFileSync(run.reportFile.replace(/json$/, 'html'), 'utf8');
    expect(page.includes(readFileSync(run.reportFile).toString('base64'))).toBe(true);
    expect(
      report.checks
        .filter(({ verdict }) => verdict === 'fail')
        .filter(({ rule }) => report.rules.some(({ id, level }) => id === rule && level === 'required')),
    ).toEqual([]);
    expect(report.readiness).toBe('ready');
    expect(run.code).toBe(0);
    // Node and laptop are namespaces of one machine: one clock.
    const clock = report.nodes[0]?.clock;
    expect(Math.abs(clock?.offsetMs ?? Infinity)).toBeLessThanOrEqual(clock?.uncertaintyMs ?? 0);
    const signers = join(lab.folder, 'allowed_signers');
    const publicKey = readFileSync(`${lab.keys.identity}.pub`, 'utf8');
    writeFileSync(signers, `tech@example.com ${publicKey}`);
    const verify = (bytes: string): ReturnType<Lab['exec']> =>
      lab.exec(
        'laptop',
        [
          ...['ssh-keygen', '-Y', 'verify', '-f', signers, '-I', 'tech@example.com', '-n', 'gatecheck'],
          ...['-s', `${run.reportFile}.sig`],
        ],
        { stdin: bytes },
      );
    const bytes = readFileSync(run.reportFile, 'utf8');
    expect((await verify(bytes)).code).toBe(0);
    expect((await verify(bytes.replace('confirmed', 'Confirmed'))).code).not.toBe(0);
  });

  it('sees the same over a node whose sshd forwards nothing, except its own certificate', async () => {
    const site = siteWith('no-forwarding', (labSiteFile) => {
      const [node] = labSiteFile.nodes;
      if (node?.ssh === undefined) throw new Error('the lab has one node with SSH');
      return { ...labSiteFile, nodes: [{ ...node, ssh: { ...node.ssh, port: 2222 } }] };
    });
    const report = reportOf(await runCheck(lab, site));
    const expected = Object.fromEntries(report.checks.map((check) => [label(check), expectedOf(check)]));
    const webui = Object.keys(expected).find((key) => key.includes('webui') && key.endsWith('443')) ?? '';
    expect(seenIn(report)).toEqual({ ...expected, [webui]: 'open' });
    expect(report.nodes[0]?.engines).toContainEqual({
      ...{ engine: 'forward', able: false, detail: 'the node’s SSH server does not forward TCP connections' },
    });
  });

  it('checks over forwarded channels when the node shows no shell, and calls every pass weak', async () => {
    const site = siteWith('no-shell', (labSiteFile) => {
      const [node] = labSiteFile.nodes;
      if (node?.ssh === undefined) throw new Error('the lab has one node with SSH');
      return { ...labSiteFile, nodes: [{ ...node, ssh: { ...node.ssh, port: 2200 } }] };
    });
    const report = reportOf(await runCheck(lab, site));
    const fromNode = report.checks.filter(({ vantage }) => vantage.kind === 'node');
    // sshd cannot tell who rejected, and carries no UDP.
    const expected = (check: CheckRecord): Observation => {
      if (check.target.protocol === 'udp') return 'not-testable';
      const word = expectedOf(check);
      return word === 'rejected' ? 'unreachable' : word;
    };
    expect(Object.fromEntries(fromNode.map((check) => [label(check), check.observation]))).toEqual(
      Object.fromEntries(fromNode.map((check) => [label(check), expected(check)])),
    );
    const passed = fromNode.filter(({ verdict }) => verdict === 'pass');
    expect(passed.length).toBeGreaterThan(3);
    expect(
      passed.every(({ weak, facts, engine }) => weak && !facts.interfaceProven && engine === 'forward'),
    ).toBe(true);
    expect(fromNode.find(({ target }) => target.address === names.store)?.target.resolved).toBe(
      addresses.store,
    );
    expect(report.nodes[0]).toMatchObject({ interfaces: [], hostKey: lab.keys.hostKeyFingerprint });
  });

  it('stops before anything is sent when the host key is another one', async () => {
    const site = siteWith('changed-key', (labSiteFile) => {
      const [node] = labSiteFile.nodes;
      if (node?.ssh === undefined) throw new Error('the lab has one node with SSH');
      const hostKey = `SHA256:${'A'.repeat(43)}`;
      return { ...labSiteFile, nodes: [{ ...node, ssh: { ...node.ssh, hostKey } }] };
    });
    const capture = await lab.capture(`src host ${addresses.node} and not src port 22`);
    const run = await runCheck(lab, site);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(lab.keys.hostKeyFingerprint);
    expect(await capture.stop()).toEqual([]);
  });

  it('ends with 3 when the node does not take the key, and writes no report', async () => {
    const other = join(lab.folder, 'other-key');
    if (!existsSync(other))
      await lab.exec('laptop', ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', other]);
    const result = await lab.exec(
      'laptop',
      [
        ...[process.execPath, cli, 'check', lab.sites.solved, '--out', join(lab.folder, 'denied')],
        ...['--identity', other, '--signing-key', lab.keys.identity],
      ],
      { env: environmentOf(lab) },
    );
    expect(result.code).toBe(3);
    expect(existsSync(join(lab.folder, 'denied', 'solved.readiness.json'))).toBe(false);
  });

  it('keeps what was observed when the SSH session dies, signs in again, and finishes the rest', async () => {
    const out = join(lab.folder, 'reconnected');
    const child = spawn(
      'ip',
      [
        ...[
          'netns',
          'exec',
          lab.names.laptop,
          process.execPath,
          cli,
          'check',
          lab.sites.blocked,
          '--out',
          out,
        ],
        ...['--identity', lab.keys.identity, '--signing-key', lab.keys.identity, '--timeout-ms', '2500'],
      ],
      { env: environmentOf(lab), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let killed = false;
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (killed || !text.includes('confirmed')) return;
      killed = true;
      void lab.endSshSessions();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(killed).toBe(true);
    expect(code).toBe(1);
    const report = JSON.parse(readFileSync(join(out, 'blocked.readiness.json'), 'utf8')) as Report;
    expect(report.nodes[0]?.failure).toBeNull();
    // The script of the lost session has noticed, and left nothing running.
    const running = await lab.processes('node');
    expect(running.some((line) => line.includes('sshd'))).toBe(true);
    expect(running.filter((line) => line.includes('python'))).toEqual([]);
    expect(seenIn(report)).toEqual(
      Object.fromEntries(report.checks.map((check) => [label(check), expectedOf(check)])),
    );
  });

  it('keeps what was observed when the person cancels', async () => {
    const out = join(lab.folder, 'cancelled');
    const child = spawn(
      'ip',
      [
        ...[
          'netns',
          'exec',
          lab.names.laptop,
          process.execPath,
          cli,
          'check',
          lab.sites.blocked,
          '--out',
          out,
        ],
        ...['--identity', lab.keys.identity, '--signing-key', lab.keys.identity, '--timeout-ms', '20000'],
      ],
      { env: environmentOf(lab), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let cancelled = false;
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (cancelled || !text.includes('confirmed')) return;
      cancelled = true;
      child.kill('SIGINT');
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(1);
    const report = JSON.parse(readFileSync(join(out, 'blocked.readiness.json'), 'utf8')) as Report;
    const words = new Set(report.checks.map(({ observation }) => observation));
    expect(words).toContain('confirmed');
    expect(words).toContain('not-run');
    expect(report.readiness).toBe('not-ready');
  });
});

describe.skipIf(missing !== null)(
  'gatecheck check on an Inline node whose default route leaves by the WAN port',
  () => {
    let lab: Lab;
    beforeAll(async () => {
      lab = await startLab('inline');
    });
    afterAll(() => lab.stop());

    it('sends nothing for rules whose packets would leave by the other port', async () => {
      const onLan = await lab.capture(`src host ${addresses.node} and not src port 22`);
      const onWan = await lab.capture(
        `host ${addresses.dnsDropped} or host ${addresses.syslog} or src host ${addresses.node}`,
        'fw-wan',
      );
      const run = await runCheck(lab, lab.sites.blocked);
      const report = reportOf(run);
      expect(run.code).toBe(1);
      const byRule = (part: string): CheckRecord[] => report.checks.filter(({ rule }) => rule.includes(part));
      const dns = byRule('dns.lab-1.out.lan');
      expect(dns.length).toBeGreaterThan(0);
      for (const check of dns)
        expect(check).toMatchObject({
          observation: 'wrong-interface',
          // The source does not say which port carries DNS: until someone chooses, it is only our assumption.
          verdict: 'inconclusive',
          attempts: [],
          facts: { routePort: 'wan', routeSource: addresses.nodeWan },
        });
      expect(await onWan.stop()).toEqual([]);
      // The default route leaves by the WAN port: a control of the LAN port would go there, and guard nothing.
      const controls = (port: string): string[] =>
        report.controls
          .filter(({ vantage }) => vantage.port === port)
          .map(({ observation, address }) => `${observation} ${address === null ? 'unsent' : 'sent'}`);
      expect(new Set(controls('lan'))).toEqual(new Set(['not-run unsent']));
      expect(new Set(controls('wan'))).toEqual(new Set(['filtered sent']));
      // What has a route of its own by the LAN port is checked from the LAN address.
      expect(
        byRule('ntp.lab-1.out.lan').find(({ target }) => target.address === addresses.ntp),
      ).toMatchObject({
        observation: 'confirmed',
        facts: { routePort: 'lan', routeSource: addresses.node, interfaceProven: true },
      });
      const lanTargets = new Set((await onLan.stop()).map(({ to }) => to));
      lanTargets.delete(addresses.laptop);
      lanTargets.delete(addresses.vacant);
      expect([...lanTargets]).toEqual([addresses.ntp]);
    });

    it('checks rules of the WAN port from the WAN address', async () => {
      const capture = await lab.capture(`dst host ${addresses.store} and tcp port 443`, 'fw-wan');
      const report = reportOf(await runCheck(lab, lab.sites.blocked));
      const store = report.checks.find(
        ({ rule, target }) =>
          rule.includes('object-store.lab-1.out.wan.443') && target.address === names.store,
      );
      expect(store).toMatchObject({
        observation: 'confirmed',
        vantage: { address: addresses.nodeWan },
        facts: { routePort: 'wan', routeSource: addresses.nodeWan, interfaceProven: true },
      });
      expect(new Set((await capture.stop()).map(({ from }) => from))).toEqual(new Set([addresses.nodeWan]));
    });

    it('fails a rule whose port a person chose and whose packets would leave by the other', async () => {
      const site = labSite('inline', lab.certificates, lab.keys);
      const file = writeSite(lab.folder, 'chosen', { ...site, entries: { dns: { port: 'lan' } } });
      const report = reportOf(await runCheck(lab, file));
      const dns = report.checks.filter(({ rule }) => rule.startsWith('dns.lab-1.out.lan'));
      expect(new Set(dns.map(({ observation, verdict }) => `${observation} ${verdict}`))).toEqual(
        new Set(['wrong-interface fail']),
      );
    });
  },
);
