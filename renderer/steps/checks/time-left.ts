/** How many checks were done at a time of a clock that never goes back. */
export interface Sample {
  readonly ms: number;
  readonly done: number;
}

/** What finished longer ago says little about what is left: the slow ones come last. */
const windowMs = 20_000;
const leastMs = 2000;
const leastDone = 5;

/** The samples with a new one; those that are too old are let go. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  if (samples.at(-1)?.done === sample.done) return samples;
  const young = samples.filter(({ ms }) => sample.ms - ms <= windowMs);
  return [...young, sample];
}

/**
 * Seconds until everything is done, learnt from what finished lately; null: nobody can tell. A run that stands still has no end
 * in sight, whatever it did before.
 */
export function secondsLeft(samples: readonly Sample[], total: number, nowMs: number): number | null {
  const first = samples.find(({ ms }) => nowMs - ms <= windowMs);
  const last = samples.at(-1);
  if (first === undefined || last === undefined || total <= last.done) return null;
  const done = last.done - first.done;
  const tookMs = nowMs - first.ms;
  if (done < leastDone || tookMs < leastMs) return null;
  // Nothing finished for three times as long as one usually takes: what is left is of another kind.
  if (nowMs - last.ms > Math.max(3 * (tookMs / done), leastMs)) return null;
  return Math.ceil(((total - last.done) * tookMs) / done / 1000);
}

/** As exact as it is known: seconds, then fives, tens and minutes. */
export function roundedLeft(seconds: number): { readonly unit: 's' | 'min'; readonly count: number } {
  if (seconds < 10) return { unit: 's', count: Math.max(1, seconds) };
  if (seconds < 30) return { unit: 's', count: Math.ceil(seconds / 5) * 5 };
  if (seconds < 90) return { unit: 's', count: Math.ceil(seconds / 10) * 10 };
  return { unit: 'min', count: Math.ceil(seconds / 60) };
}
