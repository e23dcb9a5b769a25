import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { Verdict } from '../../../shared/results/types.ts';
import { flowVerdict, groupVerdict, ruleVerdict } from '../../../shared/verdicts/flow-verdict.ts';

const verdicts = fc.constantFrom<Verdict>('pass', 'fail', 'inconclusive');

function check(observation: Observation, verdict: Verdict): { observation: Observation; verdict: Verdict } {
  return { observation, verdict };
}

describe('a flow', () => {
  it.each<[string, ReturnType<typeof check>[], Verdict]>([
    ['without a check is inconclusive', [], 'inconclusive'],
    ['whose only check did not run is inconclusive', [check('not-run', 'inconclusive')], 'inconclusive'],
    [
      'whose only check cannot be made is inconclusive',
      [check('not-testable', 'inconclusive')],
      'inconclusive',
    ],
    [
      'passes when all executed checks pass, whatever was not executed',
      [check('confirmed', 'pass'), check('not-testable', 'inconclusive'), check('not-run', 'inconclusive')],
      'pass',
    ],
    [
      'is inconclusive when one of the executed checks is',
      [check('confirmed', 'pass'), check('no-answer', 'inconclusive')],
      'inconclusive',
    ],
    [
      'is inconclusive when a probe failed on our side, even if another passed',
      [check('confirmed', 'pass'), check('error', 'inconclusive')],
      'inconclusive',
    ],
    [
      'fails when one executed check fails',
      [check('confirmed', 'pass'), check('filtered', 'fail'), check('no-answer', 'inconclusive')],
      'fail',
    ],
  ])('%s', (_name, checks, expected) => {
    expect(flowVerdict(checks)).toBe(expected);
  });
});

describe('a rule', () => {
  it.each<[string, Verdict[], Verdict]>([
    ['without flows is inconclusive', [], 'inconclusive'],
    ['passes when all flows pass', ['pass', 'pass'], 'pass'],
    ['is inconclusive when one flow is', ['pass', 'inconclusive'], 'inconclusive'],
    ['fails when one flow fails', ['pass', 'inconclusive', 'fail'], 'fail'],
  ])('%s', (_name, flows, expected) => {
    expect(ruleVerdict(flows)).toBe(expected);
  });
});

describe('an any-of group', () => {
  it.each<[string, Verdict[], Verdict]>([
    ['without members is inconclusive', [], 'inconclusive'],
    ['passes when one member passes, whatever the others do', ['fail', 'inconclusive', 'pass'], 'pass'],
    ['fails only when all members fail', ['fail', 'fail'], 'fail'],
    [
      'is inconclusive when a member that does not pass is not known to fail',
      ['fail', 'inconclusive'],
      'inconclusive',
    ],
  ])('%s', (_name, flows, expected) => {
    expect(groupVerdict(flows)).toBe(expected);
  });
});

const rank: Record<Verdict, number> = { fail: 0, inconclusive: 1, pass: 2 };

describe('taking something away', () => {
  it('a worse flow never makes a rule or a group better', () => {
    fc.assert(
      fc.property(fc.array(verdicts, { minLength: 1 }), fc.nat(), verdicts, (flows, at, other) => {
        const index = at % flows.length;
        const worse = flows.with(index, rank[other] < rank[flows[index]!] ? other : flows[index]!);
        expect(rank[ruleVerdict(worse)]).toBeLessThanOrEqual(rank[ruleVerdict(flows)]);
        expect(rank[groupVerdict(worse)]).toBeLessThanOrEqual(rank[groupVerdict(flows)]);
      }),
    );
  });

  it('a rule passes only if every one of its flows does; a group only if one does', () => {
    fc.assert(
      fc.property(fc.array(verdicts), (flows) => {
        expect(ruleVerdict(flows) === 'pass').toBe(flows.length > 0 && flows.every((one) => one === 'pass'));
        expect(groupVerdict(flows) === 'pass').toBe(flows.includes('pass'));
      }),
    );
  });
});
