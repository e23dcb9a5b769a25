import { randomUUID } from 'node:crypto';
import { carryOver } from '../../../shared/report/carry-over.ts';
import { wasExecuted } from '../../../shared/results/executed.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import { judgeRun } from '../../../shared/verdicts/judge-run.ts';
import type { CheckedSite, CheckSite } from '../check-site.ts';
import {
  keepInterrupted,
  reportOn,
  siteDigest,
  stopIfNothingWasReached,
  whatToRepeat,
} from '../check-site.ts';
import { keepRun } from '../keep-history.ts';
import { UseCaseError } from '../problem.ts';
import type { RunPorts } from '../run/ports.ts';
import type { OnProgress } from '../run/progress.ts';
import { utcSeconds } from '../run/utc.ts';
import { keptSessions } from './kept-sessions.ts';
import { steadyClock } from './steady-clock.ts';
import type { OnWatch, WatchPorts } from './types.ts';
import { watchLoop } from './watch-loop.ts';
import { watchRounds } from './watch-rounds.ts';

/** Never more often than this, in seconds. */
export const leastEverySeconds = 2;
/** A watch that nobody stops ends after a day. */
export const longestWatchMs = 86_400_000;

/** When a watch has to end, unless everything is open before: after a time, or at a time of the laptop's clock. */
export type WatchUntil =
  { readonly kind: 'for'; readonly ms: number } | { readonly kind: 'until'; readonly utc: Date };

export interface WatchSite extends CheckSite {
  readonly everySeconds: number;
  readonly greenEvery: number;
  readonly until: WatchUntil;
}

/** Clocks and waiting, as arguments. */
export interface WatchTime {
  /** Milliseconds since 1970, as the laptop's clock has it. */
  readonly wall: () => number;
  /** Milliseconds of a clock that is never set. */
  readonly elapsed: () => number;
  readonly sleep: WatchPorts['sleep'];
}

/** The laptop's own time. */
export const realTime: WatchTime = {
  wall: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    }),
};

/**
 * Checks a site, then checks again and again what does not pass, over one kept SSH session to each node, and notes when rules
 * open. In the end one signed report says all of it. What is seen stands in the run's journal before anyone is told of it.
 *
 * @throws UseCaseError `cannot` when nothing was ever observed; SigningError; errors of the disk with their cure
 */
export async function watchSite(
  wanted: WatchSite,
  ports: RunPorts,
  { onEvent, onProgress }: { readonly onEvent: OnWatch; readonly onProgress: OnProgress },
  signal: AbortSignal,
  time: WatchTime = realTime,
): Promise<CheckedSite> {
  const { site, siteName, planned, nodes, laptop, earlier } = wanted;
  const { ruleSet, plan } = planned;
  const clock = steadyClock(time.wall, time.elapsed);
  const steady: RunPorts = { ...ports, now: clock.now };
  const startedAt = utcSeconds(clock.now());
  const { only } = whatToRepeat(wanted, ports.practice, startedAt);
  await keepInterrupted(wanted);
  const id = randomUUID();
  const head = { site: siteDigest(site), siteName, startedAt, laptop: [...laptop] };
  const journal = await wanted.journals?.begin(id, head);
  const sessions = keptSessions(ports, time.elapsed);
  const noted = new Map<string, string>();
  const judged = (run: RunRecord, now: string): RunRecord =>
    earlier === undefined ? run : carryOver({ site, ruleSet, plan, run, earlier, now }).run;
  let controls = '';
  const loop = await watchLoop(
    {
      ...{ plan, nodes, everySeconds: wanted.everySeconds, greenEvery: wanted.greenEvery },
      ...(only === undefined ? {} : { first: [...only] }),
    },
    {
      recheck: watchRounds(
        {
          ...{ site, ruleSet, plan, nodes, sessions, onProgress },
          // Only what is news: a watch of hours must not fill the disk.
          onObserved: (check, at) => {
            if (noted.get(check.id) === check.observation) return;
            noted.set(check.id, check.observation);
            journal?.observed(check, at);
          },
          onNode: (node, at) => {
            const text = JSON.stringify({ ...node, clock: null });
            if (noted.get(`node ${node.name}`) === text) return;
            noted.set(`node ${node.name}`, text);
            journal?.node(node, at);
          },
        },
        steady,
      ),
      judge: (run, now) => judgeRun({ site, ruleSet, run: judged(run, now), createdAt: now }),
      now: clock.now,
      setBackMs: clock.setBackMs,
      sleep: time.sleep,
      left: timeLeft(wanted.until, time, clock.now),
      keep: {
        changed: (opening, at) => journal?.opening(opening, at),
        round: (run, progress, at) => {
          const text = JSON.stringify(run.controls);
          if (text !== controls) journal?.ended({ cancelled: true, controls: run.controls }, at);
          controls = text;
          journal?.watch(progress, at);
        },
      },
    },
    onEvent,
    signal,
  ).finally(() => sessions.end());
  const run =
    loop.run === null ? null : wholeRun(loop.run, startedAt, utcSeconds(clock.now()), signal.aborted);
  try {
    if (run === null) throw nothingSeen(nodes, (node) => sessions.trouble(node)?.says ?? null);
    stopIfNothingWasReached(run, wanted, only);
  } catch (error) {
    await journal?.close();
    throw error;
  }
  await keepRun(
    wanted.history,
    site,
    { id, siteName, outcome: run.cancelled ? 'cancelled' : 'finished' },
    run,
  );
  const signed = await reportOn(run, wanted, clock.now(), loop.watch);
  await journal?.close();
  return signed;
}

/** A watch that a person stops has done what it was there for; it was cut short only if something never had its turn. */
function wholeRun(run: RunRecord, startedAt: string, finishedAt: string, stopped: boolean): RunRecord {
  const unmade = run.checks.some(({ observation }) => !wasExecuted(observation) && observation === 'not-run');
  return { ...run, startedAt, finishedAt, cancelled: stopped && unmade };
}

/** Milliseconds until the end, by the clock that the person meant. */
function timeLeft(until: WatchUntil, time: WatchTime, steady: () => Date): () => number {
  const began = steady().getTime();
  return () => {
    const gone = steady().getTime() - began;
    const left = until.kind === 'for' ? until.ms - gone : until.utc.getTime() - time.wall();
    return Math.min(left, longestWatchMs - gone);
  };
}

function nothingSeen(nodes: readonly string[], why: (node: string) => string | null): UseCaseError {
  return new UseCaseError(
    'cannot',
    'Nothing could be checked.',
    'No report was written.',
    nodes.map((path) => ({ path, message: why(path) ?? 'It was not reached.' })),
  );
}
