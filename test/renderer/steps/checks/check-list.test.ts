import { describe, expect, it } from 'vitest';
import type { Arrangement } from '../../../../renderer/steps/checks/check-list.ts';
import { arrange, idsIn, refreshed } from '../../../../renderer/steps/checks/check-list.ts';
import type { CheckRow } from '../../../../renderer/steps/checks/check-rows.ts';
import { record } from '../../samples.ts';

function row(id: string, change: Partial<CheckRow> = {}): CheckRow {
  return {
    id,
    rule: 'dns',
    state: 'pass',
    record: null,
    title: 'DNS',
    service: '53/udp',
    target: '10.48.5.53',
    from: 'lan',
    direction: 'out',
    node: 'szz-1',
    attempt: 0,
    ...change,
  };
}

const rows = [
  row('a'),
  row('b', { state: 'fail', target: '10.48.5.12', title: 'LDAP', service: '389/tcp', rule: 'ldap' }),
  row('c', { state: 'waiting', node: 'szz-2', target: '10.48.5.12' }),
  row('d', { state: 'fail', direction: 'in', rule: 'dns-in', from: { peer: 'szz-2' } }),
];
const everything: Arrangement = { group: 'verdict', state: 'all', text: '' };
const shown = (change: Partial<Arrangement>) => idsIn(arrange(rows, { ...everything, ...change }));

describe('the list of checks', () => {
  it('stands worst first', () => {
    expect(shown({})).toEqual(['b', 'd', 'a', 'c']);
  });

  it('is filtered by state, and by all words wherever they stand in a row', () => {
    expect(shown({ state: 'fail' })).toEqual(['b', 'd']);
    expect(shown({ text: '10.48.5.12' })).toEqual(['b', 'c']);
    expect(shown({ text: 'LDAP 389' })).toEqual(['b']);
    expect(shown({ text: 'dns szz-2' })).toEqual(['d', 'c']);
    expect(shown({ text: 'nothing like it' })).toEqual([]);
  });

  it('finds a check by what was observed', () => {
    const seen = [row('x', { record: record({ observation: 'intercepted', verdict: 'fail' }) })];
    expect(arrange(seen, { ...everything, text: 'intercepted' })).toHaveLength(1);
  });

  it('is grouped by rule with the direction, each group with its counts, the worst first inside', () => {
    const items = arrange(rows, { ...everything, group: 'rule' });
    expect(items.map((item) => (item.kind === 'group' ? item.title : item.row.id))).toEqual([
      'DNS, 53/udp, out',
      'a',
      'c',
      'LDAP, 389/tcp, out',
      'b',
      'DNS, 53/udp, in',
      'd',
    ]);
    expect(items[0]).toMatchObject({ counts: { pass: 1, waiting: 1, fail: 0 } });
  });

  it('is grouped by target and by node', () => {
    const titles = (group: Arrangement['group']) =>
      arrange(rows, { ...everything, group }).flatMap((item) => (item.kind === 'group' ? [item.title] : []));
    expect(titles('target')).toEqual(['10.48.5.12', '10.48.5.53']);
    expect(titles('node')).toEqual(['szz-1', 'szz-2']);
  });

  it('keeps each check at its place while somebody is in the table, and shows what is known of it now', () => {
    const before = arrange(rows, everything);
    const now = rows.map((one) => (one.id === 'c' ? { ...one, state: 'fail' as const } : one));
    const kept = refreshed(before, now);
    expect(idsIn(kept)).toEqual(['b', 'd', 'a', 'c']);
    expect(kept[3]).toMatchObject({ row: { state: 'fail' } });
    expect(kept[0]).toBe(before[0]);
  });
});
