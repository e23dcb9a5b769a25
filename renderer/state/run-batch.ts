import type { RunEvent } from '../../shared/ipc/contract.ts';

/** What a batch needs of the world, as arguments. */
export interface BatchClock {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Calls back before the next frame is drawn, or soon where none is drawn (a hidden window). */
  readonly soon: (then: () => void) => void;
  readonly later: (then: () => void, ms: number) => void;
}

/** They come by the thousand; everything else is told at once, after what waits. */
const many: ReadonlySet<RunEvent['kind']> = new Set(['running', 'observed']);

/** Taking in results gets at most this share of the window's time: typing and scrolling need the rest. */
const shareOfTime = 0.25;

/**
 * Gathers the events of a run, so that the window takes them in once a frame, not once a check. With many thousand results a
 * frame is not enough for it: then it waits as long as the work before took several times over.
 */
export function batchRunEvents(
  take: (events: readonly RunEvent[]) => void,
  clock: BatchClock,
): (event: RunEvent) => void {
  let waiting: RunEvent[] = [];
  let asked = false;
  let restUntil = 0;
  const flush = (): void => {
    asked = false;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    const began = clock.now();
    take(events);
    const ended = clock.now();
    restUntil = ended + (ended - began) * (1 / shareOfTime - 1);
  };
  const ask = (): void => {
    if (asked) return;
    asked = true;
    const rest = restUntil - clock.now();
    if (rest > 20) clock.later(flush, rest);
    else clock.soon(flush);
  };
  return (event) => {
    waiting.push(event);
    if (many.has(event.kind)) ask();
    else flush();
  };
}

/** A frame that never comes, because nobody sees the window, is not waited for longer than this. */
const hiddenMs = 250;

export const windowClock: BatchClock = {
  now: () => performance.now(),
  soon: (then) => {
    let done = false;
    const once = (): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      then();
    };
    const timer = setTimeout(once, hiddenMs);
    requestAnimationFrame(once);
  },
  later: (then, ms) => void setTimeout(then, ms),
};
