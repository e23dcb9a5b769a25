import type { CheckRecord } from '../../results/types.ts';
import { csvText, text } from '../csv-fields.ts';
import { evidenceText } from '../readiness-report/check-words.ts';
import type { NumberedRule } from '../readiness-report/facts.ts';
import { settledEntry } from './settled-entry.ts';
import type { OutputFacts } from './types.ts';
import { verifiedSentence } from './verified-sentence.ts';

interface CheckRow {
  readonly each: NumberedRule;
  /** Null: a rule of which no check was planned; it has a row nevertheless. */
  readonly check: CheckRecord | null;
  readonly facts: OutputFacts;
}

type Field = (row: CheckRow) => string;

/** A field of the check; `none` where the rule has no check. */
function ofCheck(field: (check: CheckRecord) => string): Field {
  return ({ check }) => (check === null ? 'none' : field(check));
}

const fields: readonly (readonly [string, Field])[] = [
  ['practice', ({ facts }) => (facts.report.practice ? 'PRACTICE' : 'no')],
  ['rule_number', ({ each }) => each.number],
  ['rule_id', ({ each }) => text(each.rule.id)],
  ['service_name', ({ each }) => text(each.rule.title)],
  ['node', ({ each }) => text(each.rule.node)],
  ['direction', ({ each }) => each.rule.direction],
  ['node_port', ({ each }) => each.rule.port],
  ['service', ({ each }) => each.rule.service],
  ['need', ({ each }) => each.rule.level],
  ['rule_verdict', ({ each }) => each.rule.verdict],
  ['rule_settled', ({ each }) => each.rule.settled ?? 'no'],
  ['rule_settled_by', ({ each, facts }) => text(settledEntry(facts.report, each.rule)?.says ?? 'nobody')],
  ['any_of', ({ each }) => text(each.rule.group ?? 'no')],
  ['check_id', ofCheck(({ id }) => text(id))],
  ['flow_id', ofCheck(({ flow }) => text(flow))],
  ['from_kind', ofCheck(({ vantage }) => vantage.kind)],
  ['from_node', ofCheck(({ vantage }) => text(vantage.kind === 'laptop' ? 'laptop' : vantage.node))],
  ['from_interface', ofCheck(({ vantage }) => text(vantage.interface ?? 'not shown'))],
  ['from_address', ofCheck(({ vantage }) => text(vantage.address ?? 'not known'))],
  ['target', ofCheck(({ target }) => text(target.address))],
  ['target_resolved', ofCheck(({ target }) => text(target.resolved ?? 'not resolved'))],
  ['target_protocol', ofCheck(({ target }) => target.protocol)],
  ['target_port', ofCheck(({ target }) => (target.port === null ? 'none' : `${target.port}`))],
  ['observation', ofCheck(({ observation }) => observation)],
  ['verdict', ofCheck(({ verdict }) => verdict)],
  ['weaker', ofCheck(({ weak }) => (weak ? 'yes' : 'no'))],
  ['attempts_differ', ofCheck(({ flaky }) => (flaky ? 'yes' : 'no'))],
  ['attempts', ofCheck(({ attempts }) => `${attempts.length}`)],
  ['slowest_ms', ofCheck(({ attempts }) => `${Math.max(0, ...attempts.map(({ ms }) => Math.round(ms)))}`)],
  ['started_at', ofCheck(({ startedAt }) => startedAt ?? 'not sent')],
  ['carried_over_from', ofCheck(({ carriedOverFrom }) => text(carriedOverFrom?.report ?? 'no'))],
  ['engine', ofCheck(({ engine }) => engine)],
  ['probe', ofCheck(({ facts }) => text(facts.probe))],
  ['evidence', ofCheck((check) => text(evidenceText(check)))],
  ['explanation', ofCheck(({ explanation }) => text(explanation))],
  ['owner', ofCheck(({ advice }) => text(advice?.owner ?? 'nobody'))],
  ['next', ofCheck(({ advice }) => text(advice?.next ?? 'nothing'))],
  ['report_id', ({ facts }) => text(facts.report.id)],
  ['report_sha256', ({ facts }) => facts.sha256],
  ['report_verified', ({ facts }) => verifiedSentence(facts.verified)],
];

/** Every check of the report, a row each, in the order of the rules. */
export function checksCsv(facts: OutputFacts): string {
  const rows = facts.rules.flatMap((each): CheckRow[] =>
    each.checks.length === 0
      ? [{ each, check: null, facts }]
      : each.checks.map((check) => ({ each, check, facts })),
  );
  return csvText(
    fields.map(([name]) => name),
    rows.map((row) => fields.map(([, field]) => field(row))),
  );
}
