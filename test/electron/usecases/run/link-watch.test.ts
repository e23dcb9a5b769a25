import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchLink } from '../../../../electron/usecases/run/link-watch.ts';

describe('the watch over the way to the node', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  let slept = 0;
  const clocks = { now: () => Date.now(), sinceBoot: () => Math.floor((Date.now() + slept) / 1000) * 1000 };
  const answers: (() => void)[] = [];
  const session = { roundTrip: () => new Promise<void>((resolve) => answers.push(resolve)) };
  const answerAll = async (): Promise<void> => {
    for (const answer of answers.splice(0)) answer();
    await vi.advanceTimersByTimeAsync(0);
  };

  it('trusts a node that answers in time', async () => {
    const link = watchLink(session, clocks);
    for (let second = 0; second < 5; second++) {
      await vi.advanceTimersByTimeAsync(500);
      await answerAll();
      expect(link.stoodStill(3000)).toBe(false);
    }
    link.end();
  });

  it('doubts silence while no answer comes, and for as long after as the silence may overlap with it', async () => {
    const link = watchLink(session, clocks);
    await vi.advanceTimersByTimeAsync(2500);
    expect(link.stoodStill(10)).toBe(true);
    await answerAll();
    await vi.advanceTimersByTimeAsync(1000);
    await answerAll();
    expect(link.stoodStill(3000)).toBe(true);
    expect(link.stoodStill(100)).toBe(false);
    link.end();
  });

  it('doubts silence after this computer slept, although its precise clock slept too', async () => {
    const link = watchLink(session, clocks);
    for (let tick = 0; tick < 10; tick++) {
      await vi.advanceTimersByTimeAsync(300);
      await answerAll();
      // The clock that counts sleep tells whole seconds: its steps are no sleep.
      expect(link.stoodStill(3000)).toBe(false);
    }
    slept = 600_000;
    // The first timer on waking is the check's own.
    expect(link.stoodStill(3000)).toBe(true);
    for (let tick = 0; tick < 10; tick++) {
      await vi.advanceTimersByTimeAsync(300);
      await answerAll();
    }
    expect(link.stoodStill(4000)).toBe(true);
    // A check that began after waking.
    expect(link.stoodStill(2000)).toBe(false);
    link.end();
  });

  it('doubts silence when this program was stopped, before any other timer of it had its turn', async () => {
    const link = watchLink(session, clocks);
    await vi.advanceTimersByTimeAsync(500);
    await answerAll();
    vi.setSystemTime(Date.now() + 8000);
    expect(link.stoodStill(3000)).toBe(true);
    link.end();
  });

  it('has no opinion of a session that cannot be asked', async () => {
    const link = watchLink({});
    await vi.advanceTimersByTimeAsync(10_000);
    expect(link.stoodStill(10_000)).toBe(false);
    link.end();
  });
});
