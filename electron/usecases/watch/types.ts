import type { SeenTime } from '../../../shared/report/watch/opening-times.ts';
import type { Opening, WatchEnd } from '../../../shared/report/watch/schema.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import type { RunJudgement } from '../../../shared/verdicts/judge-run.ts';
import type { WatchProgress } from '../../store/run-journals.ts';

/** What a watch tells while it goes on. `at`: UTC, to the second. */
export type WatchEvent =
  | { readonly kind: 'round-began'; readonly at: string; readonly round: number; readonly checks: number }
  /** A rule or group was seen to work: `opening.firstPassed` says since when. */
  | { readonly kind: 'opened'; readonly at: string; readonly opening: Opening }
  /** One that worked does not any more. */
  | { readonly kind: 'closed'; readonly at: string; readonly opening: Opening }
  | {
      readonly kind: 'waiting';
      readonly at: string;
      /** Until the next round. */
      readonly seconds: number;
      /** Rules that pass, and checks that are made again in each round. */
      readonly open: number;
      readonly red: number;
    }
  /** A node cannot be reached, or (`node` null) a whole round failed. The watch goes on without it until it can. */
  | { readonly kind: 'lost'; readonly at: string; readonly node: string | null; readonly says: string }
  | { readonly kind: 'resumed'; readonly at: string; readonly node: string | null }
  | { readonly kind: 'ended'; readonly at: string; readonly why: WatchEnd };

export type OnWatch = (event: WatchEvent) => void;

/** What came of one round. */
export interface WatchRound {
  readonly run: RunRecord;
  /** By check id, what gave an answer and came to its end: not what a stop left half-way. */
  readonly seen: ReadonlyMap<string, SeenTime>;
  /** Nodes that were not reached. `forGood`: no further try would help. */
  readonly lost: readonly { readonly node: string; readonly says: string; readonly forGood: boolean }[];
}

/** What the watch needs of the world: the real one, or a simulated one. */
export interface WatchPorts {
  /** Makes these checks, whatever was seen of them before. Never faster than the checks themselves. */
  readonly recheck: (ids: readonly string[], signal: AbortSignal) => Promise<WatchRound>;
  /** Judges all that is known. */
  readonly judge: (run: RunRecord, now: string) => RunJudgement;
  /** A clock that never goes back (see steadyClock). */
  readonly now: () => Date;
  readonly setBackMs: () => number;
  /** Resolves after this time, or at once when the signal ends. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds until the watch has to end; 0 or less: now. */
  readonly left: () => number;
  /** Takes down a change, or how far the watch has come, before anyone is told of it. Absent: nowhere. */
  readonly keep?: {
    readonly changed: (opening: Opening, at: string) => void;
    readonly round: (run: RunRecord, progress: WatchProgress, at: string) => void;
  };
}
