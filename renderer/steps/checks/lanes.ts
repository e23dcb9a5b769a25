import type { Catalog } from '../../../shared/catalog/schema.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { Rule } from '../../../shared/rules/types.ts';
import type { CheckRow, RowState } from './check-rows.ts';

/** What a lane shows: the worst of its checks, or that there is nobody to talk to yet. */
export type LaneState = RowState | 'no-address';

/** One direction of a lane, with the worst that was seen in it. */
export interface LaneWay {
  readonly way: 'in' | 'out';
  readonly state: LaneState;
  readonly observation: Observation | null;
}

/** One entry in the picture: its counterpart, the wall between, and the worst that was seen. */
export interface Lane {
  readonly entry: string;
  readonly title: string;
  /** `53 both ways`. */
  readonly services: string;
  readonly ways: readonly LaneWay[];
  readonly side: 'inner' | 'outer';
  readonly state: LaneState;
  /** Of the worst check; null while nothing was observed. */
  readonly observation: Observation | null;
  /** The check that the lane opens; null: none was observed. */
  readonly check: string | null;
}

const worst: readonly RowState[] = ['fail', 'inconclusive', 'running', 'waiting', 'not-run', 'pass'];

function counterpartOf(entry: string, rules: readonly Rule[], catalog: Catalog): string {
  const known = catalog.entries.find((one) => one.id === entry);
  const role = known?.roles[0];
  return (role === undefined ? undefined : catalog.roles[role]?.title) ?? rules[0]?.title ?? entry;
}

function worstOf(rows: readonly CheckRow[]): CheckRow | undefined {
  return [...rows].sort((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state))[0];
}

function hasEmptySide(rule: Rule): boolean {
  return rule.from.length === 0 || rule.to.length === 0;
}

function wayOf(way: 'in' | 'out', rules: readonly Rule[], rows: readonly CheckRow[]): LaneWay[] {
  const own = rules.filter((rule) => rule.direction === way);
  if (own.length === 0) return [];
  const ids = new Set(own.map((rule) => rule.id));
  const first = worstOf(rows.filter((row) => ids.has(row.rule)));
  const state = own.every(hasEmptySide) ? 'no-address' : (first?.state ?? 'not-run');
  return [{ way, state, observation: first?.record?.observation ?? null }];
}

function laneOf(entry: string, rules: readonly Rule[], rows: readonly CheckRow[], catalog: Catalog): Lane {
  const first = worstOf(rows);
  const ports = [...new Set(rules.map((rule) => rule.service.split('/')[0] ?? ''))];
  const ways = [...wayOf('out', rules, rows), ...wayOf('in', rules, rows)];
  const known = catalog.entries.find((one) => one.id === entry);
  // One-Arm has one port for everything; the usual port in Inline still says which side a counterpart lives on.
  const port = rules[0]?.portBasis === 'source' ? (known?.inline.port ?? 'lan') : (rules[0]?.port ?? 'lan');
  const words = ways.length > 1 ? 'both ways' : (ways[0]?.way ?? '');
  return {
    entry,
    title: counterpartOf(entry, rules, catalog),
    services: `${ports.length > 3 ? `${ports.length} ports` : ports.join(', ')} ${words}`,
    ways,
    side: port === 'lan' ? 'inner' : 'outer',
    state: rules.every(hasEmptySide) ? 'no-address' : (first?.state ?? 'not-run'),
    observation: first?.record?.observation ?? null,
    check: first === undefined || first.record === null ? null : first.id,
  };
}

/** The lanes of a run, in catalogue order. */
export function lanesOf(
  rules: readonly Rule[],
  rows: readonly CheckRow[],
  catalog: Catalog,
): readonly Lane[] {
  const entryOf = new Map(rules.map((rule) => [rule.id, rule.entry]));
  const byEntry = new Map<string, CheckRow[]>();
  for (const row of rows) {
    const entry = entryOf.get(row.rule) ?? '';
    byEntry.set(entry, [...(byEntry.get(entry) ?? []), row]);
  }
  const entries = [...new Set(rules.map((rule) => rule.entry))];
  return entries.map((entry) =>
    laneOf(
      entry,
      rules.filter((rule) => rule.entry === entry),
      byEntry.get(entry) ?? [],
      catalog,
    ),
  );
}

/** Where the mark sits: at the host when the host itself answered so, else on the wall. */
export function stopsAt(lane: Pick<LaneWay, 'observation'>): 'host' | 'wall' {
  return lane.observation === 'refused' || lane.observation === 'unresolved' ? 'host' : 'wall';
}

const unsent: readonly (Observation | null)[] = [
  'unresolved',
  'wrong-interface',
  'not-testable',
  'error',
  'not-run',
];

/** Nothing was sent in this direction: its line is never drawn as a flow. */
export function nothingSent({ state, observation }: LaneWay): boolean {
  if (state === 'waiting' || state === 'not-run' || state === 'no-address') return true;
  return state !== 'pass' && unsent.includes(observation);
}
