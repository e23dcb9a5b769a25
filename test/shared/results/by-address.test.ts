import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../shared/probes/observation.ts';
import { combineAddresses } from '../../../shared/results/by-address.ts';
import type { ObservedCheck } from '../../../shared/results/types.ts';

function recordAt(resolved: string, observation: Observation, vantage = '10.20.0.10'): ObservedCheck {
  const sent = observation !== 'not-run';
  return {
    id: `store#check!${resolved}`,
    rule: 'object-store.gdn-1.out.lan.443-tcp.name',
    flow: 'store',
    vantage: { kind: 'node', node: 'gdn-1', interface: 'lan0', address: vantage, coversFrom: null },
    target: { address: 'store.corp.example', resolved, port: 443, protocol: 'tcp' },
    observation,
    flaky: false,
    engine: sent ? 'python' : 'none',
    attempts: sent ? [{ ms: 12, observation, outcome: `as ${observation}` }] : [],
    startedAt: sent ? '2026-11-24T20:00:00Z' : null,
    carriedOverFrom: null,
    evidence: {},
    facts: {
      sourceSeen: null,
      listener: null,
      routePort: 'lan',
      routeSource: vantage,
      interfaceProven: true,
      control: null,
      probe: 'tls',
      openBecause: null,
      tls: null,
    },
  };
}

const combine = (observations: readonly Observation[], untried: readonly string[] = []): ObservedCheck =>
  combineAddresses(
    'store#check',
    observations.map((observation, index) => recordAt(`203.0.113.${index + 1}`, observation)),
    untried,
  );

describe('a check of a name with several addresses', () => {
  it.each([
    [['confirmed', 'confirmed'], 'confirmed', '203.0.113.1'],
    [['confirmed', 'filtered'], 'filtered', '203.0.113.2'],
    [['open', 'confirmed'], 'open', '203.0.113.1'],
    [['filtered', 'intercepted', 'refused'], 'intercepted', '203.0.113.2'],
    [['no-answer', 'confirmed', 'not-testable'], 'not-testable', '203.0.113.3'],
  ] as const)('of which %j were seen is that of the worst', (observations, whole, at) => {
    const record = combine(observations);
    expect(record).toMatchObject({ id: 'store#check', observation: whole, target: { resolved: at } });
    expect(record.attempts.map(({ observation }) => observation)).toEqual([whole]);
    expect(record.evidence['addresses']).toHaveLength(observations.length);
  });

  it('says how many of them gave it, where they differ', () => {
    expect(combine(['confirmed', 'filtered', 'filtered']).evidence['remarks']).toEqual([
      'store.corp.example: 2 of 3 addresses gave “filtered”.',
    ]);
    expect(combine(['confirmed', 'confirmed']).evidence['remarks']).toBeUndefined();
  });

  it('is not confirmed while one of them was not tried, but fails when one that was tried does', () => {
    const cancelled = combine(['confirmed'], ['203.0.113.2']);
    expect(cancelled).toMatchObject({
      observation: 'not-run',
      attempts: [],
      engine: 'none',
      startedAt: null,
    });
    expect(cancelled.evidence['addresses']).toEqual([
      '203.0.113.1: confirmed, as confirmed (12 ms, python)',
      '203.0.113.2: not tried',
    ]);
    expect(combine(['filtered'], ['203.0.113.2']).observation).toBe('filtered');
  });

  it('whose rule is about IPv4 is not decided by its IPv6 addresses', () => {
    const record = combineAddresses(
      'store#check',
      [recordAt('203.0.113.1', 'confirmed'), recordAt('2001:db8::1', 'filtered', '2001:db8:20::10')],
      [],
    );
    expect(record).toMatchObject({ observation: 'confirmed', vantage: { address: '10.20.0.10' } });
    expect(record.evidence['addressesIpv6']).toEqual(['2001:db8::1: filtered, as filtered (12 ms, python)']);
    expect(record.evidence['remarks']).toEqual([
      'Over IPv6 store.corp.example is not reached at 2001:db8::1; the rule is about IPv4, but clients that prefer IPv6 may fail.',
    ]);
  });
});
