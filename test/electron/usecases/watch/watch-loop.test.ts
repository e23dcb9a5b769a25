import { describe, expect, it } from 'vitest';
import { steadyClock } from '../../../../electron/usecases/watch/steady-clock.ts';
import type { WatchEvent, WatchPorts } from '../../../../electron/usecases/watch/types.ts';
import { watchLoop } from '../../../../electron/usecases/watch/watch-loop.ts';
import type { Check } from '../../../../shared/plan/types.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import type { SimulatedNetwork } from '../../../helpers/simulated-watch.ts';
import { simulatedWatch } from '../../../helpers/simulated-watch.ts';

const planned = plannedSite('szczecin-dc1');
const plan = {
  ...{ checks: planned.checks, controls: [], remarks: [], largestNode: planned.checks.length },
};
const minute = 60_000;
const always = [{ from: -Infinity, to: Infinity }];
const isNtp = ({ probe }: Check): boolean => probe === 'ntp';
const first = (wanted: (check: Check) => boolean): Check => {
  const found = planned.checks.find((check) => check.unable === null && wanted(check));
  if (found === undefined) throw new Error('The fixture has no such check.');
  return found;
};
const ntpRule = first(isNtp).rule;

async function watched(
  network: Partial<SimulatedNetwork>,
  change: (ports: WatchPorts, stop: () => void) => Partial<WatchPorts> = () => ({}),
) {
  const world = simulatedWatch(
    planned,
    { open: () => always, roundMs: () => 3000, trouble: () => 'none', ...network },
    30 * minute,
  );
  const controller = new AbortController();
  const events: WatchEvent[] = [];
  const result = await watchLoop(
    { plan, everySeconds: 15, greenEvery: 10, nodes: ['one'] },
    { ...world.ports, ...change(world.ports, () => controller.abort()) },
    (event) => events.push(event),
    controller.signal,
  );
  return {
    ...world,
    ...result,
    events,
    of: (rule: string) => result.watch.openings.filter((one) => one.rule === rule),
  };
}

describe('a watch', () => {
  it('ends when all that can be seen to work does, and has looked at all of it once more together', async () => {
    const { watch, looks } = await watched({
      open: (check) => (isNtp(check) ? [{ from: 5 * minute, to: Infinity }] : always),
    });
    expect(watch.ended).toBe('all-open');
    const last = Math.max(...looks.map(({ round }) => round));
    const after = looks.filter(({ at }) => at >= 5 * minute);
    const able = planned.checks.filter(({ unable }) => unable === null);
    expect(new Set(after.map(({ check }) => check.id))).toEqual(new Set(able.map(({ id }) => id)));
    expect(last).toBeLessThan(30);
  });

  it('does not end while what it confirms has broken meanwhile', async () => {
    const dns = first(({ probe }) => probe === 'dns-udp').rule;
    const { watch, of } = await watched({
      open: (check) =>
        isNtp(check)
          ? [{ from: 5 * minute, to: Infinity }]
          : check.rule === dns
            ? [
                { from: -Infinity, to: 4.9 * minute },
                { from: 9 * minute, to: Infinity },
              ]
            : always,
    });
    expect(watch.ended).toBe('all-open');
    expect(of(dns).map(({ closed }) => closed !== null)).toEqual([true, false]);
  });

  it('sends only what is red between the rounds of what works', async () => {
    const { looks } = await watched({ open: (check) => (isNtp(check) ? [] : always) });
    const byRound = new Map<number, number>();
    for (const { round } of looks) byRound.set(round, (byRound.get(round) ?? 0) + 1);
    const red = planned.checks.filter((check) => check.unable === null && isNtp(check)).length;
    expect([...byRound].filter(([round]) => round % 10 !== 1).map(([, count]) => count)).toEqual(
      [...byRound].filter(([round]) => round % 10 !== 1).map(() => red),
    );
  });

  it('goes on after a round that fails as a whole, says so once, and that it goes on', async () => {
    const { events, watch, of } = await watched({
      open: (check) => (isNtp(check) ? [{ from: 5 * minute, to: Infinity }] : always),
      trouble: (round) => (round >= 3 && round <= 6 ? 'fails' : 'none'),
    });
    expect(events.filter(({ kind }) => kind === 'lost')).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'resumed')).toHaveLength(1);
    expect(watch.lostRounds).toBe(4);
    expect(of(ntpRule)[0]?.lastNotPassed).not.toBeNull();
  });

  it('that is stopped in the middle of a round keeps what was seen to its end, and calls nothing closed', async () => {
    let rounds = 0;
    const { run, watch } = await watched(
      { open: (check) => (isNtp(check) ? [] : always) },
      (ports, stop) => ({
        recheck: (ids, signal) => {
          rounds += 1;
          // The eleventh looks at everything again: the person stops it.
          if (rounds === 11) stop();
          return ports.recheck(ids, signal);
        },
      }),
    );
    expect(watch.ended).toBe('stopped');
    expect(watch.rounds).toBe(11);
    expect(watch.openings.every(({ closed }) => closed === null)).toBe(true);
    const observed = run?.checks.filter(({ observation }) => observation === 'not-run') ?? [];
    expect(observed).toEqual([]);
  });

  it('notes no time before the one it noted last when the clock is set back an hour, and says by how much', async () => {
    const { watch, of } = await watched({
      open: (check) => (isNtp(check) ? [{ from: 10 * minute, to: Infinity }] : always),
      clockAhead: (at) => (at > 5 * minute ? -60 * minute : 0),
    });
    expect(watch.clockSetBackMs).toBeGreaterThan(59 * minute);
    expect(watch.startedAt < watch.endedAt).toBe(true);
    const [opening] = of(ntpRule);
    // By the clock as it was before: ten minutes after the beginning.
    expect(opening?.lastNotPassed?.slice(0, 15)).toBe('2026-11-24T20:0');
    expect(opening?.firstPassed.slice(0, 16)).toBe('2026-11-24T20:10');
  });

  it('of a laptop that slept says that the rule opened at some time of that', async () => {
    const { of } = await watched({
      open: (check) => (isNtp(check) ? [{ from: 10 * minute, to: Infinity }] : always),
      oversleep: (at) => (at > 4 * minute && at < 5 * minute ? 12 * minute : 0),
    });
    const [opening] = of(ntpRule);
    expect((opening?.lastNotPassed ?? '') < '2026-11-24T20:05:00Z').toBe(true);
    expect((opening?.firstPassed ?? '') > '2026-11-24T20:16:00Z').toBe(true);
  });
});

describe('a clock that nobody turns back', () => {
  it('follows forward, and goes on where the laptop’s own is set back', () => {
    let [wall, elapsed] = [1_000_000, 0];
    const clock = steadyClock(
      () => wall,
      () => elapsed,
    );
    const pass = (ms: number, set = 0): number => {
      wall += ms + set;
      elapsed += ms;
      return clock.now().getTime();
    };
    expect(pass(1000)).toBe(1_001_000);
    expect(pass(1000, 3_600_000)).toBe(4_602_000);
    expect(pass(1000, -3_600_000)).toBe(4_603_000);
    expect(pass(1000)).toBe(4_604_000);
    expect(clock.setBackMs()).toBe(3_600_000);
    // A sleep: only the wall clock goes on.
    wall += 600_000;
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(4_604_000);
  });
});
