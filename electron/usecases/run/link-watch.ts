import type { Clocks } from '../../engines/clocks.ts';
import { systemClocks } from '../../engines/clocks.ts';

/** A round trip over SSH that takes longer than this means that the way to the node stood still. */
const stillMs = 1500;
const everyMs = 400;

/** Whether the way to the node, or this computer, stood still: what stays silent then may be silent for that alone. */
export interface LinkWatch {
  /** Stood still at some time of the last `ms` milliseconds, or does so now. */
  readonly stoodStill: (ms: number) => boolean;
  readonly end: () => void;
}

/**
 * Asks the node's SSH server a few times a second whether it is there, and notices by that rhythm when this computer slept or
 * was stopped: timers that come due on waking say nothing about the network.
 */
export function watchLink(
  session: { readonly roundTrip?: () => Promise<void> },
  { now, sinceBoot }: Clocks = systemClocks,
): LinkWatch {
  if (session.roundTrip === undefined) return { stoodStill: () => false, end: () => undefined };
  let askedAt: number | null = null;
  let lastStill = -Infinity;
  let lookedAt = now();
  let apart = sinceBoot() - lookedAt;
  const look = (): number => {
    const at = now();
    const apartNow = sinceBoot() - at;
    if (at - lookedAt > everyMs + stillMs || apartNow - apart > stillMs) lastStill = at;
    lookedAt = at;
    apart = apartNow;
    return at;
  };
  const timer = setInterval(() => {
    const began = look();
    if (askedAt !== null) return;
    askedAt = began;
    void session.roundTrip?.().then(() => {
      askedAt = null;
      if (now() - began > stillMs) lastStill = now();
    });
  }, everyMs);
  // Whatever becomes of the run, this alone does not keep the program alive.
  timer.unref();
  return {
    stoodStill: (ms) => {
      // On waking a check's own timer may be the first to fire.
      const at = look();
      return (askedAt !== null && at - askedAt > stillMs) || at - lastStill < ms + everyMs;
    },
    end: () => clearInterval(timer),
  };
}
