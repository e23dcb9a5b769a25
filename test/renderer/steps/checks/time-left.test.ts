import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../../renderer/steps/checks/time-left.ts';
import { roundedLeft, secondsLeft, withSample } from '../../../../renderer/steps/checks/time-left.ts';

function learnt(pairs: readonly (readonly [number, number])[]): readonly Sample[] {
  return pairs.reduce<readonly Sample[]>((all, [ms, done]) => withSample(all, { ms, done }), []);
}

describe('the time that is left', () => {
  it('is learnt from what finished', () => {
    const samples = learnt([
      [0, 0],
      [2000, 10],
      [4000, 20],
    ]);
    expect(secondsLeft(samples, 60, 4000)).toBe(8);
  });

  it('is not told before enough was seen', () => {
    expect(secondsLeft([], 60, 0)).toBeNull();
    expect(
      secondsLeft(
        learnt([
          [0, 0],
          [500, 20],
        ]),
        60,
        500,
      ),
    ).toBeNull();
    expect(
      secondsLeft(
        learnt([
          [0, 0],
          [9000, 3],
        ]),
        60,
        9000,
      ),
    ).toBeNull();
  });

  it('is not told when the run stands still', () => {
    const samples = learnt([
      [0, 0],
      [2000, 10],
      [4000, 20],
    ]);
    expect(secondsLeft(samples, 60, 5000)).toBe(10);
    expect(secondsLeft(samples, 60, 15_000)).toBeNull();
  });

  it('follows what finished lately: the slow ones come last', () => {
    const fast = learnt([
      [0, 0],
      [1000, 500],
      [21_500, 505],
      [26_500, 510],
      [31_500, 515],
    ]);
    expect(secondsLeft(fast, 525, 31_500)).toBe(10);
  });

  it('is not told of a run that is through', () => {
    expect(
      secondsLeft(
        learnt([
          [0, 0],
          [4000, 60],
        ]),
        60,
        4000,
      ),
    ).toBeNull();
  });

  it('is said no more exactly than it is known', () => {
    const words = [1, 7, 12, 26, 31, 85, 91, 600].map((seconds) => {
      const { unit, count } = roundedLeft(seconds);
      return `${count} ${unit}`;
    });
    expect(words).toEqual(['1 s', '7 s', '15 s', '30 s', '40 s', '90 s', '2 min', '10 min']);
  });
});
