import { byCodePoint } from '../../../shared/lib/order.ts';
import { t } from '../../i18n/t.ts';
import type { CheckRow, RowState, StateCounts } from './check-rows.ts';
import { byVerdict, countRows } from './check-rows.ts';

export type GroupBy = 'verdict' | 'rule' | 'target' | 'node';

/** Which checks are shown, and in which order. */
export interface Arrangement {
  readonly group: GroupBy;
  readonly state: RowState | 'all';
  /** Words that all have to be somewhere in the row. */
  readonly text: string;
}

/** A line of the list: a check, or the name of the checks below it. */
export type ListItem =
  | { readonly kind: 'row'; readonly row: CheckRow }
  | { readonly kind: 'group'; readonly key: string; readonly title: string; readonly counts: StateCounts };

function wordsIn(row: CheckRow): string {
  const { title, service, target, from, node, rule, record, state } = row;
  const start = typeof from === 'string' ? from : from.peer;
  return [title, service, target, start, node, rule, state, record?.observation, record?.target.resolved]
    .join(' ')
    .toLowerCase();
}

function matches(
  row: CheckRow,
  { state, words }: { state: Arrangement['state']; words: readonly string[] },
): boolean {
  if (state !== 'all' && row.state !== state) return false;
  if (words.length === 0) return true;
  const text = wordsIn(row);
  return words.every((word) => text.includes(word));
}

/** The rule as a person tells it from its neighbours: the same service may be there in both directions. */
function ruleName({ title, service, direction }: CheckRow): string {
  const rule = service === '' ? title : `${title}, ${service}`;
  if (direction === null) return rule;
  return direction === 'in' ? t('{{rule}}, in', { rule }) : t('{{rule}}, out', { rule });
}

function nameOf(
  row: CheckRow,
  group: Exclude<GroupBy, 'verdict'>,
): { readonly key: string; readonly title: string } {
  switch (group) {
    case 'rule':
      return { key: row.rule, title: ruleName(row) };
    case 'target':
      return { key: row.target, title: row.target };
    case 'node':
      return { key: row.node, title: row.node };
  }
}

/** The list of what is asked for. By verdict it is one list, worst first; else the groups stand in the plan's order. */
export function arrange(rows: readonly CheckRow[], { group, state, text }: Arrangement): readonly ListItem[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown = rows.filter((row) => matches(row, { state, words }));
  if (group === 'verdict') return byVerdict(shown).map((row) => ({ kind: 'row', row }));
  const groups = new Map<string, { readonly title: string; readonly rows: CheckRow[] }>();
  for (const row of shown) {
    const { key, title } = nameOf(row, group);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { title, rows: [row] });
    else found.rows.push(row);
  }
  const sorted = group === 'target' ? [...groups].sort(([a], [b]) => byCodePoint(a, b)) : [...groups];
  return sorted.flatMap(([key, { title, rows: own }]): ListItem[] => [
    { kind: 'group', key, title, counts: countRows(own) },
    ...byVerdict(own).map((row): ListItem => ({ kind: 'row', row })),
  ]);
}

/** The same lines at the same places, with what is known of them now. */
export function refreshed(items: readonly ListItem[], rows: readonly CheckRow[]): readonly ListItem[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return items.map((item) => {
    if (item.kind === 'group') return item;
    const row = byId.get(item.row.id) ?? item.row;
    return row === item.row ? item : { kind: 'row', row };
  });
}

/** Ids of what a filter shows, in the order of the list. */
export function idsIn(items: readonly ListItem[]): readonly string[] {
  return items.flatMap((item) => (item.kind === 'row' ? [item.row.id] : []));
}
