import { describe, expect, it } from 'vitest';
import { readNodeClock } from '../../../shared/probes/node-clock.ts';

const asked = Date.UTC(2026, 10, 24, 20, 0, 0);
const secondsAt = (ms: number): number => Math.floor((asked + ms) / 1000);

describe('the clock of a node', () => {
  it('is held against the middle between question and answer', () => {
    const text = `${secondsAt(0)}.120456789`;
    expect(readNodeClock(text, asked, asked + 40)).toEqual({ offsetMs: 100, uncertaintyMs: 21 });
  });

  it('is known to the half second where date shows whole seconds', () => {
    for (const text of [`${secondsAt(-60_000)}`, `${secondsAt(-60_000)}.%N`, `${secondsAt(-60_000)}.N`])
      expect(readNodeClock(text, asked, asked + 20)).toEqual({ offsetMs: -59_510, uncertaintyMs: 510 });
  });

  it('is not known when the node prints no time, or the laptop’s clock went back meanwhile', () => {
    for (const text of ['', '%s.%N', '12', 'Tue Nov 24', `${secondsAt(0)}000000`])
      expect(readNodeClock(text, asked, asked + 20)).toBeNull();
    expect(readNodeClock(`${secondsAt(0)}.500`, asked, asked - 1)).toBeNull();
  });

  it('holds the truth within its uncertainty, wherever between question and answer it was read', () => {
    for (const trueOffset of [-3_600_000, -250, 0, 999, 86_400_000]) {
      for (const readAfter of [0, 7, 55, 100]) {
        const node = asked + readAfter + trueOffset;
        const text = `${Math.floor(node / 1000)}.${String(((node % 1000) + 1000) % 1000).padStart(3, '0')}000000`;
        const clock = readNodeClock(text, asked, asked + 100);
        expect(Math.abs((clock?.offsetMs ?? NaN) - trueOffset)).toBeLessThanOrEqual(
          clock?.uncertaintyMs ?? 0,
        );
      }
    }
  });
});
