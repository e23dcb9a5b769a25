import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../shared/results/types.ts';
import type { Attestation, Waiver } from '../../../shared/site/schema.ts';
import { settlementOf } from '../../../shared/verdicts/settlement.ts';

const digest = 'a'.repeat(64);
const rule = { id: 'ntp.gdn-1.out.lan.123-udp.v4', digest, emptySide: false };
const createdAt = '2026-11-24T20:41:07Z';

const attestation: Attestation = {
  rule: rule.id,
  digest,
  by: 'Małgorzata Brzęczyk',
  how: 'ntpq lists the node',
  at: '2026-11-24T20:00:00Z',
  expires: null,
};
const waiver: Waiver = {
  rule: rule.id,
  digest,
  by: 'Anna Świątek',
  reason: 'accepted until the new firewall',
  at: '2026-11-24T20:00:00Z',
  expires: '2026-12-24T00:00:00Z',
};

function settle(
  verdict: Verdict,
  word: { attestations?: Attestation[]; waivers?: Waiver[] },
  subject: Partial<typeof rule> = {},
): string | null {
  return settlementOf(
    { ...rule, verdict, ...subject },
    { attestations: [], waivers: [], ...word },
    createdAt,
  );
}

describe('what a person may stand in for', () => {
  it.each<[Verdict, string | null, string | null]>([
    ['pass', null, null],
    ['inconclusive', 'attested', 'waived'],
    ['fail', null, 'waived'],
  ])('%s: an attestation gives %s, a waiver %s', (verdict, attested, waived) => {
    expect(settle(verdict, { attestations: [attestation] })).toBe(attested);
    expect(settle(verdict, { waivers: [waiver] })).toBe(waived);
  });

  it('neither covers a side without an address', () => {
    const word = { attestations: [attestation], waivers: [waiver] };
    expect(settle('inconclusive', word, { emptySide: true })).toBeNull();
    expect(settle('fail', word, { emptySide: true })).toBeNull();
  });

  it('neither covers another rule, or the same rule with another content', () => {
    const word = { attestations: [attestation], waivers: [waiver] };
    expect(settle('inconclusive', word, { id: 'dns.gdn-1.out.lan.53-udp.v4' })).toBeNull();
    expect(settle('inconclusive', word, { digest: 'b'.repeat(64) })).toBeNull();
  });

  it('an expired attestation does not hide a waiver that holds', () => {
    const expired = { ...attestation, expires: '2026-11-24T20:30:00Z' };
    expect(settle('inconclusive', { attestations: [expired], waivers: [waiver] })).toBe('waived');
  });
});

describe('the time of a person’s word', () => {
  it.each<[string, string, string, string | null]>([
    ['counts from the very second on', createdAt, '2026-12-24T00:00:00Z', 'waived'],
    ['does not count before it was given', '2026-11-24T20:41:08Z', '2026-12-24T00:00:00Z', null],
    ['does not count at the very second it ends', '2026-11-24T20:00:00Z', createdAt, null],
    ['counts until just before it ends', '2026-11-24T20:00:00Z', '2026-11-24T20:41:07.001Z', 'waived'],
    ['counts when given a moment before', '2026-11-24T20:41:06.999Z', '2026-11-24T20:41:08Z', 'waived'],
    ['does not count when given a moment after', '2026-11-24T20:41:07.5Z', '2026-12-24T00:00:00Z', null],
  ])('%s', (_name, at, expires, expected) => {
    expect(settle('fail', { waivers: [{ ...waiver, at, expires }] })).toBe(expected);
  });

  it('an attestation without an end holds', () => {
    expect(settle('inconclusive', { attestations: [{ ...attestation, at: '2020-01-01T00:00:00Z' }] })).toBe(
      'attested',
    );
  });
});
