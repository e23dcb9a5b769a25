import { uptime } from 'node:os';

/** Two clocks of this computer, in milliseconds, that never go back. They part while it sleeps. */
export interface Clocks {
  /** Precise. On Linux and macOS it stands still while the computer sleeps. */
  readonly now: () => number;
  /** Since the system started, sleep included, precise to a second. */
  readonly sinceBoot: () => number;
}

export const systemClocks: Clocks = {
  now: () => performance.now(),
  sinceBoot: () => uptime() * 1000,
};

/**
 * Starts to measure.
 *
 * @returns milliseconds until now, in which time that this computer slept counts: whoever it waits for was awake
 */
export function startStopwatch({ now, sinceBoot }: Clocks = systemClocks): () => number {
  const [from, booted] = [now(), sinceBoot()];
  return () => Math.max(now() - from, sinceBoot() - booted);
}
