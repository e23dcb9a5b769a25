import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observationWord } from '../../../shared/probes/observation.ts';
import type { Readiness } from '../../../shared/results/types.ts';
import type { JudgedGroup, JudgedRule, ReadinessFacts } from '../../../shared/verdicts/readiness.ts';
import { readinessOf } from '../../../shared/verdicts/readiness.ts';
import { practiceSentence, readinessSentence } from '../../../shared/verdicts/readiness-sentence.ts';

const side = [{ address: '10.0.0.1' }];
const rule: JudgedRule = {
  id: 'ntp.a.out.lan.123-udp.v4',
  level: 'required',
  group: null,
  from: side,
  to: side,
  verdict: 'pass',
  settled: null,
};
const stem = 'syslog.a.out.lan.any';
const member: JudgedRule = { ...rule, id: 'syslog.a.out.lan.514-tcp.v4', group: stem, verdict: 'fail' };
const group: JudgedGroup = {
  id: `${stem}#10.0.0.1`,
  level: 'required',
  flows: ['flow'],
  verdict: 'pass',
  settled: null,
};
const facts: ReadinessFacts = {
  practice: false,
  complete: true,
  takenAway: 0,
  nodes: ['a'],
  rules: [rule, member],
  groups: [group],
  checks: [{ node: 'a', observation: 'confirmed' }],
};

function readiness(change: Partial<ReadinessFacts>): Readiness {
  return readinessOf({ ...facts, ...change }).readiness;
}

describe('readiness', () => {
  it.each<[string, Partial<ReadinessFacts>, Readiness]>([
    [
      'ready: all required rules and groups pass, and members of a group do not count themselves',
      {},
      'ready',
    ],
    [
      'ready: an optional rule that fails does not count',
      { rules: [rule, member, { ...rule, id: 'ping', level: 'optional', verdict: 'fail' }] },
      'ready',
    ],
    [
      'ready: a rule as published that fails does not count',
      { rules: [rule, member, { ...rule, id: 'p', level: 'as-published', verdict: 'fail' }] },
      'ready',
    ],
    [
      'with exceptions: an inconclusive one is attested',
      { rules: [{ ...rule, verdict: 'inconclusive', settled: 'attested' }, member] },
      'ready-with-exceptions',
    ],
    [
      'with exceptions: a failed one is waived',
      { rules: [{ ...rule, verdict: 'fail', settled: 'waived' }, member] },
      'ready-with-exceptions',
    ],
    [
      'with exceptions: a group is waived',
      { groups: [{ ...group, verdict: 'fail', settled: 'waived' }] },
      'ready-with-exceptions',
    ],
    ['with exceptions: a person took a requirement away', { takenAway: 1 }, 'ready-with-exceptions'],
    ['not ready: a required rule fails', { rules: [{ ...rule, verdict: 'fail' }, member] }, 'not-ready'],
    [
      'not ready: a required rule is inconclusive',
      { rules: [{ ...rule, verdict: 'inconclusive' }, member] },
      'not-ready',
    ],
    [
      'not ready: a failed one is only attested',
      { rules: [{ ...rule, verdict: 'fail', settled: 'attested' }, member] },
      'not-ready',
    ],
    ['not ready: a required group fails', { groups: [{ ...group, verdict: 'fail' }] }, 'not-ready'],
    [
      'not ready: a required group is inconclusive',
      { groups: [{ ...group, verdict: 'inconclusive' }] },
      'not-ready',
    ],
    ['not ready: a member without a group counts itself', { groups: [] }, 'not-ready'],
    [
      'not ready: a required rule has no destination, even if waived',
      { rules: [{ ...rule, to: [], verdict: 'inconclusive', settled: 'waived' }, member] },
      'not-ready',
    ],
    [
      'not ready: a member rule without a source, although its group passes',
      { rules: [rule, { ...member, from: [] }] },
      'not-ready',
    ],
    ['not ready: the site is not complete', { complete: false }, 'not-ready'],
    ['not ready: nothing was checked', { checks: [] }, 'not-ready'],
    ['not ready: no check ran', { checks: [{ node: 'a', observation: 'not-run' }] }, 'not-ready'],
    [
      'not ready: nothing could be tested',
      { checks: [{ node: 'a', observation: 'not-testable' }] },
      'not-ready',
    ],
    [
      'not ready: every probe failed on our side',
      { checks: [{ node: 'a', observation: 'error' }] },
      'not-ready',
    ],
    ['not ready: a node of the site was not checked', { nodes: ['a', 'b'] }, 'not-ready'],
    ['not ready: a site without nodes', { nodes: [] }, 'not-ready'],
    ['not ready: nothing is required', { rules: [], groups: [] }, 'not-ready'],
    ['not ready: only optional rules', { rules: [{ ...rule, level: 'optional' }], groups: [] }, 'not-ready'],
    ['not ready: practice, however good', { practice: true }, 'not-ready'],
  ])('is %s', (_name, change, expected) => {
    expect(readiness(change)).toBe(expected);
  });

  it('of a practice run says what it would be', () => {
    const summary = readinessOf({ ...facts, practice: true });
    expect(summary.wouldBe).toBe('ready');
    expect(summary.readiness).toBe('not-ready');
  });

  it('counts every required rule and group once, under one heading', () => {
    const { required } = readinessOf({
      ...facts,
      rules: [
        rule,
        member,
        { ...rule, id: '2', verdict: 'inconclusive', settled: 'attested' },
        { ...rule, id: '3', verdict: 'fail', settled: 'waived' },
        { ...rule, id: '4', verdict: 'fail' },
        { ...rule, id: '5', verdict: 'inconclusive' },
      ],
    });
    expect(required).toEqual({ total: 6, pass: 2, attested: 1, waived: 1, fail: 1, inconclusive: 1 });
  });
});

const judgedRule = fc.record<JudgedRule>({
  id: fc.uuid(),
  level: fc.constantFrom('required', 'required', 'optional', 'as-published'),
  group: fc.constantFrom(null, null, stem),
  from: fc.constantFrom(side, side, side, []),
  to: fc.constantFrom(side, side, side, []),
  verdict: fc.constantFrom('pass', 'pass', 'pass', 'fail', 'inconclusive'),
  settled: fc.constantFrom(null, null, 'attested', 'waived'),
});
const judgedGroup = fc.record<JudgedGroup>({
  id: fc.constantFrom(`${stem}#10.0.0.1`, `${stem}#10.0.0.2`),
  level: fc.constantFrom('required', 'optional'),
  flows: fc.constantFrom(['flow'], []),
  verdict: fc.constantFrom('pass', 'pass', 'fail', 'inconclusive'),
  settled: fc.constantFrom(null, null, 'attested', 'waived'),
});
const someFacts = fc.record<ReadinessFacts>({
  practice: fc.constantFrom(false, false, true),
  complete: fc.constantFrom(true, true, false),
  takenAway: fc.constantFrom(0, 0, 1),
  nodes: fc.constantFrom(['a'], ['a', 'b'], []),
  rules: fc.array(judgedRule, { maxLength: 6 }),
  groups: fc.uniqueArray(judgedGroup, { maxLength: 2, selector: (one) => one.id }),
  checks: fc.array(
    fc.record({
      node: fc.constantFrom('a', 'b'),
      observation: fc.constantFrom(...observationWord.options, 'confirmed', 'confirmed', 'confirmed'),
    }),
    { maxLength: 6 },
  ),
});
const rank: Record<Readiness, number> = { 'not-ready': 0, 'ready-with-exceptions': 1, ready: 2 };
const runs = { numRuns: 3000 };

describe('whatever the facts', () => {
  it('no required rule outside of a group that neither passes nor is settled leaves a site ready', () => {
    fc.assert(
      fc.property(someFacts, (some) => {
        const open = some.rules.some(
          (one) =>
            one.level === 'required' && one.group === null && one.verdict !== 'pass' && one.settled === null,
        );
        if (open) expect(readinessOf(some).wouldBe).toBe('not-ready');
      }),
      runs,
    );
  });

  it('ready without exceptions means that nothing required fails, is missing or is taken on trust', () => {
    fc.assert(
      fc.property(someFacts, (some) => {
        if (readinessOf(some).readiness !== 'ready') return;
        expect(some.practice).toBe(false);
        expect(some.complete).toBe(true);
        expect(some.takenAway).toBe(0);
        for (const node of some.nodes) expect(some.checks.map((check) => check.node)).toContain(node);
        for (const one of some.rules.filter(({ level }) => level === 'required')) {
          expect(one.from.length * one.to.length).toBeGreaterThan(0);
          if (one.group === null) expect(one.verdict).toBe('pass');
        }
        for (const one of some.groups.filter(({ level }) => level === 'required'))
          expect(one.verdict).toBe('pass');
      }),
      runs,
    );
  });

  it('taking a check away, or making a rule worse, never improves readiness', () => {
    fc.assert(
      fc.property(someFacts, fc.nat(), (some, at) => {
        const before = rank[readinessOf(some).wouldBe];
        const without = { ...some, checks: some.checks.toSpliced(at % (some.checks.length || 1), 1) };
        expect(rank[readinessOf(without).wouldBe]).toBeLessThanOrEqual(before);
        const worse = { ...some, rules: some.rules.map((one) => ({ ...one, verdict: 'fail' as const })) };
        expect(rank[readinessOf(worse).wouldBe]).toBeLessThanOrEqual(before);
        const unsettled = { ...some, rules: some.rules.map((one) => ({ ...one, settled: null })) };
        expect(rank[readinessOf(unsettled).wouldBe]).toBeLessThanOrEqual(before);
      }),
      runs,
    );
  });

  it('only a site that is ready is told that the node can go into service', () => {
    fc.assert(
      fc.property(someFacts, (some) => {
        const summary = readinessOf(some);
        const sentence = readinessSentence(summary);
        expect(sentence.includes('can go into service')).toBe(summary.readiness === 'ready');
        expect(sentence.startsWith(practiceSentence)).toBe(some.practice);
        expect(sentence.includes('should not go into service yet')).toBe(
          !some.practice && summary.readiness === 'not-ready',
        );
      }),
      runs,
    );
  });
});

describe('the sentence of readiness', () => {
  const sentence = (change: Partial<ReadinessFacts>): string =>
    readinessSentence(readinessOf({ ...facts, ...change }));

  it('ready', () => {
    expect(sentence({})).toBe('All 2 required rules pass. The node can go into service.');
  });
  it('ready with exceptions', () => {
    expect(sentence({ rules: [{ ...rule, verdict: 'fail', settled: 'waived' }, member] })).toBe(
      'Every required rule passes, is attested or is waived. 1 of 2 pass; for 1 a person vouches or accepts the gap, and no check proved them.',
    );
  });
  it('ready with exceptions only because a requirement was taken away', () => {
    expect(sentence({ takenAway: 1 })).toBe(
      'Every required rule passes, is attested or is waived. 2 of 2 pass; for 0 a person vouches or accepts the gap, and no check proved them. 1 requirement was taken away by a person.',
    );
  });
  it('not ready', () => {
    expect(
      sentence({
        rules: [{ ...rule, verdict: 'fail' }, member],
        groups: [{ ...group, verdict: 'inconclusive' }],
      }),
    ).toBe(
      '2 of 2 required rules do not pass: 1 failed and 1 could not be proven. The node should not go into service yet.',
    );
  });
  it('nothing checked', () => {
    expect(sentence({ checks: [] })).toBe(
      'Nothing was checked, so nothing is known. The node should not go into service yet.',
    );
  });
  it('not ready although every required rule passes: a node was not checked', () => {
    expect(sentence({ nodes: ['a', 'b'] })).toBe(
      'No check of b gave an answer. The node should not go into service yet.',
    );
  });
  it('not ready although every required rule passes: the site is not complete', () => {
    expect(sentence({ complete: false })).toBe(
      'The site is not complete: an address or a choice is missing. The node should not go into service yet.',
    );
  });
  it('practice', () => {
    expect(sentence({ practice: true })).toBe(
      `${practiceSentence} The same results would read ready: of 2 required rules 2 pass, 0 attested, 0 waived, 0 failed, 0 could not be proven.`,
    );
  });
});
