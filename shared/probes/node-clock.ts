/** How far a node's clock is from the laptop's, as one question showed. */
export interface NodeClock {
  /** Milliseconds that the node's clock is ahead; negative: behind. */
  readonly offsetMs: number;
  /** The true offset lies within this many milliseconds of it, as long as neither clock was set meanwhile. */
  readonly uncertaintyMs: number;
}

/** Seconds since 1970 with a fraction (`date +%s.%N` of GNU), or without one: other `date`s know no `%N`. */
const seconds = /^(\d{9,11})(?:\.(\d{3})\d*)?(?![\d])/;

/**
 * Reads a node's answer to `date +%s.%N`. The node read its clock at some moment between question and answer, so the middle
 * of the two is taken, and half of what lies between is the uncertainty.
 *
 * @param askedAt laptop's clock, milliseconds since 1970
 * @returns null when the text is no time, or the laptop's clock was set back meanwhile
 */
export function readNodeClock(text: string, askedAt: number, answeredAt: number): NodeClock | null {
  const match = seconds.exec(text);
  if (match === null || answeredAt < askedAt) return null;
  const [, whole = '', fraction] = match;
  // A clock that shows whole seconds shows the one that began: on average half a second ago.
  const nodeMs = Number(whole) * 1000 + (fraction === undefined ? 500 : Number(fraction));
  const half = (answeredAt - askedAt) / 2;
  return {
    offsetMs: Math.round(nodeMs - (askedAt + half)) + 0,
    uncertaintyMs: Math.ceil(half + (fraction === undefined ? 500 : 1)),
  };
}
