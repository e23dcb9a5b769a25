import { describe, expect, it } from 'vitest';
import { fakeDraft, fakeRun } from '../../../renderer/api/fake-run.ts';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { carriedWords } from '../../../renderer/steps/report/carried.ts';
import { decisionsOf, standingWords, withoutDecision } from '../../../renderer/steps/report/decisions.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

const now = '2026-11-24T21:00:00Z';

function draftOf(site: SiteFile) {
  const run = fakeRun(site, true);
  if (run === null) throw new Error('The site is not valid.');
  return fakeDraft(run, run.checks, false);
}

const plain = draftOf(sampleSite);
const kerberos = plain.rules.find(({ title, verdict }) => title === 'Kerberos' && verdict === 'fail')!;
const waiver = {
  rule: kerberos.id,
  digest: kerberos.digest,
  by: 'Anna',
  reason: 'next change window',
  at: '2026-11-20T10:00:00Z',
  expires: '2026-12-24T12:00:00Z',
};

function standing(change: Partial<typeof waiver>): string {
  const site = { ...sampleSite, waivers: [{ ...waiver, ...change }] };
  return decisionsOf(site, draftOf(site), now)[0]?.standing ?? 'none';
}

describe('a waiver', () => {
  it('counts between its two times for exactly the rule it names, and for nothing else', () => {
    expect(standing({})).toBe('counts');
    expect(standing({ expires: '2026-11-24T20:59:59Z', at: '2026-11-01T10:00:00Z' })).toBe('ended');
    expect(standing({ expires: now })).toBe('ended');
    expect(standing({ at: '2026-11-25T10:00:00Z' })).toBe('not-yet');
    expect(standing({ digest: '0'.repeat(64) })).toBe('rule-changed');
    expect(standing({ rule: 'gone.szz-1.out.lan.1-tcp.v4' })).toBe('rule-gone');
  });

  it('of a rule that passes by itself is said to be of no use', () => {
    const passing = plain.rules.find(({ verdict, group }) => verdict === 'pass' && group === null)!;
    expect(standing({ rule: passing.id, digest: passing.digest })).toBe('not-needed');
  });

  it('that counts says nothing more; one that does not says why', () => {
    expect(standingWords({ standing: 'counts', expires: null })).toBe('');
    expect(standingWords({ standing: 'ended', expires: waiver.expires })).toBe(
      'ended 2026-12-24T12:00:00Z, counts no more',
    );
  });

  it('can be withdrawn, and takes no attestation of the same rule with it', () => {
    const { rule, digest, by, at } = waiver;
    const attestation = { rule, digest, by, at, how: 'seen', expires: null };
    const site = { ...sampleSite, waivers: [waiver], attestations: [attestation] };
    const after = withoutDecision(site, { kind: 'waived', rule: kerberos.id });
    expect(after.waivers).toEqual([]);
    expect(after.attestations).toHaveLength(1);
  });
});

describe('checks that were carried over', () => {
  it('are counted with the times at which they were made; without any nothing is said', () => {
    expect(carriedWords(plain)).toBeNull();
    const checks = plain.checks.map((check, index) =>
      index > 2
        ? check
        : { ...check, carriedOverFrom: { report: 'r', startedAt: `2026-11-24T20:0${index}:00Z` } },
    );
    expect(carriedWords({ checks })).toBe(
      `3 checks of ${checks.length} are carried over from a signed report, made between 2026-11-24T20:00:00Z and 2026-11-24T20:02:00Z. The others were made in this run.`,
    );
  });
});
