import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Behaviour } from './behaviour.ts';
import { groups } from './behaviours.ts';
import type { Told } from './desk.ts';
import type { Desk } from './desk-process.ts';
import { buildDesk, openDesk, removeDesk } from './desk-process.ts';
import { mailedSite, passwordsFor } from './mailed-site.ts';
import { sshPeer } from './ssh-peer.ts';
import { steering } from './steering.ts';

/** What hostile peers may cost at most, above what the process takes without them. */
const mostMegabytes = 300;
/** How many peers that do not flood one process meets at a time. */
const atOnce = 20;
const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

const all = groups.flatMap(({ behaviours }) => behaviours);
const quiet = all.filter((one) => one.floods !== true);
const floods = all.filter((one) => one.floods === true);

interface Met {
  readonly told: Told;
  readonly wrongs: readonly string[];
  /** Of the process, above what it took before: of all that do not flood together, of each that floods alone. */
  readonly cost: number;
}

/** A run of the wizard against a peer. */
async function meet(
  desk: Desk,
  behaviour: Pick<Behaviour, 'start' | 'declined'>,
): Promise<Omit<Met, 'cost'>> {
  const peer = await behaviour.start();
  try {
    const told = await desk.run({
      site: mailedSite(peer),
      declined: behaviour.declined === true,
      passwords: passwordsFor(peer),
    });
    return { told, wrongs: peer.wrongs?.() ?? [] };
  } finally {
    peer.close();
  }
}

function expectHandled(
  { expected, sentence, orSentence }: Behaviour,
  { told, wrongs }: Met,
  honest: Told,
): void {
  expect(told.faults).toEqual([]);
  expect(wrongs).toEqual([]);
  expect(told.shown).not.toMatch(steering);
  if (sentence !== null)
    expect(told.says).toContain(
      orSentence !== undefined && told.says.includes(orSentence) ? orSentence : sentence,
    );
  const verdicts = Object.values(told.checks);
  switch (expected) {
    case 'stopped':
      expect(told.ended, told.says).toBe('stopped');
      expect(verdicts).toEqual([]);
      break;
    case 'could-not-check':
      expect(told.ended, told.says).toBe('finished');
      expect(told.readiness).toBe('not-ready');
      expect(verdicts.length).toBeGreaterThan(10);
      expect(verdicts.filter((one) => one.endsWith(': pass'))).toEqual([]);
      break;
    case 'as-honest':
      expect(told.ended, told.says).toBe('finished');
      expect(told.checks).toEqual(honest.checks);
  }
}

describe('a hostile peer', () => {
  let program: string;
  const desks: Desk[] = [];
  const met = new Map<string, Met>();
  const practised: Told[] = [];
  let honest: Told;

  const meetFlood = async (desk: Desk, behaviour: Behaviour): Promise<void> => {
    const before = await desk.beginMeasuring();
    const one = await meet(desk, behaviour);
    met.set(behaviour.name, { ...one, cost: desk.peak() - before });
  };

  beforeAll(async () => {
    program = await buildDesk();
    desks.push(...(await Promise.all([openDesk(program), openDesk(program), openDesk(program)])));
    const [first, ...others] = desks;
    if (first === undefined) throw new Error('There is no desk.');
    ({ told: honest } = await meet(first, { start: () => sshPeer() }));
    // Those that do not flood beside each other: most of them wait.
    const before = await first.beginMeasuring();
    const seen = new Map<string, Omit<Met, 'cost'>>();
    const line = [...quiet];
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = line.shift(); next !== undefined; next = line.shift())
          seen.set(next.name, await meet(first, next));
      }),
    );
    const cost = first.peak() - before;
    for (const [name, one] of seen) met.set(name, { ...one, cost });
    // Then every process practises, whatever it has met.
    const waiting = [...floods];
    await Promise.all([
      first.practise().then((told) => practised.push(told)),
      ...others.map(async (desk) => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          await meetFlood(desk, next);
        practised.push(await desk.practise());
      }),
    ]);
  }, 1_200_000);
  afterAll(() => {
    for (const desk of desks) desk.stop();
    removeDesk(program);
  });

  it('that is none is checked, so that there is something to compare with', () => {
    expect(honest.ended, honest.says).toBe('finished');
    expect(Object.values(honest.checks).filter((one) => one === 'confirmed: pass').length).toBeGreaterThan(5);
  });

  it('of every kind has a name of its own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(70);
  });

  for (const { title, behaviours } of groups)
    describe(`is handled: ${title}`, () => {
      it.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))(
        '%s',
        (name, behaviour) => {
          const one = met.get(name);
          if (one === undefined) throw new Error('It was not met.');
          expectHandled(behaviour, one, honest);
          expect(megabytes(one.cost)).toBeLessThan(mostMegabytes);
        },
      );
    });

  it('leaves a process that does a whole honest job: practice, signed and verified', () => {
    expect(practised.map(({ says }) => says)).toEqual(desks.map(() => 'intact'));
    for (const { checks } of practised) expect(Object.keys(checks).length).toBeGreaterThan(10);
  });
});
