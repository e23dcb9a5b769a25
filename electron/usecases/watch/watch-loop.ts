import type { CheckPlan } from '../../../shared/plan/types.ts';
import {
  allHoldsSince,
  chooseChecks,
  mostInRound,
  standingOf,
} from '../../../shared/report/watch/choose-checks.ts';
import { mergeRound } from '../../../shared/report/watch/merge-round.ts';
import { openingTimes } from '../../../shared/report/watch/opening-times.ts';
import type { Standing } from '../../../shared/report/watch/choose-checks.ts';
import type { WatchEnd, WatchRecord } from '../../../shared/report/watch/schema.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import type { RunJudgement } from '../../../shared/verdicts/judge-run.ts';
import type { WatchProgress } from '../../store/run-journals.ts';
import { problemOf } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import type { OnWatch, WatchPorts, WatchRound } from './types.ts';

export interface WatchRequest {
  readonly plan: CheckPlan;
  /** What the first round makes; absent: all that the plan has. */
  readonly first?: readonly string[];
  readonly everySeconds: number;
  /** What works is made again every so many rounds. */
  readonly greenEvery: number;
  /** Names of the nodes that are signed in to. */
  readonly nodes: readonly string[];
}

export interface WatchResult {
  /** All that is known; null: no round came to anything. */
  readonly run: RunRecord | null;
  readonly watch: WatchRecord;
}

/** Between two rounds, also when the checks take longer than the interval. */
const leastGapMs = 1000;

interface State {
  run: RunRecord | null;
  judgement: RunJudgement | null;
  standing: Standing;
  rounds: number;
  lostRounds: number;
  /** Nothing is red since this round. */
  allSince: number | null;
  readonly tried: Map<string, number>;
  /** Nodes that are not reached; null: a round failed as a whole. */
  readonly lost: Set<string | null>;
  readonly goneForGood: Set<string>;
}

/**
 * Checks again and again what does not pass, until all does, the time is over, or the signal ends. Rounds do not overlap; one
 * that fails as a whole costs that round and nothing else.
 */
export async function watchLoop(
  wanted: WatchRequest,
  ports: WatchPorts,
  onEvent: OnWatch,
  signal: AbortSignal,
): Promise<WatchResult> {
  const { everySeconds, greenEvery } = wanted;
  const now = (): string => utcSeconds(ports.now());
  const startedAt = now();
  const times = openingTimes();
  const state: State = {
    ...{ run: null, judgement: null, rounds: 0, lostRounds: 0, allSince: null },
    standing: standingOf(wanted.plan, null),
    ...{ tried: new Map(), lost: new Set(), goneForGood: new Set() },
  };
  const progress = (): WatchProgress => ({
    ...{ startedAt, everySeconds, greenEvery, rounds: state.rounds, lostRounds: state.lostRounds },
    clockSetBackMs: ports.setBackMs(),
  });

  const takeRound = (round: WatchRound): void => {
    const run = state.run === null ? round.run : mergeRound(state.run, round.run, new Set(round.seen.keys()));
    const at = now();
    const judgement = ports.judge(run, at);
    Object.assign(state, { run, judgement, standing: standingOf(wanted.plan, judgement) });
    const changes = times.take(judgement, round.seen, at);
    for (const { opening } of changes) ports.keep?.changed(opening, at);
    for (const { kind, opening } of changes) onEvent({ kind, at, opening });
  };

  const makeRound = async (): Promise<void> => {
    const ids = nextChecks(wanted, state);
    state.rounds += 1;
    if (ids.length > 0) {
      onEvent({ kind: 'round-began', at: now(), round: state.rounds, checks: ids.length });
      try {
        const round = await ports.recheck(ids, signal);
        for (const id of ids) state.tried.set(id, state.rounds);
        takeRound(round);
        if (!signal.aborted) tellLost(state, round.lost, null, now(), onEvent);
      } catch (error) {
        if (!signal.aborted) tellLost(state, [], problemOf(error).message, now(), onEvent);
      }
    }
    if (state.run !== null) ports.keep?.round(state.run, progress(), now());
  };

  let why: WatchEnd | null = signal.aborted ? 'stopped' : null;
  while (why === null) {
    const began = ports.now().getTime();
    await makeRound();
    why = whyEnd(wanted, state, signal);
    if (why !== null) break;
    const taken = ports.now().getTime() - began;
    // Whether all holds at once is asked without waiting.
    const pause = state.allSince === null ? everySeconds * 1000 - taken : leastGapMs;
    const wait = Math.max(0, Math.min(Math.max(pause, leastGapMs), ports.left()));
    onEvent({ kind: 'waiting', at: now(), seconds: Math.ceil(wait / 1000), ...countOf(state) });
    await ports.sleep(wait, signal).catch(() => undefined);
    if (signal.aborted) why = 'stopped';
    else if (ports.left() <= 0) why = 'time';
  }
  const endedAt = now();
  onEvent({ kind: 'ended', at: endedAt, why });
  const watch = { ...progress(), endedAt, ended: why, openings: [...times.all()] };
  return { run: state.run, watch };
}

function nextChecks({ first, greenEvery }: WatchRequest, state: State): readonly string[] {
  const { judgement, standing, tried, rounds, allSince } = state;
  if (judgement === null && first !== undefined) return first.slice(0, mostInRound);
  const turn = { round: rounds + 1, greenEvery, allSince };
  return chooseChecks(standing, tried, turn);
}

/** Tells once that a node is lost, and once that it is back. */
function tellLost(
  state: State,
  lost: WatchRound['lost'],
  failed: string | null,
  at: string,
  onEvent: OnWatch,
): void {
  const gone = new Map<string | null, string>(lost.map(({ node, says }) => [node, says]));
  if (failed !== null) gone.set(null, failed);
  for (const node of [...state.lost]) {
    // A round that failed as a whole says nothing of the nodes.
    if (gone.has(node) || (failed !== null && node !== null)) continue;
    state.lost.delete(node);
    onEvent({ kind: 'resumed', at, node });
  }
  for (const [node, says] of gone) {
    if (state.lost.has(node)) continue;
    state.lost.add(node);
    onEvent({ kind: 'lost', at, node, says });
  }
  for (const { node, forGood } of lost) if (forGood) state.goneForGood.add(node);
  if (gone.size > 0) state.lostRounds += 1;
}

function whyEnd({ nodes }: WatchRequest, state: State, signal: AbortSignal): WatchEnd | null {
  if (signal.aborted) return 'stopped';
  if (nodes.length > 0 && nodes.every((name) => state.goneForGood.has(name))) return 'unable';
  const { standing } = state;
  if (state.judgement === null || standing.red.length > 0) {
    state.allSince = null;
    return null;
  }
  state.allSince ??= state.rounds;
  return allHoldsSince(standing, state.tried, state.allSince) ? 'all-open' : null;
}

function countOf({ judgement, standing }: State): { readonly open: number; readonly red: number } {
  const open = judgement?.rules.filter(({ verdict }) => verdict === 'pass').length ?? 0;
  return { open, red: standing.red.length };
}
