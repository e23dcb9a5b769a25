import type { CheckRecord, Verdict } from '../../../shared/results/types.ts';
import type { Rule } from '../../../shared/rules/types.ts';
import type { Bar } from '../../components/strip.tsx';
import { barOf } from '../../components/strip.tsx';
import { said } from '../../i18n/said.ts';
import type { RunProgress } from '../../state/state.ts';

/** `not-run` is inconclusive too, but it saw nothing: it is counted by itself. */
export type RowState = Verdict | 'running' | 'waiting' | 'not-run';

/** A check as the table shows it: its record once there is one. */
export interface CheckRow {
  readonly id: string;
  readonly rule: string;
  readonly state: RowState;
  readonly record: CheckRecord | null;
  readonly title: string;
  readonly service: string;
  readonly target: string;
  /** The node's LAN or WAN port, the laptop, or another node by its name. */
  readonly from: 'lan' | 'wan' | 'laptop' | { readonly peer: string };
  /** The node whose rule it is. */
  readonly node: string;
  /** Of its rule, seen from the node; null: the rule is not known. */
  readonly direction: Rule['direction'] | null;
  readonly attempt: number;
}

/** A check's id begins with its rule's (`RULE#FROM>TO@VANTAGE~HOST:PORT`). */
function partsOf(id: string): { readonly rule: string; readonly target: string; readonly vantage: string } {
  return {
    rule: id.split('#')[0] ?? id,
    target: /~(.*?)(?::\d*)?$/.exec(id)?.[1] ?? '',
    vantage: /@([^@~]*)~/.exec(id)?.[1] ?? '',
  };
}

/** Where the check starts: as recorded, before that as its id says. */
function fromOf(record: CheckRecord | null, rule: Rule | undefined, vantage: string): CheckRow['from'] {
  if (record?.vantage.kind === 'peer') return { peer: record.vantage.node };
  if (record?.vantage.kind === 'laptop' || vantage === 'laptop') return 'laptop';
  if (rule?.direction === 'in') return { peer: vantage.replace(/\.(?:lan|wan)$/, '') };
  return rule?.port ?? 'lan';
}

function stateOf(record: CheckRecord | null, attempt: number, ended: boolean): RowState {
  if (record !== null) return record.observation === 'not-run' ? 'not-run' : record.verdict;
  if (ended) return 'not-run';
  return attempt > 0 ? 'running' : 'waiting';
}

function rowOf(
  id: string,
  record: CheckRecord | null,
  attempt: number,
  state: RowState,
  rules: ReadonlyMap<string, Rule>,
): CheckRow {
  const parts = partsOf(id);
  const rule = rules.get(record?.rule ?? parts.rule);
  return {
    id,
    rule: record?.rule ?? parts.rule,
    record,
    attempt,
    state,
    title: rule === undefined ? parts.rule : said(rule.title),
    service: rule?.service ?? '',
    target: record?.target.address ?? parts.target,
    from: fromOf(record, rule, parts.vantage),
    direction: rule?.direction ?? null,
    node: rule?.node ?? record?.vantage.node ?? '',
  };
}

/** Makes the rows of a run, in the order of the plan. */
export type MakeRows = (progress: RunProgress, rules: readonly Rule[], ended: boolean) => readonly CheckRow[];

/** Remembers the rows that it made: of thousands only those are made anew whose check moved. */
export function rowMaker(): MakeRows {
  let known = new Map<string, CheckRow>();
  let knownRules: readonly Rule[] | null = null;
  let ruleById: ReadonlyMap<string, Rule> = new Map();
  return ({ checks, records, attempts }, rules, ended) => {
    if (rules !== knownRules) {
      knownRules = rules;
      ruleById = new Map(rules.map((rule) => [rule.id, rule]));
      known = new Map();
    }
    return checks.map((id) => {
      const record = records[id] ?? null;
      const attempt = attempts[id] ?? 0;
      const state = stateOf(record, attempt, ended);
      const old = known.get(id);
      if (old?.record === record && old.attempt === attempt && old.state === state) return old;
      const row = rowOf(id, record, attempt, state, ruleById);
      known.set(id, row);
      return row;
    });
  };
}

/** All rows of a run, in the order of the plan. */
export const rowsOf: MakeRows = (progress, rules, ended) => rowMaker()(progress, rules, ended);

const order: Readonly<Record<RowState, number>> = {
  fail: 0,
  inconclusive: 1,
  running: 2,
  pass: 3,
  waiting: 4,
  'not-run': 5,
};

/** Worst first; the plan's order within. */
export function byVerdict(rows: readonly CheckRow[]): CheckRow[] {
  return [...rows].sort((a, b) => order[a.state] - order[b.state]);
}

export type StateCounts = Readonly<Record<RowState, number>>;

export function countRows(rows: readonly CheckRow[]): StateCounts {
  const counts: Record<RowState, number> = {
    pass: 0,
    fail: 0,
    inconclusive: 0,
    running: 0,
    waiting: 0,
    'not-run': 0,
  };
  for (const row of rows) counts[row.state] += 1;
  return counts;
}

export function barOfRow({ record, state }: CheckRow): Bar {
  if (state === 'waiting' || state === 'not-run') return 'not-run';
  if (record === null) return 'running';
  return barOf(record.verdict, record.weak);
}
