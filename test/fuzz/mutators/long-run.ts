import type { Random } from '../engine/random.ts';

const signs = Array.from(' \t0a.:-_/\\,;|"\'`()[]{}<>=*!%&@~#é');
/** What does not belong to any run: only now does an expression that took the run begin to go back. */
const ends = ['', 'x', '!', '.', '\u0001', '\n', '"'];

/**
 * A run of one sign, or of two by turns: what slow expressions choke on. The longest is long enough for one that takes
 * the square of its length to be seen as a hang.
 */
export function longRun(random: Random): string {
  const unit = random.pick(signs) + (random.once(3) ? random.pick(signs) : '');
  return unit.repeat(random.pick([10, 300, 3000, 30_000]) / unit.length) + random.pick(ends);
}
