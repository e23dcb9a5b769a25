import type { Level } from '../../catalog/schema.ts';
import type { Report, ReportGroup } from '../../report/schema.ts';
import type { CheckRecord } from '../../results/types.ts';
import { markWord, type NumberedRule, type ReportFacts } from '../readiness-report/facts.ts';
import { settledEntry, type SettledEntry } from './settled-entry.ts';

/** Where a rule, or a set of rules of which one is enough, stands: what every output says in its own words. */
export interface Standing {
  readonly id: string;
  readonly digest: string;
  readonly node: string;
  readonly title: string;
  readonly level: Level;
  /** `weak`: a pass that rests on less than the service's own answer. */
  readonly mark: NumberedRule['mark'];
  /** `pass`, `fail` or `inconclusive`, whatever a person says. */
  readonly verdict: NumberedRule['rule']['verdict'];
  readonly settled: SettledEntry | null;
  /** Null: a set of rules. */
  readonly rule: NumberedRule | null;
  readonly checks: readonly CheckRecord[];
  /**
   * Why it does not count by itself for the readiness: it is not required, or it is in a set that counts; null: it counts.
   */
  readonly uncounted: string | null;
}

const levelReasons: Readonly<Record<Exclude<Level, 'required'>, string>> = {
  optional: 'Optional: it does not count for the readiness.',
  'as-published': 'As published by the vendor: it does not count for the readiness.',
};

/** The set that a rule is a member of; undefined: it counts itself. As `requiredUnits` of the verdicts. */
function setOf({ rule }: NumberedRule, report: Report): ReportGroup | undefined {
  if (rule.group === null || rule.from.length === 0 || rule.to.length === 0) return undefined;
  return report.groups.find(({ id, level }) => level === rule.level && id.startsWith(`${rule.group ?? ''}#`));
}

/** Rules in the order of the request, then the sets. */
export function standings(facts: ReportFacts): Standing[] {
  const { report } = facts;
  const rules = facts.rules.map((each): Standing => {
    const { rule } = each;
    const set = setOf(each, report);
    return {
      id: rule.id,
      digest: rule.digest,
      node: rule.node,
      title: rule.title,
      level: rule.level,
      mark: each.mark,
      verdict: rule.verdict,
      settled: settledEntry(report, rule),
      rule: each,
      checks: each.checks,
      uncounted:
        set !== undefined
          ? `One of a set of which one is enough (${set.id}): the set counts, not this rule.`
          : rule.level === 'required'
            ? null
            : levelReasons[rule.level],
    };
  });
  const sets = facts.groups.map(({ group, mark, title }): Standing => ({
    id: group.id,
    digest: group.digest,
    node: group.node,
    title: `${title}: one of several is enough`,
    level: group.level,
    mark,
    verdict: group.verdict,
    settled: settledEntry(report, group),
    rule: null,
    checks: report.checks.filter(({ flow }) => group.flows.includes(flow)),
    uncounted: group.level === 'required' ? null : levelReasons[group.level],
  }));
  return [...rules, ...sets];
}

/** What was seen and what to do, in sentences; each once. */
export function sentencesOf({ checks, verdict, rule }: Standing): string[] {
  const own = checks.filter((check) => check.verdict === verdict);
  const sentences = own.flatMap(({ explanation, advice }) => [
    explanation,
    ...(advice === null ? [] : [`Owner: ${advice.owner}. Next: ${advice.next}`]),
  ]);
  if (sentences.length > 0) return [...new Set(sentences)];
  return rule !== null && (rule.rule.from.length === 0 || rule.rule.to.length === 0)
    ? ['An address is missing, so there is nothing to check. It does not mean "any".']
    : ['No check of it was made in this run.'];
}

/** The observation that decided, or none. */
export function decisiveObservation({ checks, verdict }: Standing): string {
  return (checks.find((check) => check.verdict === verdict) ?? checks[0])?.observation ?? 'no-check';
}

/** `Fail`; a waived rule is never just a word among passes: `Waived (fail)`. */
export function standingWord({ mark, verdict }: Standing): string {
  return mark === 'attested' || mark === 'waived' ? `${markWord(mark)} (${verdict})` : markWord(mark);
}
