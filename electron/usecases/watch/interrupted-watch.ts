import type { Opening, WatchRecord } from '../../../shared/report/watch/schema.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { judgeRun } from '../../../shared/verdicts/judge-run.ts';
import type { InterruptedRun } from '../../store/run-journals.ts';

const works = ['confirmed', 'open'];

/**
 * What a watch that was cut off had seen open: what it had taken down, and what its last round saw that it did not come to
 * count any more.
 *
 * @param run the record of what was observed
 * @returns undefined: it was no watch
 */
export function watchOfInterrupted(
  { site, ruleSet }: { readonly site: Site; readonly ruleSet: RuleSet },
  run: RunRecord,
  { watch, checks, observedAt, endedAt }: InterruptedRun,
  now: string,
): WatchRecord | undefined {
  if (watch === null) return undefined;
  const { openings: noted, ...progress } = watch;
  const judgement = judgeRun({ site, ruleSet, run, createdAt: now });
  const verdicts = new Map([
    ...judgement.rules.map(({ rule, verdict }) => [rule.id, verdict] as const),
    ...judgement.groups.map(({ group, verdict }) => [group.id, verdict] as const),
  ]);
  const last = new Map(noted.map((opening) => [opening.rule, opening]));
  const openings = noted.map((opening): Opening => {
    const stopped = verdicts.get(opening.rule) !== 'pass';
    if (!stopped || opening.closed !== null || last.get(opening.rule) !== opening) return opening;
    return { ...opening, closed: { lastPassed: opening.firstPassed, firstNotPassed: endedAt } };
  });
  const byRule = new Map<string, string[]>();
  for (const { id, rule } of run.checks) byRule.set(rule, [...(byRule.get(rule) ?? []), id]);
  const lines = new Map<
    string,
    { readonly at: string; readonly startedAt: string; readonly works: boolean }[]
  >();
  for (const [index, check] of checks.entries()) {
    const at = observedAt[index] ?? endedAt;
    const line = { at, startedAt: check.startedAt ?? at, works: works.includes(check.observation) };
    lines.set(check.id, [...(lines.get(check.id) ?? []), line]);
  }
  const uncounted = judgement.rules.flatMap(({ rule, verdict }): Opening[] => {
    const before = last.get(rule.id);
    if (verdict !== 'pass' || (before !== undefined && before.closed === null)) return [];
    const own = (byRule.get(rule.id) ?? []).map((id) => lines.get(id) ?? []);
    if (own.some((list) => list.length === 0)) return [];
    const firstPassed = newest(own.flatMap((list) => list.at(-1)?.at ?? []));
    const failed = own.flatMap((list) => list.filter((line) => !line.works).map((line) => line.startedAt));
    if (firstPassed === null) return [];
    return [{ rule: rule.id, lastNotPassed: newest(failed), firstPassed, closed: null }];
  });
  return { ...progress, endedAt, ended: 'interrupted', openings: [...openings, ...uncounted] };
}

function newest(times: readonly string[]): string | null {
  return times.reduce<string | null>((best, time) => (best === null || time > best ? time : best), null);
}
