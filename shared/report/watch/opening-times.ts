import type { CheckRecord, Verdict } from '../../results/types.ts';
import type { RunJudgement } from '../../verdicts/judge-run.ts';
import type { Opening } from './schema.ts';

/** When a check that gave an answer began and ended, UTC to the second. */
export interface SeenTime {
  readonly startedAt: string;
  readonly endedAt: string;
}

/** A rule or group that began to pass, or stopped to. */
export interface OpeningChange {
  readonly kind: 'opened' | 'closed';
  readonly opening: Opening;
}

export interface OpeningTimes {
  /**
   * Takes what a round has shown.
   *
   * @param judgement of everything that is known after it
   * @param seen by check id: the checks of this round that gave an answer
   * @param roundEnd for a verdict that changed although none of its own checks was made again
   */
  readonly take: (
    judgement: Pick<RunJudgement, 'checks' | 'rules' | 'groups'>,
    seen: ReadonlyMap<string, SeenTime>,
    roundEnd: string,
  ) => readonly OpeningChange[];
  /** All of them, in the order in which they began. */
  readonly all: () => readonly Opening[];
}

/** More openings of one rule than these are no longer news: the first one and the newest are kept. */
const mostOfOne = 20;

interface CheckTimes {
  passes: boolean;
  /** Beginning of the last check that did not pass. */
  notPassed: string | null;
  /** End of the first pass since then. */
  firstPassed: string | null;
  /** Beginning of the last pass. */
  passed: string | null;
  /** End of the first check since then that did not. */
  firstNotPassed: string | null;
}

interface Item {
  readonly id: string;
  readonly verdict: Verdict;
  /** Any of its checks is enough. */
  readonly any: boolean;
  readonly checks: readonly CheckRecord[];
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

function most(times: readonly (string | null)[], pick: (a: string, b: string) => string): string | null {
  return times.reduce<string | null>(
    (best, time) => (time === null ? best : best === null ? time : pick(best, time)),
    null,
  );
}

/**
 * Notes when rules and groups begin to pass, and when they stop. A rule passes when all of its checks do: it opened with the
 * last of them. Of a group one member is enough. Holds a few times for each check, however long the watch lasts.
 */
export function openingTimes(): OpeningTimes {
  const checks = new Map<string, CheckTimes>();
  const openings = new Map<string, Opening[]>();

  const noteCheck = ({ id, verdict }: CheckRecord, { startedAt, endedAt }: SeenTime): void => {
    const known = checks.get(id) ?? {
      ...{ passes: false, notPassed: null, firstPassed: null, passed: null, firstNotPassed: null },
    };
    checks.set(id, known);
    if (verdict === 'pass') {
      if (!known.passes) known.firstPassed = endedAt;
      known.passed = startedAt;
    } else {
      if (known.passes) known.firstNotPassed = endedAt;
      known.notPassed = startedAt;
    }
    known.passes = verdict === 'pass';
  };

  const timesOf = (list: readonly CheckRecord[]): CheckTimes[] =>
    list.flatMap(({ id }) => checks.get(id) ?? []);

  /** Null: nothing of it was checked in this watch; what an earlier report says has no time here. */
  const openingOf = ({ id, any, checks: own }: Item): Opening | null => {
    const passing = timesOf(own.filter(({ verdict }) => verdict === 'pass'));
    const pick = any ? earlier : later;
    const firstPassed = most(
      passing.map((each) => each.firstPassed),
      pick,
    );
    const lastNotPassed = most(
      passing.map((each) => each.notPassed),
      pick,
    );
    return firstPassed === null ? null : { rule: id, lastNotPassed, firstPassed, closed: null };
  };

  const closedNow = (opening: Opening, { any, checks: own }: Item, roundEnd: string): Opening => {
    const failing = timesOf(own.filter(({ verdict }) => verdict !== 'pass'));
    // A rule stopped with the first of its checks that did, a group with its last one.
    const pick = any ? later : earlier;
    const times = failing.filter((each) => each.passed !== null);
    return {
      ...opening,
      closed: {
        lastPassed:
          most(
            times.map((each) => each.passed),
            pick,
          ) ?? opening.firstPassed,
        firstNotPassed:
          most(
            times.map((each) => (each.passes ? null : each.firstNotPassed)),
            pick,
          ) ?? roundEnd,
      },
    };
  };

  const takeItem = (item: Item, roundEnd: string): OpeningChange | null => {
    const list = openings.get(item.id) ?? [];
    const last = list.at(-1);
    const isOpen = last !== undefined && last.closed === null;
    // A rule of which something was never checked is not known to be open, whatever its other checks say.
    const isWhole = item.any || item.checks.every(({ observation }) => observation !== 'not-run');
    if (item.verdict === 'pass' && !isOpen && isWhole) {
      const opening = openingOf(item);
      if (opening === null) return null;
      list.push(opening);
      if (list.length > mostOfOne) list.splice(1, 1);
      openings.set(item.id, list);
      return { kind: 'opened', opening };
    }
    if (item.verdict !== 'pass' && isOpen) {
      const opening = closedNow(last, item, roundEnd);
      list[list.length - 1] = opening;
      return { kind: 'closed', opening };
    }
    return null;
  };

  return {
    take: (judgement, seen, roundEnd) => {
      const byRule = new Map<string, CheckRecord[]>();
      const byFlow = new Map<string, CheckRecord[]>();
      for (const check of judgement.checks) {
        const time = seen.get(check.id);
        if (time !== undefined) noteCheck(check, time);
        push(byRule, check.rule, check);
        push(byFlow, check.flow, check);
      }
      const items = [
        ...judgement.rules.map(({ rule, verdict }): Item => ({
          ...{ id: rule.id, verdict, any: false, checks: byRule.get(rule.id) ?? [] },
        })),
        ...judgement.groups.map(({ group, verdict }): Item => ({
          ...{ id: group.id, verdict, any: true },
          checks: group.flows.flatMap((flow) => byFlow.get(flow) ?? []),
        })),
      ];
      return items.flatMap((item) => takeItem(item, roundEnd) ?? []);
    },
    all: () =>
      [...openings.values()]
        .flat()
        .sort((a, b) => compare(a.firstPassed, b.firstPassed) || compare(a.rule, b.rule)),
  };
}

function push(map: Map<string, CheckRecord[]>, key: string, check: CheckRecord): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [check]);
  else list.push(check);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
