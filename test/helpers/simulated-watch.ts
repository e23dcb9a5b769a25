import { judgeRun } from '../../shared/verdicts/judge-run.ts';
import type { Check } from '../../shared/plan/types.ts';
import type { SeenTime } from '../../shared/report/watch/opening-times.ts';
import type { RunRecord } from '../../shared/results/types.ts';
import { steadyClock } from '../../electron/usecases/watch/steady-clock.ts';
import type { WatchPorts, WatchRound } from '../../electron/usecases/watch/types.ts';
import { utcSeconds } from '../../electron/usecases/run/utc.ts';
import { observedCheck, passing, runOf } from './site-run.ts';
import type { PlannedSite } from './site-run.ts';

/** A time during which the network lets a check through; milliseconds of the simulated world. */
export interface OpenTime {
  readonly from: number;
  readonly to: number;
}

export interface SimulatedNetwork {
  readonly open: (check: Check) => readonly OpenTime[];
  /** How long the n-th round takes, in milliseconds. */
  readonly roundMs: (round: number) => number;
  /** What becomes of the n-th round: it fails as a whole, or the node is lost for the second half of its checks. */
  readonly trouble: (round: number) => 'none' | 'fails' | 'lost';
  /** Milliseconds that the laptop's own clock is ahead at a time of the simulated world. */
  readonly clockAhead?: (at: number) => number;
  /** Milliseconds by which a sleep that begins then takes longer: the lid was closed. */
  readonly oversleep?: (at: number) => number;
}

/** One look at one check, as the simulated world knows it. */
export interface Look {
  readonly check: Check;
  readonly round: number;
  readonly at: number;
  /** When its round began: it may have been sent then. */
  readonly began: string;
  readonly passes: boolean;
  /** It never came to a result. */
  readonly lost: boolean;
}

export const beginning = Date.parse('2026-11-24T20:00:00Z');

export function isOpenAt(times: readonly OpenTime[], at: number): boolean {
  return times.some(({ from, to }) => at >= from && at < to);
}

/** A network, a node and a laptop in simulated time: nothing waits, and everything that was looked at is on record. */
export function simulatedWatch(planned: PlannedSite, network: SimulatedNetwork, forMs: number) {
  let at = 0;
  let rounds = 0;
  const looks: Look[] = [];
  const wall = (): number => beginning + at + (network.clockAhead?.(at) ?? 0);
  // The clock that is never set stands still while the laptop sleeps.
  let slept = 0;
  const clock = steadyClock(wall, () => at - slept);
  const blank = runOf(planned, () => 'not-run');
  const byId = new Map(planned.checks.map((check) => [check.id, check]));

  const recheck = (ids: readonly string[], signal: AbortSignal): Promise<WatchRound> => {
    rounds += 1;
    const round = rounds;
    const trouble = network.trouble(round);
    const duration = network.roundMs(round);
    const began = at;
    const startedAt = utcSeconds(clock.now());
    if (trouble === 'fails') {
      at = began + duration;
      return Promise.reject(new Error('The network is down.'));
    }
    const seen = new Map<string, SeenTime>();
    const results = new Map<string, boolean>();
    ids.forEach((id, index) => {
      const check = byId.get(id);
      if (check === undefined) throw new Error(`${id} is not planned.`);
      at = began + Math.floor((duration * (index + 1)) / ids.length);
      // A stop ends the round where it is.
      const lost = signal.aborted || (trouble === 'lost' && index * 2 >= ids.length);
      const passes = isOpenAt(network.open(check), at);
      looks.push({ check, round, at, began: startedAt, passes, lost });
      if (lost) return;
      results.set(id, passes);
      seen.set(id, { startedAt, endedAt: utcSeconds(clock.now()) });
    });
    at = began + duration;
    const made: RunRecord = {
      ...blank,
      cancelled: signal.aborted,
      startedAt,
      finishedAt: utcSeconds(clock.now()),
      checks: planned.checks.map((check, index) => {
        const passes = results.get(check.id);
        const unmade = blank.checks[index];
        if (passes === undefined && unmade !== undefined) return unmade;
        return { ...observedCheck(check, passes === true ? passing(check) : 'filtered'), startedAt };
      }),
    };
    const lost = trouble === 'lost' ? [{ node: 'one', says: 'The session was lost.', forGood: false }] : [];
    return Promise.resolve({ run: made, seen, lost });
  };

  const ports: WatchPorts = {
    recheck,
    judge: (run, now) => judgeRun({ ...planned, run, createdAt: now }),
    now: clock.now,
    setBackMs: clock.setBackMs,
    sleep: (ms) => {
      const over = network.oversleep?.(at) ?? 0;
      slept += over;
      at += ms + over;
      return Promise.resolve();
    },
    left: () => forMs - at,
  };
  return { ports, looks, now: () => at, rounds: () => rounds };
}
