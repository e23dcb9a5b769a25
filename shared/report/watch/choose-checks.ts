import type { Check, CheckPlan } from '../../plan/types.ts';
import type { RunJudgement } from '../../verdicts/judge-run.ts';

/** More checks than these are not made in one round: the rest has its turn in the next. */
export const mostInRound = 1000;

/** What of a site's plan is to be checked again. */
export interface Standing {
  /** What does not pass, and could be seen to. */
  readonly red: readonly string[];
  /** What passes, and what nobody could see open: looked at now and then, so that what broke is seen. */
  readonly rest: readonly string[];
}

/** A datagram without an answer of its own: whether it arrives is never seen, only that it is refused. */
function isBlind({ probe }: Check): boolean {
  return probe === 'udp-datagram';
}

/** @param judgement of all that is known; null: nothing was checked yet */
export function standingOf(plan: CheckPlan, judgement: RunJudgement | null): Standing {
  const able = plan.checks.filter(({ unable }) => unable === null);
  if (judgement === null) return { red: able.map(({ id }) => id), rest: [] };
  const passing = new Map(judgement.checks.map((check) => [check.id, check]));
  const settledFlows = new Set(
    judgement.groups.flatMap(({ group, verdict }) => (verdict === 'pass' ? group.flows : [])),
  );
  const red: string[] = [];
  const rest: string[] = [];
  for (const check of able) {
    const seen = passing.get(check.id);
    const isUnseen = seen === undefined || seen.observation === 'not-run';
    const isOpen = seen?.verdict === 'pass' || settledFlows.has(check.flow);
    const mayOpen = !isBlind(check) || seen?.verdict === 'fail';
    if (isUnseen || (!isOpen && mayOpen)) red.push(check.id);
    else rest.push(check.id);
  }
  return { red, rest };
}

export interface Turn {
  /** Number of this round, from 1. */
  readonly round: number;
  /** What works is made again every so many rounds. */
  readonly greenEvery: number;
  /** Everything that was made before this round is made once more: nothing is red, and that has to hold for all at once. */
  readonly allSince: number | null;
  readonly most?: number;
}

/**
 * The checks of the next round: what is red, then the rest when its turn has come; what waited longest first, and no more than
 * a round may have.
 *
 * @param tried number of the round in which a check was made last; none: it never was
 */
export function chooseChecks(
  { red, rest }: Standing,
  tried: ReadonlyMap<string, number>,
  { round, greenEvery, allSince, most = mostInRound }: Turn,
): readonly string[] {
  const last = (id: string): number => tried.get(id) ?? 0;
  const isDue = (id: string): boolean =>
    round - last(id) >= greenEvery || (allSince !== null && tried.has(id) && last(id) < allSince);
  const longestFirst = (ids: readonly string[]): string[] => ids.slice().sort((a, b) => last(a) - last(b));
  return [...longestFirst(red), ...longestFirst(rest.filter(isDue))].slice(0, most);
}

/** Whether everything that was checked in this watch passed in its last rounds, one and the same for all. */
export function allHoldsSince(
  { red, rest }: Standing,
  tried: ReadonlyMap<string, number>,
  since: number,
): boolean {
  return red.length === 0 && rest.every((id) => (tried.get(id) ?? since) >= since);
}
