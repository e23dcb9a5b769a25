import { Socket as DatagramSocket } from 'node:dgram';
import { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { PracticeNode } from '../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../electron/practice/practice-node.ts';
import { planSite } from '../../../electron/usecases/plan-site.ts';
import { practicePorts } from '../../../electron/usecases/run/practice-ports.ts';
import { runChecks } from '../../../electron/usecases/run/run-checks.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import type { CheckRecord, RunRecord } from '../../../shared/results/types.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { judgeRun } from '../../../shared/verdicts/judge-run.ts';
import type { ReadinessSummary } from '../../../shared/verdicts/readiness.ts';

interface Practised {
  readonly node: PracticeNode;
  readonly run: RunRecord;
  readonly checks: readonly CheckRecord[];
  readonly readiness: ReadinessSummary;
}

/** The whole run as the program does it: real SSH to the practice node, real engines, real probes. */
async function practise(
  scenario: 'blocked' | 'solved',
  edit: (site: Site) => Site = (site) => site,
): Promise<Practised> {
  const node = await startPracticeNode(scenario);
  try {
    const parsed = parseSite(node.site, findCatalog);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const site = edit(parsed.value);
    const planned = planSite(site, node.laptopAddresses);
    const run = await runChecks(
      { site, ...planned, nodes: ['porto-1'] },
      practicePorts(node, site),
      () => undefined,
      new AbortController().signal,
    );
    const judged = judgeRun({ site, ruleSet: planned.ruleSet, run, createdAt: run.finishedAt });
    return { node, run, checks: judged.checks, readiness: judged.readiness };
  } finally {
    await node.close();
  }
}

/** The plain runs, once each: several tests look at the same one. */
const runs = new Map<string, Promise<Practised>>();
function practised(scenario: 'blocked' | 'solved'): Promise<Practised> {
  const known = runs.get(scenario) ?? practise(scenario);
  runs.set(scenario, known);
  return known;
}

const observations = (checks: readonly { id: string; observation: string }[]): Record<string, string> =>
  Object.fromEntries(checks.map(({ id, observation }) => [id, observation]));

describe.each([
  ['blocked', 'not-ready'],
  ['solved', 'ready'],
] as const)('a practice run, %s', (scenario, wouldBe) => {
  it('makes every observation of the script, and no other', async () => {
    const { node, run, readiness } = await practised(scenario);
    expect(observations(run.checks)).toEqual(Object.fromEntries(node.expected));
    expect(run.checks.filter(({ flaky }) => flaky)).toEqual([]);
    expect(run.controls.length).toBeGreaterThan(5);
    expect(new Set(run.controls.map(({ observation }) => observation))).toEqual(new Set(['filtered']));
    expect(run.practice).toBe(true);
    expect(readiness).toMatchObject({ readiness: 'not-ready', wouldBe });
  });
});

describe('a practice run', () => {
  it('proves by the node’s socket table where the laptop’s connections come from', async () => {
    const { checks } = await practised('solved');
    const tcp = checks.filter(
      ({ vantage, target, observation }) =>
        vantage.kind === 'laptop' && target.protocol === 'tcp' && observation !== 'not-testable',
    );
    expect(tcp).toHaveLength(8);
    for (const { facts, vantage, verdict } of tcp) {
      expect(facts.sourceSeen).toEqual({ address: vantage.address, basis: 'socket-table' });
      expect(verdict).toBe('pass');
    }
  });

  it('checks everything with Python, TLS over what its script carries', async () => {
    const { checks } = await practised('solved');
    const fromNode = checks.filter(({ vantage }) => vantage.kind === 'node');
    const enginesOf = (probe: string): string[] => [
      ...new Set(fromNode.filter(({ facts }) => facts.probe === probe).map(({ engine }) => engine)),
    ];
    for (const probe of ['https', 'tcp', 'http', 'dns-udp', 'dns-tcp', 'ntp', 'udp-datagram'])
      expect(enginesOf(probe)).toEqual(['python']);
  });

  it('counts what never connected as well, because another check of the run shows the same way unchanged', async () => {
    const { checks } = await practised('blocked');
    const proofOf = (rule: string): unknown => {
      const check = checks.find((one) => one.rule === rule);
      return [check?.observation, check?.verdict, check?.facts.sourceSeen?.basis];
    };
    expect(proofOf('webui.porto-1.in.lan.80-tcp.v4')).toEqual(['filtered', 'fail', 'ssh-connection']);
    expect(proofOf('ping.porto-1.in.lan.icmp.v4')).toEqual(['no-answer', 'inconclusive', 'ssh-connection']);
    expect(proofOf('nfs.porto-1.in.lan.111-tcp.v4')).toEqual(['filtered', 'fail', 'same-run']);
    expect(proofOf('nfs-server.porto-1.in.lan.892-tcp.v4')).toEqual(['unreachable', 'fail', 'same-run']);
    // Nobody listens there yet: that is the node's business, not the firewall's.
    expect(proofOf('nfs.porto-1.in.lan.4045-tcp.v4')).toEqual(['refused', 'inconclusive', 'same-run']);
  });

  it('dials its own node and nothing else, whatever the site says', async () => {
    const elsewhere = (site: Site): Site => ({
      ...site,
      nodes: site.nodes.map((node) => ({
        ...node,
        ssh: {
          host: '127.0.0.2',
          port: 9,
          user: 'admin',
          jump: [{ host: '127.0.0.3', port: 9, user: 'jump' }],
        },
      })),
    });
    const { node, run } = await practise('solved', elsewhere);
    expect(run.nodes).toMatchObject([{ hostKey: node.hostKeyFingerprint, failure: null }]);
    expect(observations(run.checks)).toEqual(Object.fromEntries(node.expected));
  });

  it('opens one connection, to 127.0.0.1, and sends no datagram', async () => {
    const connects = vi.spyOn(Socket.prototype, 'connect');
    const sends = vi.spyOn(DatagramSocket.prototype, 'send');
    const binds = vi.spyOn(DatagramSocket.prototype, 'bind');
    try {
      const { node } = await practise('blocked');
      expect(connects).toHaveBeenCalledTimes(1);
      expect(JSON.stringify(connects.mock.calls)).toContain(`"host":"127.0.0.1","port":${node.port}`);
      expect(sends).not.toHaveBeenCalled();
      expect(binds).not.toHaveBeenCalled();
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('gives an endpoint that the technician adds no answer: the simulated firewall drops it', async () => {
    const withMore = (site: Site): Site => ({
      ...site,
      endpoints: { ...site.endpoints, ntpServers: [{ address: '10.99.1.1' }] },
    });
    const { run } = await practise('solved', withMore);
    const added = run.checks.filter(({ target }) => target.address === '10.99.1.1');
    expect(added.map(({ observation }) => observation)).toEqual(['no-answer']);
  });
});
