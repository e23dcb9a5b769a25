/** A round trip over SSH that takes longer than this means that the way to the node stood still. */
const stillMs = 1500;
const everyMs = 400;

/** Whether the way to the node stood still: what stays silent then may be silent for that alone. */
export interface LinkWatch {
  /** Stood still at some time of the last `ms` milliseconds, or does so now. */
  readonly stoodStill: (ms: number) => boolean;
  readonly end: () => void;
}

/**
 * Asks the node's SSH server a few times a second whether it is there.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function watchLink(
  session: { readonly roundTrip?: () => Promise<void> },
  now: () => number = () => performance.now(),
): LinkWatch {
  if (session.roundTrip === undefined) return { stoodStill: () => false, end: () => undefined };
  let askedAt: number | null = null;
  let lastStill = -Infinity;
  const timer = setInterval(() => {
    if (askedAt !== null) return;
    const began = now();
    askedAt = began;
    void session.roundTrip?.().then(() => {
      askedAt = null;
      if (now() - began > stillMs) lastStill = now();
    });
  }, everyMs);
  // Whatever becomes of the run, this alone does not keep the program alive.
  timer.unref();
  return {
    stoodStill: (ms) => (askedAt !== null && now() - askedAt > stillMs) || now() - lastStill < ms + everyMs,
    end: () => clearInterval(timer),
  };
}
