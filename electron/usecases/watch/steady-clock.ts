/** A clock of which nobody turns the hands back. */
export interface SteadyClock {
  readonly now: () => Date;
  /** By how much the laptop's own clock was set back since the start, in milliseconds. */
  readonly setBackMs: () => number;
}

/** Smaller steps are those of two clocks that are read one after the other. */
const toleranceMs = 500;

/**
 * The laptop's clock as long as it goes forward; where it is set back, it goes on as before, so that what is seen later is
 * never noted as earlier. After a sleep, or when the clock is set forward, it follows.
 *
 * @param wall milliseconds since 1970, as the laptop has it
 * @param elapsed milliseconds of a clock that is never set, and may stand still while the laptop sleeps
 */
export function steadyClock(wall: () => number, elapsed: () => number): SteadyClock {
  let lastWall = wall();
  let lastElapsed = elapsed();
  let setBack = 0;
  let last = lastWall;
  const read = (): number => {
    const [wallNow, elapsedNow] = [wall(), elapsed()];
    const missing = elapsedNow - lastElapsed - (wallNow - lastWall);
    if (missing > toleranceMs) setBack += missing;
    // Set forward again: it was an error that somebody corrected.
    else if (missing < -toleranceMs && setBack > 0) setBack = Math.max(0, setBack + missing);
    [lastWall, lastElapsed] = [wallNow, elapsedNow];
    last = Math.max(last, wallNow + setBack);
    return last;
  };
  let most = 0;
  const now = (): Date => {
    const time = new Date(read());
    most = Math.max(most, setBack);
    return time;
  };
  return { now, setBackMs: () => Math.round(most) };
}
