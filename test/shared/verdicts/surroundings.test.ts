import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { ObservedCheck } from '../../../shared/results/types.ts';
import { judgeCheck } from '../../../shared/verdicts/judge-check.ts';
import { surroundingsOf } from '../../../shared/verdicts/surroundings.ts';
import type { CheckJudgement, RuleForVerdict } from '../../../shared/verdicts/types.ts';

const nodeSubnets = ['10.20.0.10/24'];

function check(
  address: string,
  port: number,
  observation: Observation,
  more: Partial<Pick<ObservedCheck, 'evidence'>> & { readonly ms?: number } = {},
): ObservedCheck {
  return {
    id: `${address}:${port}`,
    rule: 'rule',
    flow: 'flow',
    vantage: { kind: 'node', node: 'gdn-1', interface: 'lan0', address: '10.20.0.10', coversFrom: null },
    target: { address, resolved: address, port, protocol: 'tcp' },
    observation,
    flaky: false,
    engine: 'python',
    attempts: [{ ms: more.ms ?? 1, observation, outcome: 'as seen' }],
    startedAt: '2026-11-24T20:40:00Z',
    carriedOverFrom: null,
    evidence: more.evidence ?? {},
    facts: {
      ...{ sourceSeen: null, listener: null, routePort: 'lan', routeSource: '10.20.0.10' },
      ...{ interfaceProven: true, control: null, probe: 'tcp', openBecause: null, tls: null },
    },
  };
}

/** The first check, judged among the others. */
function judgedAmong(first: ObservedCheck, ...others: ObservedCheck[]): CheckJudgement {
  const { address, port } = first.target;
  const rule: RuleForVerdict = {
    ...{ id: 'rule', node: 'gdn-1', title: 'Syslog', direction: 'out', port: 'lan', portBasis: 'source' },
    service: `${String(port)}/tcp`,
    from: [{ address: '10.20.0.10' }],
    to: [{ address }],
  };
  const surroundings = surroundingsOf([first, ...others], () => nodeSubnets);
  return judgeCheck(first, rule, { deployment: 'one-arm', controls: [], nodeSubnets, surroundings });
}

const silent = check('10.20.5.60', 514, 'filtered', { ms: 3000 });

describe('a drop', () => {
  it('is of the port where the same address answers on another one', () => {
    const { explanation, advice } = judgedAmong(silent, check('10.20.5.60', 443, 'open'));
    expect(explanation).toContain('while the same address answers on 443/tcp');
    expect(advice).toMatchObject({ confidence: 'likely', owner: "Customer's firewall team" });
    expect(advice?.where).toContain('host firewall of 10.20.5.60');
  });

  it('may be of the address where the same service of others answers', () => {
    const { explanation, advice } = judgedAmong(silent, check('10.20.5.61', 514, 'open'));
    expect(explanation).toContain('514/tcp to 1 other address is answered');
    expect(advice).toMatchObject({ confidence: 'possible' });
    expect(advice?.where).toContain('10.20.5.60 is down');
  });

  it('may be one of a whole way that is not there, where nothing beyond the node’s network answers', () => {
    const others = [check('10.20.6.1', 443, 'filtered'), check('10.20.7.1', 443, 'filtered')];
    const near = check('10.20.0.60', 443, 'open');
    const { explanation, advice } = judgedAmong(silent, ...others, near);
    expect(explanation).toContain('Nothing beyond the node');
    expect(advice).toMatchObject({ owner: "Customer's network team", confidence: 'likely' });
    expect(judgedAmong(silent, near).explanation).not.toContain('Nothing beyond');
  });

  it('may be a reject that a device kept back, where that device rejects other flows', () => {
    const rejected = check('10.20.6.1', 443, 'rejected', { evidence: { icmpSender: '10.20.0.1' } });
    expect(judgedAmong(silent, rejected).explanation).toContain('10.20.0.1 rejects other flows of this run');
    expect(judgedAmong(silent).explanation).not.toContain('kept back');
  });

  it('is not explained by what another vantage saw, nor by what was never sent', () => {
    const elsewhere = check('10.20.5.60', 443, 'open');
    const otherNode: ObservedCheck = {
      ...elsewhere,
      vantage: { ...elsewhere.vantage, kind: 'node', node: 'gdn-2', address: '10.20.0.11', coversFrom: null },
    };
    const unsent: ObservedCheck = { ...check('10.20.5.60', 445, 'open'), attempts: [] };
    expect(judgedAmong(silent, otherNode, unsent).explanation).not.toContain('answers on');
  });
});

describe('a refusal', () => {
  const far = check('10.20.5.60', 443, 'open', { ms: 40 });

  it('that came quicker than the address ever answers is a nearer device’s', () => {
    const { explanation, advice } = judgedAmong(check('10.20.5.60', 514, 'refused', { ms: 1 }), far);
    expect(explanation).toContain('refused after 1 ms, though the address itself needs 40 ms');
    expect(advice).toMatchObject({ owner: "Customer's firewall team", confidence: 'likely' });
  });

  it('as late as its answers, or on a network too quick to tell, may be its own', () => {
    const late = judgedAmong(check('10.20.5.60', 514, 'refused', { ms: 39 }), far);
    expect(late.explanation).toContain('nothing listens there, or a firewall refuses');
    const quick = check('10.20.5.60', 443, 'open', { ms: 4 });
    const soon = judgedAmong(check('10.20.5.60', 514, 'refused', { ms: 0.5 }), quick);
    expect(soon.explanation).toContain('nothing listens there, or a firewall refuses');
  });

  it('by ICMP of the target itself is certain', () => {
    const own = check('10.20.5.60', 514, 'refused', { evidence: { icmpSender: '10.20.5.60' } });
    expect(judgedAmong(own).advice).toMatchObject({
      confidence: 'certain',
      owner: 'Whoever runs 10.20.5.60',
    });
  });
});

describe('a reject', () => {
  it('is at the device that sent it', () => {
    const rejected = check('10.20.5.60', 514, 'rejected', { evidence: { icmpSender: '10.20.0.1' } });
    expect(judgedAmong(rejected).advice).toMatchObject({
      where: 'at 10.20.0.1, which sent the reject',
      confidence: 'certain',
    });
  });
});
