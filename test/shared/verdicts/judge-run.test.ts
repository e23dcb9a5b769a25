import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../shared/probes/observation.ts';
import { observationWord } from '../../../shared/probes/observation.ts';
import type { Readiness } from '../../../shared/results/types.ts';
import type { Attestation, Waiver } from '../../../shared/site/schema.ts';
import type { RunJudgement } from '../../../shared/verdicts/judge-run.ts';
import { judgeRun, nodeSubnetsOf } from '../../../shared/verdicts/judge-run.ts';
import type { PlannedSite } from '../../helpers/site-run.ts';
import { observedCheck, passing, plannedSite, runOf } from '../../helpers/site-run.ts';
import { provableSite } from '../report/sample-report.ts';

const createdAt = '2026-11-24T20:41:07Z';
const planned = provableSite();
const ntp = planned.ruleSet.rules.find((rule) => rule.entry === 'ntp')!;

function judge(site: PlannedSite, see: (id: string) => Observation | null = () => null): RunJudgement {
  return judgeRun({
    ...site,
    run: runOf(site, (check) => see(check.id) ?? passing(check)),
    createdAt,
  });
}

/** The site after a person wrote down a word about a rule or group. */
function withWord(
  site: PlannedSite,
  word: { attestations?: Attestation[]; waivers?: Waiver[] },
): PlannedSite {
  return { ...site, site: { ...site.site, ...word } };
}

const waiver: Waiver = {
  rule: ntp.id,
  digest: ntp.digest,
  by: 'Anna Świątek',
  reason: 'The clock is set by hand until Monday.',
  at: '2026-11-24T20:00:00Z',
  expires: '2026-12-01T00:00:00Z',
};

describe('a run of a whole site', () => {
  it('in which every required service answers is ready', () => {
    expect(judge(planned).readiness).toMatchObject({
      readiness: 'ready',
      complete: true,
      uncheckedNodes: [],
    });
  });

  it('is not ready when one server of several fails, and the rule is that of the server', () => {
    const server = planned.checks.find(
      (check) => check.rule.startsWith('dns.') && check.probe === 'dns-udp',
    )!;
    const judged = judge(planned, (id) => (id === server.id ? 'filtered' : null));
    expect(judged.rules.filter((one) => one.verdict === 'fail').map((one) => one.rule.id)).toEqual([
      server.rule,
    ]);
    expect(judged.readiness.readiness).toBe('not-ready');
  });

  it('is ready with exceptions when the failing rule is waived, and the rule still counts as failed', () => {
    const see = (id: string): Observation | null => (id.startsWith('ntp.') ? 'filtered' : null);
    const judged = judge(withWord(planned, { waivers: [waiver] }), see);
    expect(judged.rules.find((one) => one.rule.id === ntp.id)).toMatchObject({
      verdict: 'fail',
      settled: 'waived',
    });
    expect(judged.readiness.readiness).toBe('ready-with-exceptions');
    const changed = { ...waiver, digest: waiver.digest.replace(/^./, (c) => (c === '0' ? '1' : '0')) };
    expect(judge(withWord(planned, { waivers: [changed] }), see).readiness.readiness).toBe('not-ready');
  });

  it('leaves a draft not ready whatever is attested or waived', () => {
    const draft = plannedSite('draft');
    const words = draft.ruleSet.rules.map((rule) => ({ ...waiver, rule: rule.id, digest: rule.digest }));
    const attestations = words.map(({ reason, ...word }) => ({ ...word, how: reason }));
    const judged = judge(withWord(draft, { waivers: words, attestations }));
    const empty = judged.rules.filter(({ rule }) => rule.from.length === 0 || rule.to.length === 0);
    expect(empty.length).toBeGreaterThan(0);
    expect(empty.map((one) => [one.verdict, one.settled])).toEqual(empty.map(() => ['inconclusive', null]));
    expect(judged.readiness.readiness).toBe('not-ready');
  });

  it('is not ready while one of its nodes was not checked', () => {
    const two = plannedSite('szczecin-dc1');
    const judged = judge(two, (id) => (id.includes('szz-2') ? 'not-run' : null));
    expect(judged.readiness.uncheckedNodes).toEqual(['szz-2']);
  });

  it('capped by a requirement that a person took away is at best ready with exceptions', () => {
    const capped = plannedSite('gdansk-dc1', (json) => {
      json['features'] = { ping: true };
      json['attestations'] = [];
      json['waivers'] = [];
      json['customRules'] = [];
      json['entries'] = { ntp: { enabled: false, by: 'Anna', reason: 'The hypervisor sets the clock.' } };
    });
    expect(judge(capped).readiness).toMatchObject({ readiness: 'ready-with-exceptions', takenAway: 1 });
  });

  it('names a check of a rule or flow that the site does not have as a fault of the program', () => {
    const run = runOf(planned, passing);
    const [first, second] = run.checks;
    const strange = (change: object): unknown =>
      judgeRun({ ...planned, run: { ...run, checks: [{ ...first!, ...change }] }, createdAt });
    expect(() => strange({ rule: 'made-up' })).toThrow(/made-up/);
    const other = run.checks.find((check) => check.rule !== first!.rule) ?? second!;
    expect(() => strange({ flow: other.flow })).toThrow(/none of rule/);
  });
});

describe('an any-of group', () => {
  const site = plannedSite('gdansk-dc1', (json) => {
    json['features'] = { syslog: true, ping: true };
    json['attestations'] = [];
    json['waivers'] = [];
    json['entries'] = {};
    json['customRules'] = [];
  });
  const group = site.ruleSet.groups.find((one) => one.entry === 'syslog')!;
  const tcpAndUdp = (tcp: Observation, udp: Observation) => (id: string) =>
    id.startsWith('syslog.') ? (id.includes('-tcp') ? tcp : udp) : null;

  it.each<[Observation, Observation, string, Readiness]>([
    ['open', 'no-answer', 'pass', 'ready'],
    ['open', 'refused', 'pass', 'ready'],
    ['refused', 'no-answer', 'inconclusive', 'not-ready'],
    ['refused', 'refused', 'fail', 'not-ready'],
    ['not-run', 'not-run', 'inconclusive', 'not-ready'],
  ])('with TCP %s and UDP %s: %s, and the site is %s', (tcp, udp, verdict, readiness) => {
    const judged = judge(site, tcpAndUdp(tcp, udp));
    expect(judged.groups.find((one) => one.group.id === group.id)?.verdict).toBe(verdict);
    expect(judged.readiness.readiness).toBe(readiness);
  });

  it('may be attested by its own id; a member’s attestation settles no group', () => {
    const attest = (rule: string, digest: string): PlannedSite =>
      withWord(site, {
        attestations: [
          { rule, digest, by: 'Anna', how: 'seen at the receiver', at: waiver.at, expires: null },
        ],
      });
    const see = tcpAndUdp('refused', 'no-answer');
    expect(judge(attest(group.id, group.digest), see).readiness.readiness).toBe('ready-with-exceptions');
    const member = site.ruleSet.rules.find(
      (rule) => rule.entry === 'syslog' && rule.service.endsWith('udp'),
    )!;
    expect(judge(attest(member.id, member.digest), see).readiness.readiness).toBe('not-ready');
  });
});

describe('the node’s own networks', () => {
  it('are those of its connected ports only', () => {
    const { site } = plannedSite('szczecin-dc1');
    const [node] = site.nodes;
    expect(nodeSubnetsOf(site, node!.name)).toContain(node!.lan.address);
    expect(nodeSubnetsOf(site, node!.name)).toContain(node!.wan!.address);
    expect(nodeSubnetsOf({ ...site, deployment: 'one-arm' }, node!.name)).not.toContain(node!.wan!.address);
  });
});

const rank: Record<Readiness, number> = { 'not-ready': 0, 'ready-with-exceptions': 1, ready: 2 };

describe('whatever a run saw', () => {
  const seen = fc.array(
    fc.constantFrom(...observationWord.options, ...Array<Observation>(200).fill('confirmed')),
    {
      minLength: planned.checks.length,
      maxLength: planned.checks.length,
    },
  );
  const runSaw = (observations: readonly Observation[]): RunJudgement =>
    judgeRun({
      ...planned,
      run: {
        ...runOf(planned, passing),
        checks: planned.checks.map((check, i) => observedCheck(check, observations[i]!)),
      },
      createdAt,
    });

  it('a site is ready only if each flow of each required rule has a check that passed', () => {
    fc.assert(
      fc.property(seen, (observations) => {
        const judged = runSaw(observations);
        if (judged.readiness.readiness === 'not-ready') return;
        const passed = new Set(
          judged.checks.filter((check) => check.verdict === 'pass').map((check) => check.flow),
        );
        const required = new Set(
          planned.ruleSet.rules.filter((rule) => rule.level === 'required').map((rule) => rule.id),
        );
        for (const flow of planned.ruleSet.flows)
          if (required.has(flow.rule)) expect(passed).toContain(flow.id);
      }),
      { numRuns: 300 },
    );
  });

  it('an answer that gets worse never makes a site readier', () => {
    const worse: Observation[] = ['filtered', 'no-answer', 'error', 'not-run', 'not-testable'];
    fc.assert(
      fc.property(seen, fc.nat(), fc.constantFrom(...worse), (observations, at, instead) => {
        const index = at % observations.length;
        if (observations[index] !== 'confirmed') return;
        const after = runSaw(observations.with(index, instead)).readiness;
        expect(rank[after.readiness]).toBeLessThanOrEqual(rank[runSaw(observations).readiness.readiness]);
      }),
      { numRuns: 300 },
    );
  });
});
