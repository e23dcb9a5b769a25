import { describe, expect, test } from 'vitest';
import type { PersonsWord } from '../../../shared/rules/settle-rule.ts';
import { settleRule, standingWords } from '../../../shared/rules/settle-rule.ts';
import { plannedSite } from '../../helpers/site-run.ts';

const now = '2026-11-24T20:00:00Z';
const { site, ruleSet } = plannedSite('gdansk-dc1', (json) => {
  json['attestations'] = [];
  json['waivers'] = [];
});
const attest: PersonsWord = { kind: 'attest', by: ' Ola ', how: 'telnet from the switch', expires: null };
const waive: PersonsWord = {
  kind: 'waive',
  by: 'Ola',
  reason: 'comes in May',
  expires: '2027-05-01T00:00:00Z',
};
const rule = ruleSet.rules.find(({ group, from, to }) => group === null && from.length > 0 && to.length > 0);
const id = rule?.id ?? '';

function refusal(which: string, word: PersonsWord, of = { site, ruleSet }): string {
  const settled = settleRule(of.site, of.ruleSet, which, word, now);
  return settled.ok ? 'not refused' : `${settled.error.message} ${settled.error.cure}`;
}

describe('a person’s word', () => {
  test('names the digest of the rule as it is today, and the time', () => {
    const attested = settleRule(site, ruleSet, id, attest, now);
    expect(attested).toMatchObject({
      ok: true,
      value: {
        attestations: [
          {
            rule: id,
            digest: rule?.digest,
            by: 'Ola',
            how: 'telnet from the switch',
            at: now,
            expires: null,
          },
        ],
        waivers: [],
        replaced: [],
      },
    });
  });

  test('takes the place of an earlier one of its kind, and can be taken back', () => {
    const first = settleRule(site, ruleSet, id, waive, now);
    if (!first.ok) throw new Error('refused');
    const second = settleRule(first.value, ruleSet, id, { ...waive, by: 'Jan' }, now);
    if (!second.ok) throw new Error('refused');
    expect(second.value.waivers.map(({ by }) => by)).toEqual(['Jan']);
    expect(second.value.replaced.map(({ by }) => by)).toEqual(['Ola']);
    const none = settleRule(second.value, ruleSet, id, { kind: 'withdraw', of: 'waivers' }, now);
    expect(none).toMatchObject({ ok: true, value: { waivers: [], attestations: [] } });
    expect(refusal(id, { kind: 'withdraw', of: 'attestations' })).toContain('no attestation of');
  });

  test('may name an any-of group, and not one of its members, which does not count by itself', () => {
    const [group] = ruleSet.groups;
    const member = ruleSet.rules.find((one) => one.group !== null && group?.id.startsWith(`${one.group}#`));
    expect(refusal(group?.id ?? '', waive)).toBe('not refused');
    expect(refusal(member?.id ?? '', waive)).toContain(`Name the group: ${group?.id}`);
  });

  test('is refused where the domain forbids it, with what to do instead', () => {
    expect(refusal(id.slice(0, -1), waive)).toContain(id);
    expect(refusal(`${id}x`, waive)).toContain(`did you mean ${id}?`);
    expect(refusal(id, { ...waive, expires: now })).toContain('yet to come');
    expect(refusal(id, { ...attest, expires: '2026-11-01T00:00:00Z' })).toContain('yet to come');
    expect(refusal(id, { ...waive, expires: 'tomorrow' })).toContain('no time in UTC');
    expect(refusal(id, { ...waive, by: ' ' })).toContain('--by NAME');
    expect(refusal(id, { ...attest, how: '' })).toContain('--how TEXT');
    const empty = plannedSite('gdansk-dc1', (json) => {
      (json['endpoints'] as Record<string, unknown>)['dnsServers'] = [];
    });
    for (const word of [attest, waive])
      expect(refusal('dns.gdn-1.out.lan.53-udp.v4', word, empty)).toContain('no address on one side');
  });
});

test('words that count no more are told from those that do', () => {
  const settled = settleRule(site, ruleSet, id, waive, now);
  if (!settled.ok) throw new Error('refused');
  const [waiver] = settled.value.waivers;
  if (waiver === undefined) throw new Error('No waiver.');
  const of = (waivers: (typeof waiver)[], at: string) =>
    standingWords({ ...site, waivers }, ruleSet, at).map(({ whyNot }) => whyNot);
  expect(of([waiver], now)).toEqual([null]);
  expect(of([waiver], '2027-05-01T00:00:00Z')).toEqual(['it ended at 2027-05-01T00:00:00Z']);
  expect(of([waiver], '2026-11-24T19:59:59Z')).toEqual([`it begins at ${now}`]);
  expect(of([{ ...waiver, digest: 'x' }], now)).toEqual(['the rule is another one today']);
  expect(of([{ ...waiver, rule: 'x' }], now)).toEqual(['the site has no such rule today']);
});
