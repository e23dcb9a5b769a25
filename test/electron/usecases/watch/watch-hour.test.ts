import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../../shared/plan/types.ts';
import type { Opening } from '../../../../shared/report/watch/schema.ts';
import type { WatchEvent } from '../../../../electron/usecases/watch/types.ts';
import type { WatchResult } from '../../../../electron/usecases/watch/watch-loop.ts';
import { watchLoop } from '../../../../electron/usecases/watch/watch-loop.ts';
import type { PlannedSite } from '../../../helpers/site-run.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import type { Look, OpenTime, SimulatedNetwork } from '../../../helpers/simulated-watch.ts';
import { beginning, isOpenAt, simulatedWatch } from '../../../helpers/simulated-watch.ts';

const hour = 3_600_000;
const planned = plannedSite('szczecin-dc1');
const able = planned.checks.filter(({ unable }) => unable === null);

interface Watched {
  readonly result: WatchResult;
  readonly events: readonly WatchEvent[];
  readonly looks: readonly Look[];
  readonly rounds: number;
}

async function watched(
  network: Partial<SimulatedNetwork>,
  { site = planned, every = 15, greenEvery = 10, forMs = hour, signal = new AbortController().signal } = {},
): Promise<Watched> {
  const whole: SimulatedNetwork = {
    open: () => [],
    roundMs: () => 3000,
    trouble: () => 'none',
    ...network,
  };
  const world = simulatedWatch(site, whole, forMs);
  const events: WatchEvent[] = [];
  const plan = { checks: site.checks, controls: [], remarks: [], largestNode: site.checks.length };
  const result = await watchLoop(
    { plan, everySeconds: every, greenEvery, nodes: ['one'] },
    world.ports,
    (event) => events.push(event),
    signal,
  );
  return { result, events, looks: world.looks, rounds: world.rounds() };
}

const second = (ms: number): string => `${new Date(beginning + ms).toISOString().slice(0, 19)}Z`;

/** Rules with checks that can show an opening, and those checks. */
function visibleRules(site: PlannedSite): { readonly rule: string; readonly checks: readonly Check[] }[] {
  return site.ruleSet.rules.flatMap(({ id }) => {
    const own = site.checks.filter(({ rule }) => rule === id);
    const shows =
      own.length > 0 && own.every(({ unable, probe }) => unable === null && probe !== 'udp-datagram');
    const whole = site.ruleSet.flows
      .filter(({ rule }) => rule === id)
      .every((flow) => own.some((one) => one.flow === flow.id));
    return shows && whole ? [{ rule: id, checks: own }] : [];
  });
}

/** When a rule was first seen with all of its checks open, by what was looked at alone. */
function firstSeen(looks: readonly Look[], checks: readonly Check[]): Look | null {
  const state = new Map<string, boolean>();
  const own = looks.filter(({ lost }) => !lost);
  const rounds = [...new Set(own.map(({ round }) => round))];
  const byRound = new Map(rounds.map((round): [number, Look[]] => [round, []]));
  for (const look of own) byRound.get(look.round)?.push(look);
  for (const [, inRound] of byRound) {
    let last: Look | null = null;
    for (const look of inRound) {
      if (look.passes && state.get(look.check.id) !== true) last = look;
      state.set(look.check.id, look.passes);
    }
    if (checks.every(({ id }) => state.get(id) === true)) return last;
  }
  return null;
}

const openTime = fc.record({
  opens: fc.integer({ min: -600_000, max: hour + 600_000 }),
  // Open for good, or only for some minutes.
  lasts: fc.option(fc.integer({ min: 120_000, max: hour }), { freq: 3 }),
});
const troubleOf = fc.array(fc.constantFrom('none', 'none', 'none', 'lost', 'fails'), {
  minLength: 8,
  maxLength: 8,
});

describe('a watch over an hour of simulated time', () => {
  it('loses no opening time, and notes none before it was so', async () => {
    let openings = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(openTime, { minLength: able.length, maxLength: able.length }),
        troubleOf,
        fc.array(fc.integer({ min: 200, max: 40_000 }), { minLength: 8, maxLength: 8 }),
        fc.constantFrom(2, 15, 60),
        async (times, troubles, durations, every) => {
          const openOf = new Map(
            able.map((check, index): [Check, OpenTime[]] => {
              const { opens = 0, lasts = null } = times[index] ?? {};
              return [check, [{ from: opens, to: lasts === null ? Infinity : opens + lasts }]];
            }),
          );
          const { result, looks } = await watched(
            {
              open: (check) => openOf.get(check) ?? [],
              roundMs: (round) => durations[round % 8] ?? 3000,
              trouble: (round) => troubles[round % 8] ?? 'none',
            },
            { every },
          );
          const looksAt = new Map<string, Look[]>();
          for (const look of looks) {
            const list = looksAt.get(look.check.rule);
            if (list === undefined) looksAt.set(look.check.rule, [look]);
            else list.push(look);
          }
          const noted = new Map<string, Opening[]>();
          for (const one of result.watch.openings) noted.set(one.rule, [...(noted.get(one.rule) ?? []), one]);
          for (const { rule, checks } of visibleRules(planned)) {
            const mine = looksAt.get(rule) ?? [];
            const seen = firstSeen(mine, checks);
            const own = noted.get(rule) ?? [];
            if (seen === null) {
              expect(own, rule).toEqual([]);
              continue;
            }
            openings += 1;
            // The last round that saw it closed, by when it began to look.
            const failed = mine.filter(({ lost, passes, at }) => !lost && !passes && at <= seen.at);
            const last = failed.map(({ began }) => began).sort();
            expect(own[0]?.lastNotPassed ?? 'never', rule).toBe(last.at(-1) ?? 'never');
            // The first round that could see it.
            expect(own[0]?.firstPassed, rule).toBe(second(seen.at));
            for (const { lastNotPassed, firstPassed, closed } of own) {
              // What is noted as the last look without it was one, and the first with it was one.
              if (lastNotPassed !== null) expect(lastNotPassed <= firstPassed).toBe(true);
              const at = mine.filter(
                ({ lost, passes, at: when }) => !lost && passes && second(when) === firstPassed,
              );
              expect(at.length, `${rule} at ${firstPassed}`).toBeGreaterThan(0);
              for (const look of at) expect(isOpenAt(openOf.get(look.check) ?? [], look.at)).toBe(true);
              if (closed !== null) expect(closed.lastPassed <= closed.firstNotPassed).toBe(true);
            }
            // The truth lies in between.
            const truth = Math.max(...checks.map((check) => openOf.get(check)?.[0]?.from ?? 0));
            const [first] = own;
            if (first !== undefined && own.length === 1 && first.closed === null) {
              expect(second(truth) <= first.firstPassed).toBe(true);
              if (first.lastNotPassed !== null) expect(first.lastNotPassed <= second(truth)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
    expect(openings).toBeGreaterThan(50);
    // Eight hours of up to 1,800 rounds each.
  }, 120_000);
});
