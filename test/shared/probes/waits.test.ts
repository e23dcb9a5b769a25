import { describe, expect, it } from 'vitest';
import type { AnswersSeen } from '../../../shared/probes/waits.ts';
import { adaptiveWaits, fixedWaits, spacingMs, waitMs } from '../../../shared/probes/waits.ts';

const seen = (changes: Partial<AnswersSeen> = {}): AnswersSeen => ({
  ...{ answers: 0, hosts: 0, slowestMs: 0, hostAnswered: false, isControl: false, losesPackets: false },
  ...changes,
});
const many = { answers: 5, hosts: 2, slowestMs: 2 };

describe('the wait for what stays silent', () => {
  it.each([
    ['is the whole one while nothing has answered', {}, 3000],
    ['is the whole one while one host alone has answered', { answers: 9, hosts: 1, slowestMs: 2 }, 3000],
    ['is short for a host that answered on another port', { answers: 1, hosts: 1, hostAnswered: true }, 600],
    ['is longer for a host that never answered', many, 1000],
    ['is short for a negative control', { ...many, isControl: true }, 600],
    [
      'is longer for every host where packets get lost',
      { ...many, hostAnswered: true, losesPackets: true },
      1000,
    ],
    ['has room for all tries on a slow path', { ...many, slowestMs: 200 }, 2000],
    ['is never longer than the site says', { ...many, slowestMs: 900 }, 3000],
  ] as const)('%s', (_title, changes, expected) => {
    expect(waitMs(adaptiveWaits, 3000, seen(changes))).toBe(expected);
  });

  it('keeps below a floor what the site says', () => {
    expect(waitMs(adaptiveWaits, 400, seen({ ...many, hostAnswered: true }))).toBe(400);
  });

  it('is always the whole one with fixed waits', () => {
    expect(waitMs(fixedWaits, 3000, seen({ ...many, hostAnswered: true }))).toBe(3000);
  });
});

describe('the next try', () => {
  it.each([
    ['spreads over the wait', 3000, 2, 500],
    ['lets an answer of the slowest path come first', 600, 100, 150],
  ])('%s', (_title, wait, slowest, expected) => {
    expect(spacingMs(adaptiveWaits, wait, slowest)).toBe(expected);
  });

  it('fits six times into every wait that the answers have shortened', () => {
    for (let slowestMs = 0; slowestMs < 300; slowestMs += 7)
      for (const hostAnswered of [true, false]) {
        const wait = waitMs(adaptiveWaits, 3000, seen({ ...many, slowestMs, hostAnswered }));
        const lastTry = 5 * spacingMs(adaptiveWaits, wait, slowestMs);
        expect(lastTry + 1.5 * slowestMs).toBeLessThanOrEqual(wait + 0.001);
      }
  });
});
