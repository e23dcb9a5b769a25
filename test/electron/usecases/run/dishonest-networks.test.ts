import { describe, expect, it } from 'vitest';
import { planSite } from '../../../../electron/usecases/plan-site.ts';
import type { EngineJob } from '../../../../electron/engines/engine.ts';
import { runChecks } from '../../../../electron/usecases/run/run-checks.ts';
import type { RawOutcome } from '../../../../shared/probes/types.ts';
import type { CheckRecord, RunRecord } from '../../../../shared/results/types.ts';
import type { Site } from '../../../../shared/site/schema.ts';
import type { RunJudgement } from '../../../../shared/verdicts/judge-run.ts';
import { judgeRun } from '../../../../shared/verdicts/judge-run.ts';
import type { MadeWorld } from '../../../helpers/made-world.ts';
import { portsOf, socketTableHead } from '../../../helpers/made-world.ts';
import { plannedSite } from '../../../helpers/site-run.ts';

const laptop = '10.20.33.7';
const nodeAddress = '10.20.0.10';
const names = {
  'support-1.vendor.example': ['198.51.100.7'],
  'license-1.vendor.example': ['198.51.100.8', '198.51.100.9'],
  'zuraw-gdn.objects.cloud.example': ['198.51.100.24'],
};

interface Ran {
  readonly ports: ReturnType<typeof portsOf>;
  readonly run: RunRecord;
  readonly judgement: RunJudgement;
  readonly of: (rule: string) => CheckRecord;
}

async function runIn(
  world: MadeWorld,
  edit: (site: Record<string, unknown>) => void = () => undefined,
): Promise<Ran> {
  const site: Site = plannedSite('gdansk-dc1', edit).site;
  const planned = planSite(site, [laptop]);
  const { signal } = new AbortController();
  const ports = portsOf(world);
  const run = await runChecks({ site, ...planned, nodes: ['gdn-1'] }, ports, () => undefined, signal);
  const judgement = judgeRun({ site, ruleSet: planned.ruleSet, run, createdAt: '2026-11-24T20:41:07Z' });
  return {
    run,
    ports,
    judgement,
    of: (rule) => {
      const check = judgement.checks.find((one) => one.rule === rule);
      if (check === undefined) throw new Error(`No check of ${rule}.`);
      return check;
    },
  };
}

const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
/** The kernel's line: the node's 10.20.0.10 and a laptop at 10.20.33.7, or a listener. */
const connected = (port: number, localPort: number, state = '01'): string =>
  `   1: 0A00140A:${hex(port)} 0721140A:${hex(localPort)} ${state} 00000000:00000000 00:00000000 00000000 0 0 2 1`;
const listening = (port: number): string =>
  `   0: 00000000:${hex(port)} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1`;

/** A firewall that completes every TCP handshake by itself and then says nothing. */
const answersForEveryone = ({ wire }: { wire: { kind: string; transport?: string } }): RawOutcome => {
  switch (wire.kind) {
    case 'connect':
      return { kind: 'connected' };
    case 'tls':
      return { kind: 'connected-only', message: 'no TLS handshake in 3 s' };
    case 'exchange':
      return wire.transport === 'tcp'
        ? { kind: 'connected-only', message: 'no answer in 3 s' }
        : { kind: 'silent' };
    default:
      return { kind: 'silent' };
  }
};

describe('a firewall that completes every TCP connection by itself', () => {
  const world: MadeWorld = {
    nodeAddress,
    names,
    outcome: answersForEveryone,
    sockets: () => [socketTableHead],
  };

  it('makes nothing pass: the negative controls connect, too', async () => {
    const { run, judgement } = await runIn(world);
    expect(run.checks.filter(({ observation }) => observation === 'open').length).toBeGreaterThan(5);
    expect(judgement.checks.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
    expect(judgement.rules.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
    expect(judgement.groups.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
    expect(judgement.readiness.readiness).toBe('not-ready');
    expect(new Set(run.controls.map(({ observation }) => observation))).toEqual(new Set(['open']));
  });

  it('makes nothing pass when the first session is lost before the controls ran', async () => {
    const { run, judgement } = await runIn({ ...world, sessions: [false, true] });
    expect(run.controls.filter(({ observation }) => observation !== 'open')).toEqual([]);
    expect(run.controls.length).toBeGreaterThan(3);
    expect(judgement.checks.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
  });

  it('passes weakly where the control is switched off, and every such pass says so', async () => {
    const { run, judgement } = await runIn(world, (json) => {
      json['checks'] = { negativeControl: false };
    });
    expect(run.controls).toEqual([]);
    expect(run.checks.filter(({ facts }) => facts.control !== null)).toEqual([]);
    const passes = judgement.checks.filter(({ verdict }) => verdict === 'pass');
    expect(passes.length).toBeGreaterThan(0);
    for (const { weak, explanation } of passes) {
      expect(weak).toBe(true);
      expect(explanation).toContain('no negative control ran beside it');
    }
  });

  it('is seen on a port that only IPv6 checks use: the control, which is IPv4, is not sent from an IPv6 source', async () => {
    const sources: (string | null)[] = [];
    const { of } = await runIn(
      {
        ...world,
        nodeAddress6: '2001:db8::10',
        outcome: (job) => {
          if (job.check.id.endsWith('.1344') && job.check.id.startsWith('control.')) sources.push(job.source);
          return answersForEveryone(job);
        },
      },
      (json) => {
        const [node] = json['nodes'] as { lan: Record<string, unknown> }[];
        if (node !== undefined)
          Object.assign(node.lan, { address6: '2001:db8::10/64', gateway6: '2001:db8::1' });
        const [icap] = json['customRules'] as { endpoints: unknown }[];
        if (icap !== undefined) icap.endpoints = ['2001:db8:9::9'];
      },
    );
    expect(of('icap.gdn-1.out.lan.1344-tcp.v6')).toMatchObject({
      observation: 'open',
      verdict: 'inconclusive',
    });
    expect(sources).toEqual([null]);
  });
});

describe('an In check whose connection the node does not have', () => {
  const quiet: MadeWorld = {
    nodeAddress,
    names,
    connection: { client: laptop },
    outcome: ({ check }, vantage) =>
      vantage === 'laptop' && !check.id.startsWith('control.') ? { kind: 'connected' } : { kind: 'silent' },
  };

  /** A service that no probe speaks: what opens is a weak pass, if its source is proven. */
  const own = 'own.gdn-1.in.lan.1344-tcp.v4';
  const withOwnRule = (json: Record<string, unknown>): void => {
    const rule = { id: 'own', title: 'Own', direction: 'in', services: ['1344/tcp'], reason: 'own' };
    json['customRules'] = [{ ...rule, endpoints: [laptop] }];
  };

  it('proves nothing, although the SSH session came from the same address', async () => {
    const { of } = await runIn({ ...quiet, sockets: () => [socketTableHead, listening(1344)] }, withOwnRule);
    const check = of(own);
    expect(check).toMatchObject({
      observation: 'open',
      verdict: 'inconclusive',
      facts: { sourceSeen: null },
    });
    expect(check.evidence['connectionOnNode']).toMatch(/not among them/);
  });

  it('passes when the node has it, even if its service hung up at once', async () => {
    const sockets: MadeWorld['sockets'] = (held) => [
      socketTableHead,
      listening(1344),
      ...(held === null ? [] : [connected(held.port, held.localPort, '05')]),
    ];
    const { of } = await runIn({ ...quiet, sockets }, withOwnRule);
    expect(of(own)).toMatchObject({
      observation: 'open',
      verdict: 'pass',
      weak: true,
      facts: { sourceSeen: { address: laptop, basis: 'socket-table' } },
    });
  });

  it('goes by the SSH session where the node does not show its connections', async () => {
    const { of } = await runIn(quiet, withOwnRule);
    expect(of(own)).toMatchObject({ verdict: 'pass', facts: { sourceSeen: { basis: 'ssh-connection' } } });
  });

  it('does not go by an SSH session that took another way than the check', async () => {
    const { of } = await runIn(quiet, (json) => {
      withOwnRule(json);
      const [node] = json['nodes'] as { lan: Record<string, unknown> }[];
      if (node !== undefined) node.lan['natAddress'] = '172.16.9.10';
    });
    expect(of(own)).toMatchObject({ verdict: 'inconclusive', facts: { sourceSeen: null } });
  });
});

describe('a name on the node', () => {
  const silent: MadeWorld = { nodeAddress, outcome: () => ({ kind: 'silent' }) };
  const license = 'licensing.gdn-1.out.lan.443-tcp.name';

  it('is not testable where the node has nothing to resolve it with', async () => {
    const { of } = await runIn(silent);
    expect(of(license)).toMatchObject({ observation: 'not-testable', verdict: 'inconclusive' });
    expect(of(license).explanation).toMatch(/no tool to resolve/);
  });

  it('does not resolve where the node has the means and no answer', async () => {
    const { of } = await runIn({ ...silent, names: {} });
    expect(of(license)).toMatchObject({ observation: 'unresolved', verdict: 'fail' });
  });

  const manyNames = (addresses: readonly string[]): Readonly<Record<string, readonly string[]>> => ({
    ...names,
    'license-1.vendor.example': addresses,
  });
  const silentAt =
    (address: string) =>
    ({ host }: EngineJob): RawOutcome =>
      host === address ? { kind: 'silent' } : { kind: 'connected-only', message: 'garbage' };

  it('with several addresses fails when one of them does, and shows all of them', async () => {
    const world = { nodeAddress, names, outcome: silentAt('198.51.100.9') };
    const { of, ports } = await runIn(world);
    expect(of(license)).toMatchObject({
      observation: 'filtered',
      verdict: 'fail',
      target: { address: 'license-1.vendor.example', resolved: '198.51.100.9' },
    });
    expect(of(license).id).not.toContain('!');
    expect(of(license).evidence['addresses']).toEqual([
      expect.stringMatching(/^198\.51\.100\.8: open, /) as string,
      expect.stringMatching(/^198\.51\.100\.9: filtered, /) as string,
    ]);
    expect(of(license).evidence['remarks']).toContain(
      'license-1.vendor.example: 1 of 2 addresses gave “filtered”.',
    );
    const hosts = ports.sent.filter(({ check }) => check.rule === license).map(({ host }) => host);
    expect(new Set(hosts)).toEqual(new Set(['198.51.100.8', '198.51.100.9']));
  });

  it('is tried at eight addresses at most, and says how many there are', async () => {
    const addresses = Array.from({ length: 11 }, (_, index) => `198.51.100.${index + 1}`);
    const { of, ports } = await runIn({ ...silent, names: manyNames(addresses) });
    const sent = ports.sent.filter(({ check }) => check.rule === license);
    expect(new Set(sent.map(({ host }) => host))).toEqual(new Set(addresses.slice(0, 8)));
    expect(of(license).evidence['remarks']).toContain(
      'license-1.vendor.example has 11 addresses; the first 8 were tried.',
    );
  });

  it('is tried over IPv6 too where the port has it, beside the rule, which is about IPv4', async () => {
    const { of, ports } = await runIn(
      {
        nodeAddress,
        nodeAddress6: '2001:db8:20::10',
        names: manyNames(['198.51.100.8', '2001:db8::9']),
        outcome: silentAt('2001:db8::9'),
      },
      (site) => {
        const [node] = site['nodes'] as { lan: Record<string, unknown> }[];
        if (node !== undefined)
          Object.assign(node.lan, { address6: '2001:db8:20::10/64', gateway6: '2001:db8:20::1' });
      },
    );
    expect(of(license)).toMatchObject({ observation: 'open', target: { resolved: '198.51.100.8' } });
    expect(of(license).evidence['addressesIpv6']).toEqual([
      expect.stringMatching(/^2001:db8::9: filtered, /) as string,
    ]);
    expect(of(license).evidence['remarks']).toContainEqual(
      expect.stringMatching(/^Over IPv6 license-1\.vendor\.example is not reached at 2001:db8::9;/),
    );
    const v6 = ports.sent.filter(({ host }) => host === '2001:db8::9');
    expect(new Set(v6.map(({ source }) => source))).toEqual(new Set(['2001:db8:20::10']));
  });

  it('says which of its IPv6 addresses were not tried, and why', async () => {
    const { of } = await runIn({ ...silent, names: manyNames(['198.51.100.8', '2001:db8::9']) });
    expect(of(license).evidence['remarks']).toContain(
      'license-1.vendor.example also has 2001:db8::9: not tried, the rule is about IPv4 and the port has no IPv6 address.',
    );
  });

  it('with addresses of the other family only says which', async () => {
    const { of } = await runIn({
      ...silent,
      names: { ...names, 'license-1.vendor.example': ['2001:db8::9'] },
    });
    expect(of(license)).toMatchObject({ observation: 'unresolved' });
    expect(of(license).explanation).toContain('no IPv4 address on the node, only IPv6 (2001:db8::9)');
  });
});
