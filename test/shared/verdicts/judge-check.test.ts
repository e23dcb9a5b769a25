import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../shared/probes/observation.ts';
import { observationWord } from '../../../shared/probes/observation.ts';
import type { CheckFacts, ControlRecord, ObservedCheck, Verdict } from '../../../shared/results/types.ts';
import { judgeCheck } from '../../../shared/verdicts/judge-check.ts';
import type { CheckJudgement, JudgeContext, RuleForVerdict } from '../../../shared/verdicts/types.ts';

const outRule: RuleForVerdict = {
  id: 'syslog.gdn-1.out.lan.514-tcp.v4',
  node: 'gdn-1',
  title: 'Syslog',
  direction: 'out',
  port: 'lan',
  portBasis: 'source',
  service: '514/tcp',
  from: [{ address: '10.20.0.10' }],
  to: [{ address: '10.20.5.60' }],
};

const inRule: RuleForVerdict = {
  ...outRule,
  id: 'webui.gdn-1.in.lan.443-tcp.v4',
  title: 'WebUI',
  direction: 'in',
  service: '443/tcp',
  from: [{ address: '10.20.40.0/23' }],
  to: [{ address: '10.20.0.10' }],
};

const oneArm: JudgeContext = { deployment: 'one-arm', controls: [], nodeSubnets: ['10.20.0.10/24'] };
const inline: JudgeContext = {
  deployment: 'inline',
  controls: [],
  nodeSubnets: ['10.20.0.10/24', '192.0.2.10/29'],
};

const portMatters = (observation: Observation): boolean =>
  observation !== 'wrong-interface' && observation !== 'unresolved';

const outFacts: CheckFacts = {
  sourceSeen: null,
  listener: null,
  routePort: 'lan',
  routeSource: '10.20.0.10',
  interfaceProven: true,
  control: null,
  probe: 'tcp',
  openBecause: null,
  tls: null,
};

function outCheck(observation: Observation, facts: Partial<CheckFacts> = {}): ObservedCheck {
  return {
    id: 'check',
    rule: outRule.id,
    flow: 'flow',
    vantage: { kind: 'node', node: 'gdn-1', interface: 'lan0', address: '10.20.0.10', coversFrom: null },
    target: { address: '10.20.5.60', resolved: '10.20.5.60', port: 514, protocol: 'tcp' },
    observation,
    flaky: false,
    engine: 'python',
    attempts: [{ ms: 3000, observation, outcome: 'as seen' }],
    startedAt: '2026-11-24T20:40:00Z',
    carriedOverFrom: null,
    evidence: {},
    facts: { ...outFacts, ...facts },
  };
}

function inCheck(observation: Observation, facts: Partial<CheckFacts> = {}): ObservedCheck {
  return {
    ...outCheck(observation),
    rule: inRule.id,
    vantage: {
      kind: 'laptop',
      node: 'gdn-1',
      interface: 'eth0',
      address: '10.20.41.20',
      coversFrom: '10.20.40.0/23',
    },
    target: { address: '10.20.0.10', resolved: '10.20.0.10', port: 443, protocol: 'tcp' },
    engine: 'laptop',
    facts: {
      ...outFacts,
      sourceSeen: { address: '10.20.41.20', basis: 'socket-table' },
      routePort: null,
      routeSource: null,
      ...facts,
    },
  };
}

function verdictOf(judgement: CheckJudgement): string {
  return judgement.weak ? `weak ${judgement.verdict}` : judgement.verdict;
}

/** domain.md, section 4: the table, for a check about whose vantage and interface everything is known. */
const table: Readonly<Record<Observation, { out: string; in: string }>> = {
  confirmed: { out: 'pass', in: 'pass' },
  open: { out: 'weak pass', in: 'weak pass' },
  refused: { out: 'fail', in: 'fail' },
  rejected: { out: 'fail', in: 'fail' },
  filtered: { out: 'fail', in: 'fail' },
  'no-answer': { out: 'inconclusive', in: 'inconclusive' },
  unreachable: { out: 'fail', in: 'fail' },
  unresolved: { out: 'fail', in: 'fail' },
  intercepted: { out: 'fail', in: 'fail' },
  'wrong-interface': { out: 'fail', in: 'fail' },
  'not-testable': { out: 'inconclusive', in: 'inconclusive' },
  error: { out: 'inconclusive', in: 'inconclusive' },
  'not-run': { out: 'inconclusive', in: 'inconclusive' },
};

/** Facts that may take certainty away, and what they make of each verdict of the table. */
type Effect = (observation: Observation, verdict: string) => string;
const passes = (verdict: string): boolean => verdict.endsWith('pass');
const sent = (observation: Observation): boolean =>
  !['not-testable', 'error', 'not-run'].includes(observation);

const outRiders: readonly {
  name: string;
  facts: Partial<CheckFacts>;
  context: JudgeContext;
  rule?: Partial<RuleForVerdict>;
  effect: Effect;
}[] = [
  { name: 'all is known', facts: {}, context: oneArm, effect: (_, verdict) => verdict },
  { name: 'all is known, Inline', facts: {}, context: inline, effect: (_, verdict) => verdict },
  {
    name: 'a probe for the service gave no valid answer',
    facts: { openBecause: 'the certificate has expired' },
    context: oneArm,
    effect: (observation, verdict) => (observation === 'open' ? 'inconclusive' : verdict),
  },
  {
    name: 'a probe was spoken and nothing says why it is only open',
    facts: { probe: 'dns-tcp' },
    context: oneArm,
    effect: (observation, verdict) => (observation === 'open' ? 'inconclusive' : verdict),
  },
  {
    name: 'the rule has a probe of its own that was not spoken',
    facts: {},
    rule: { service: '514/tcp', probe: 'tls' },
    context: oneArm,
    effect: (observation, verdict) => (observation === 'open' ? 'inconclusive' : verdict),
  },
  {
    name: 'the interface is not shown, One-Arm',
    facts: { interfaceProven: false, routePort: null, routeSource: null },
    context: oneArm,
    effect: (_, verdict) => (passes(verdict) ? 'weak pass' : verdict),
  },
  {
    name: 'the interface is not shown, Inline',
    facts: { interfaceProven: false, routePort: null, routeSource: null },
    context: inline,
    effect: (observation, verdict) => (portMatters(observation) ? 'inconclusive' : verdict),
  },
  {
    name: 'the route is not on record, Inline',
    facts: { routePort: null },
    context: inline,
    effect: (observation, verdict) => (portMatters(observation) ? 'inconclusive' : verdict),
  },
  {
    name: 'the route leaves by the other port',
    facts: { routePort: 'wan', routeSource: '192.0.2.10' },
    context: inline,
    effect: (_, verdict) => (passes(verdict) ? 'inconclusive' : verdict),
  },
  {
    name: 'the route has another source address',
    facts: { routeSource: '192.0.2.10' },
    context: inline,
    effect: (_, verdict) => (passes(verdict) ? 'inconclusive' : verdict),
  },
  {
    name: 'the port is only assumed',
    facts: {},
    rule: { portBasis: 'assumed' },
    context: inline,
    effect: (observation, verdict) => (observation === 'wrong-interface' ? 'inconclusive' : verdict),
  },
  {
    name: 'the port was chosen by a person',
    facts: {},
    rule: { portBasis: 'chosen' },
    context: inline,
    effect: (_, verdict) => verdict,
  },
];

const unsure: Effect = () => 'inconclusive';
const inRiders: readonly {
  name: string;
  facts: Partial<CheckFacts>;
  context: JudgeContext;
  rule?: Partial<RuleForVerdict>;
  effect: Effect;
}[] = [
  { name: 'all is known', facts: {}, context: oneArm, effect: (_, verdict) => verdict },
  {
    name: 'the node has no listener',
    facts: { listener: false },
    context: oneArm,
    effect: (observation, verdict) => (observation === 'refused' ? 'inconclusive' : verdict),
  },
  {
    name: 'the node has a listener',
    facts: { listener: true },
    context: oneArm,
    effect: (_, verdict) => verdict,
  },
  {
    name: 'the node neither listens nor shows the connection, and only another one proves the source',
    facts: { listener: false, sourceSeen: { address: '10.20.41.20', basis: 'same-run' } },
    context: oneArm,
    effect: (observation, verdict) =>
      ['refused', 'confirmed', 'open'].includes(observation) ? 'inconclusive' : verdict,
  },
  { name: 'the source is not proven', facts: { sourceSeen: null }, context: oneArm, effect: unsure },
  {
    name: 'the source seen is outside the entry',
    facts: { sourceSeen: { address: '10.20.42.1', basis: 'socket-table' } },
    context: oneArm,
    effect: unsure,
  },
  {
    name: 'the source seen is of the other family',
    facts: { sourceSeen: { address: '2001:db8::1', basis: 'socket-table' } },
    context: oneArm,
    effect: unsure,
  },
  {
    name: 'the source seen is in the node’s own subnet although the entry reaches beyond it',
    facts: {},
    context: { ...oneArm, nodeSubnets: ['10.20.41.10/24'] },
    effect: unsure,
  },
  {
    name: 'the entry lies in the node’s own subnet',
    facts: {},
    context: { ...oneArm, nodeSubnets: ['10.20.40.1/22'] },
    effect: (_, verdict) => verdict,
  },
  {
    name: 'the entry is a name',
    facts: {},
    rule: { from: [{ address: 'admin.example.com' }] },
    context: oneArm,
    effect: unsure,
  },
  {
    name: 'the interface is not shown, One-Arm',
    facts: { interfaceProven: false },
    context: oneArm,
    effect: (_, verdict) => (passes(verdict) ? 'weak pass' : verdict),
  },
  {
    name: 'the interface is not shown, Inline',
    facts: { interfaceProven: false },
    context: inline,
    effect: (observation, verdict) => (portMatters(observation) ? 'inconclusive' : verdict),
  },
];

describe('an observation of an Out check', () => {
  for (const rider of outRiders) {
    it.each(observationWord.options)(`%s, when ${rider.name}`, (observation) => {
      const base = table[observation].out;
      const expected = sent(observation) ? rider.effect(observation, base) : base;
      const check = outCheck(observation, rider.facts);
      expect(verdictOf(judgeCheck(check, { ...outRule, ...rider.rule }, rider.context))).toBe(expected);
    });
  }
});

describe('an observation of an In check', () => {
  for (const rider of inRiders) {
    it.each(observationWord.options)(`%s, when ${rider.name}`, (observation) => {
      const base = table[observation].in;
      const expected = sent(observation) ? rider.effect(observation, base) : base;
      const check = inCheck(observation, rider.facts);
      expect(verdictOf(judgeCheck(check, { ...inRule, ...rider.rule }, rider.context))).toBe(expected);
    });
  }
});

describe('a name that leads elsewhere than entered', () => {
  const shownNothing = { interfaceProven: false, routePort: null, routeSource: null };
  const lied = (resolved: string | null): string => {
    const check = outCheck('intercepted', shownNothing);
    return judgeCheck({ ...check, target: { ...check.target, resolved } }, outRule, inline).verdict;
  };

  it('fails in Inline mode too, where nothing was dialled by any port', () => {
    expect(lied(null)).toBe('fail');
    expect(lied('10.20.5.60')).toBe('inconclusive');
  });
});

describe('a check from the wrong place proves nothing', () => {
  it('an Out rule checked from the laptop is inconclusive', () => {
    expect(judgeCheck(inCheck('confirmed'), outRule, oneArm).verdict).toBe('inconclusive');
  });
  it('an Out rule checked from another node is inconclusive', () => {
    expect(judgeCheck(outCheck('confirmed'), { ...outRule, node: 'gdn-2' }, oneArm).verdict).toBe(
      'inconclusive',
    );
  });
  it('an In rule checked from the node itself is inconclusive', () => {
    expect(judgeCheck(outCheck('confirmed'), inRule, oneArm).verdict).toBe('inconclusive');
  });
  it('an In check that covers an entry of another rule is inconclusive', () => {
    const rule = { ...inRule, from: [{ address: '10.99.0.0/16' }] };
    expect(judgeCheck(inCheck('confirmed'), rule, oneArm).verdict).toBe('inconclusive');
  });
});

describe('the negative control', () => {
  const control: ControlRecord = {
    id: 'control.gdn-1.lan.514',
    vantage: { kind: 'node', node: 'gdn-1', port: 'lan' },
    address: '192.0.2.1',
    port: 514,
    observation: 'open',
  };
  const withControl = (change: Partial<ControlRecord>): JudgeContext => ({
    ...oneArm,
    controls: [{ ...control, ...change }],
  });

  it('that connects makes every open on its port inconclusive, also where the check does not name it', () => {
    const judged = judgeCheck(outCheck('open'), outRule, withControl({}));
    expect(judged.verdict).toBe('inconclusive');
    expect(judged.explanation).toContain('192.0.2.1');
    expect(judgeCheck(outCheck('open', { control: control.id }), outRule, withControl({})).verdict).toBe(
      'inconclusive',
    );
  });
  it('that could not be sent by one port lets one that connected by the other warn', () => {
    const other = { ...control, id: 'control.gdn-1.wan.443', port: 443 };
    const byWan: ControlRecord = { ...other, vantage: { kind: 'node', node: 'gdn-1', port: 'wan' } };
    const verdictWith = (...controls: ControlRecord[]): string =>
      judgeCheck(outCheck('open'), outRule, { ...inline, controls }).verdict;
    expect(verdictWith({ ...control, address: null, observation: 'not-run' }, byWan)).toBe('inconclusive');
    expect(verdictWith({ ...control, observation: 'filtered' }, byWan)).toBe('pass');
    expect(verdictWith({ ...byWan, observation: 'filtered' })).toBe('pass');
    expect(verdictWith({ ...byWan, vantage: { ...byWan.vantage, node: 'gdn-2' } })).toBe('pass');
  });
  it('that connects leaves a confirmed answer alone', () => {
    expect(judgeCheck(outCheck('confirmed'), outRule, withControl({})).verdict).toBe('pass');
  });
  it.each<[string, Partial<ControlRecord>]>([
    ['that stays silent', { observation: 'filtered' }],
    ['that was skipped', { observation: 'not-run', address: null }],
    ['on another port', { port: 443 }],
    ['of another vantage', { vantage: { kind: 'laptop', node: null, port: null } }],
    ['of another node', { vantage: { kind: 'node', node: 'gdn-2', port: 'lan' } }],
    ['of the other port of the node', { vantage: { kind: 'node', node: 'gdn-1', port: 'wan' } }],
  ])('%s changes nothing', (_name, change) => {
    expect(verdictOf(judgeCheck(outCheck('open'), outRule, withControl(change)))).toBe('weak pass');
  });
});

describe('a TLS answer', () => {
  const rule = { ...outRule, service: '443/tcp' };
  const tls: NonNullable<CheckFacts['tls']> = {
    protocol: 'TLSv1.3',
    subject: 'CN=s3.example',
    issuer: 'C=PL, O=Żuraw, CN=Żuraw Proxy CA G2',
    names: ['s3.example'],
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2027-01-01T00:00:00Z',
    fingerprint: 'SHA256:leaf',
    chain: ['SHA256:leaf'],
    chainRead: true,
    validatedBy: [],
    trust: 'public-root',
    roots: 'test roots',
    validNow: true,
    nameMatches: true,
    nodeSide: null,
  };
  it('in date and of the right name passes', () => {
    expect(judgeCheck(outCheck('confirmed', { probe: 'tls', tls }), rule, oneArm).verdict).toBe('pass');
  });
  it.each<[string, CheckFacts['tls']]>([
    ['without a certificate on record', null],
    ['whose certificate is out of date', { ...tls, validNow: false }],
    ['whose certificate is of another name', { ...tls, nameMatches: false }],
  ])('%s proves nothing, even if recorded as confirmed', (_name, facts) => {
    const judged = judgeCheck(outCheck('confirmed', { probe: 'tls', tls: facts }), rule, oneArm);
    expect(judged.verdict).toBe('inconclusive');
  });
  it('with the certificate of somebody else names who decrypts', () => {
    const judged = judgeCheck(outCheck('intercepted', { probe: 'tls', tls }), rule, oneArm);
    expect(judged.verdict).toBe('fail');
    expect(judged.explanation).toContain('“Żuraw Proxy CA G2”');
    expect(judged.advice?.owner).toBe("Customer's proxy team");
  });
});

describe('the sentence of a verdict', () => {
  const contexts = [oneArm, inline];
  const anyCheck = fc.record({
    observation: fc.constantFrom(...observationWord.options),
    direction: fc.constantFrom('in', 'out'),
    context: fc.constantFrom(...contexts),
    portBasis: fc.constantFrom('source', 'assumed', 'chosen'),
    facts: fc.record({
      sourceSeen: fc.constantFrom(
        null,
        { address: '10.20.41.20', basis: 'listener' as const },
        { address: '10.20.0.77', basis: 'socket-table' as const },
      ),
      listener: fc.constantFrom(null, true, false),
      routePort: fc.constantFrom(null, 'lan' as const, 'wan' as const, 'other' as const),
      routeSource: fc.constantFrom(null, '10.20.0.10', '192.0.2.10'),
      interfaceProven: fc.boolean(),
      probe: fc.constantFrom('tcp', 'tls', 'dns-udp'),
      openBecause: fc.constantFrom(null, 'the answer was garbage'),
    }),
  });

  it('names the counterpart and ends as a sentence; no pass is called OK and no address "any"', () => {
    fc.assert(
      fc.property(anyCheck, ({ observation, direction, context, portBasis, facts }) => {
        const check = direction === 'in' ? inCheck(observation, facts) : outCheck(observation, facts);
        const rule = { ...(direction === 'in' ? inRule : outRule), portBasis };
        const { explanation, advice, verdict } = judgeCheck(check, rule, context);
        const text = [explanation, ...(advice === null ? [] : Object.values(advice))].join(' ');
        expect(explanation).toMatch(/^(?:[A-Z]|\d).*\.$/);
        expect(text).not.toMatch(/\bany\b|\bok\b|undefined|null|NaN|\[object|!/i);
        if (verdict !== 'pass') expect(advice?.owner).not.toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  it('a rider only takes certainty away: what the table does not pass never becomes a pass', () => {
    fc.assert(
      fc.property(anyCheck, ({ observation, direction, context, portBasis, facts }) => {
        const check = direction === 'in' ? inCheck(observation, facts) : outCheck(observation, facts);
        const rule = { ...(direction === 'in' ? inRule : outRule), portBasis };
        const { verdict } = judgeCheck(check, rule, context);
        const base: Verdict[] = passes(table[observation][direction === 'in' ? 'in' : 'out'])
          ? ['pass', 'inconclusive']
          : table[observation].out === 'fail'
            ? ['fail', 'inconclusive']
            : ['inconclusive'];
        expect(base).toContain(verdict);
      }),
      { numRuns: 2000 },
    );
  });

  it('says why something could not be tested, in the words of the run', () => {
    const check = {
      ...inCheck('not-testable'),
      attempts: [],
      evidence: { reason: 'laptop 10.20.9.20 is in none of the sources; connect it in 10.20.40.0/23' },
    };
    expect(judgeCheck(check, inRule, oneArm).explanation).toBe(
      '443/tcp to 10.20.0.10 could not be tested: laptop 10.20.9.20 is in none of the sources; connect it in 10.20.40.0/23.',
    );
  });

  it('looks for a host firewall, not the network’s, when both ends are in one subnet', () => {
    const check = {
      ...outCheck('filtered'),
      target: { address: '10.20.0.60', resolved: '10.20.0.60', port: 514, protocol: 'tcp' as const },
    };
    expect(judgeCheck(check, outRule, oneArm).advice?.where).toContain('10.20.0.60 itself');
    expect(judgeCheck(outCheck('filtered'), outRule, oneArm).advice?.where).toContain('at a firewall');
  });
});
