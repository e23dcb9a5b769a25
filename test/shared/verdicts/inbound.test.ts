import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { CheckFacts, ControlRecord, ObservedCheck } from '../../../shared/results/types.ts';
import { judgeCheck } from '../../../shared/verdicts/judge-check.ts';
import type { JudgeContext, RuleForVerdict } from '../../../shared/verdicts/types.ts';

const rule: RuleForVerdict = {
  id: 'smb.gdn-1.in.lan.445-tcp.v4',
  node: 'gdn-1',
  title: 'SMB',
  direction: 'in',
  port: 'lan',
  portBasis: 'source',
  service: '445/tcp',
  from: [{ address: '10.77.0.10' }, { address: '10.90.0.0/16', natAddress: '192.0.2.9' }],
  to: [{ address: '10.20.0.10' }],
};

const context: JudgeContext = { deployment: 'one-arm', controls: [], nodeSubnets: ['10.20.0.10/24'] };

const facts: CheckFacts = {
  sourceSeen: { address: '10.77.0.10', basis: 'socket-table' },
  listener: true,
  routePort: 'lan',
  routeSource: '10.77.0.10',
  interfaceProven: true,
  control: null,
  probe: 'tcp',
  openBecause: null,
  tls: null,
};

const peer = {
  kind: 'peer',
  node: 'por-1',
  interface: 'lan0',
  address: '10.77.0.10',
  coversFrom: '10.77.0.10',
} as const;

function inCheck(
  observation: Observation,
  change: Partial<CheckFacts> = {},
  more: Partial<ObservedCheck> = {},
): ObservedCheck {
  return {
    id: 'check',
    rule: rule.id,
    flow: 'flow',
    vantage: peer,
    target: { address: '10.20.0.10', resolved: '10.20.0.10', port: 445, protocol: 'tcp' },
    observation,
    flaky: false,
    engine: 'python',
    attempts: [{ ms: 4, observation, outcome: 'as seen' }],
    startedAt: '2026-11-24T20:40:00Z',
    carriedOverFrom: null,
    evidence: {},
    facts: { ...facts, ...change },
    ...more,
  };
}

const judge = (check: ObservedCheck, controls: readonly ControlRecord[] = []) =>
  judgeCheck(check, rule, { ...context, controls });

describe('an In check that another node started', () => {
  it.each([
    ['open', 'pass'],
    ['filtered', 'fail'],
    ['rejected', 'fail'],
    ['refused', 'fail'],
    ['no-answer', 'inconclusive'],
  ] as const)('is judged as one from the laptop: %s gives %s', (observation, verdict) => {
    expect(judge(inCheck(observation)).verdict).toBe(verdict);
  });

  it('names the node that sent', () => {
    expect(judge(inCheck('filtered')).explanation).toContain('node por-1 (10.77.0.10)');
  });

  it('proves nothing when the checked node did not see where it came from, and says what would', () => {
    const judged = judge(inCheck('filtered', { sourceSeen: null }));
    expect(judged.verdict).toBe('inconclusive');
    expect(judged.explanation).toContain('source not proven');
    expect(judged.advice?.next).toContain('22/tcp between the nodes');
    expect(judged.advice?.next).not.toContain('laptop');
  });

  it('proves nothing about a source that the rule does not name', () => {
    const elsewhere = { ...peer, coversFrom: '10.99.0.10' };
    expect(judge(inCheck('open', {}, { vantage: elsewhere })).verdict).toBe('inconclusive');
  });

  it('proves nothing when the node checked itself', () => {
    const itself = { ...peer, node: 'gdn-1' };
    expect(judge(inCheck('open', {}, { vantage: itself })).verdict).toBe('inconclusive');
  });

  it('is inconclusive when the node saw another address, unless that is the declared translation', () => {
    const seen = (address: string) =>
      judge(
        inCheck(
          'open',
          { sourceSeen: { address, basis: 'socket-table' } },
          { vantage: { ...peer, address: '10.90.0.10', coversFrom: '10.90.0.0/16' } },
        ),
      ).verdict;
    expect(seen('10.90.0.10')).toBe('pass');
    expect(seen('192.0.2.9')).toBe('pass');
    expect(seen('192.0.2.8')).toBe('inconclusive');
  });

  it('falls with the negative control of the node that sent, and with no other', () => {
    const control = (node: string): ControlRecord => ({
      id: `control.${node}.lan.445`,
      vantage: { kind: 'node', node, port: 'lan' },
      address: '198.51.100.254',
      port: 445,
      observation: 'open',
    });
    expect(judge(inCheck('open'), [control('por-1')]).verdict).toBe('inconclusive');
    expect(judge(inCheck('open'), [control('gdn-1')]).verdict).toBe('pass');
  });
});

describe('an In check against our temporary listener', () => {
  const byListener: Partial<CheckFacts> = {
    listener: 'temporary',
    sourceSeen: { address: '10.77.0.10', basis: 'listener' },
  };

  it('passes by its token: the path is proven, the service not started', () => {
    const judged = judge(inCheck('confirmed', byListener));
    expect(judged).toMatchObject({ verdict: 'pass', weak: false });
    expect(judged.explanation).toContain('is proven, service not started');
  });

  it('fails when it was refused although the listener stood', () => {
    const judged = judge(inCheck('refused', { listener: 'temporary' }));
    expect(judged.verdict).toBe('fail');
    expect(judged.explanation).toContain('something in the path refuses in its name');
  });

  it('is inconclusive when it was refused and nothing listened, and says what to do', () => {
    const judged = judge(inCheck('refused', { listener: false }));
    expect(judged.verdict).toBe('inconclusive');
    expect(judged.explanation).toContain('nothing listens on the node yet');
    expect(judged.advice?.next).toContain(
      'Start the service on node gdn-1, or let Gatecheck open a temporary',
    );
  });

  it('stays inconclusive over silent UDP, and tells which way the datagram was lost', () => {
    const udp = {
      target: { address: '10.20.0.10', resolved: '10.20.0.10', port: 445, protocol: 'udp' },
    } as const;
    const there = judge(inCheck('no-answer', { listener: 'temporary' }, udp));
    expect(there.verdict).toBe('inconclusive');
    expect(there.explanation).toContain('no datagram from node por-1 (10.77.0.10) reached it');
    const back = judge(inCheck('no-answer', byListener, udp));
    expect(back.verdict).toBe('inconclusive');
    expect(back.explanation).toContain('its answer did not come back');
    expect(back.advice?.where).toContain('on the way back');
  });

  it('proves nothing when something else answered on its port', () => {
    const openBecause = 'our temporary listener stood on the port, and something else answered in its place';
    expect(judge(inCheck('open', { listener: 'temporary', openBecause })).verdict).toBe('inconclusive');
  });
});
