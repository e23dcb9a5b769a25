import type { Observation } from './observation.ts';
import type { ProbeReading } from './types.ts';

/** What a check saw after all of its attempts. */
export interface ObservedReading {
  /** The attempt that gives the observation; null: nothing was attempted. */
  readonly reading: ProbeReading | null;
  readonly observation: Observation;
  /** Attempts gave different observations. */
  readonly flaky: boolean;
}

const undecided: readonly Observation[] = ['no-answer', 'error', 'not-testable', 'not-run'];

/**
 * The last decisive attempt gives the observation; silence of a UDP service and a probe that failed decide nothing.
 * Without a decisive one, silence counts more than a failed probe: something was sent.
 */
export function decisiveOf<T extends { readonly observation: Observation }>(
  attempts: readonly T[],
): T | null {
  return (
    attempts.findLast(({ observation }) => !undecided.includes(observation)) ??
    attempts.findLast(({ observation }) => observation === 'no-answer') ??
    attempts.at(-1) ??
    null
  );
}

/** What a check saw, from the readings of its attempts. */
export function observe(attempts: readonly ProbeReading[]): ObservedReading {
  const reading = decisiveOf(attempts);
  return {
    reading,
    observation: reading?.observation ?? 'not-run',
    flaky: new Set(attempts.map(({ observation }) => observation)).size > 1,
  };
}

/** Whether repeating the attempt can tell more: silence may be a lost packet, an answer is an answer. */
export function isWorthRepeating(reading: ProbeReading): boolean {
  return ['filtered', 'no-answer', 'error'].includes(reading.observation);
}
