import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Behaviour } from './behaviour.ts';
import { groups } from './behaviours.ts';
import type { Told } from './desk.ts';
import type { Desk } from './desk-process.ts';
import { buildDesk, openDesk, removeDesk } from './desk-process.ts';
import { mailedSite, passwordsFor } from './mailed-site.ts';
import { sshPeer } from './ssh-peer.ts';

/** What a hostile peer may cost at most, above what the process takes without it. */
const mostBytes = 300 * 1024 * 1024;
/** How many peers of those that do not flood one desk meets at a time. */
const atOnce = 12;
const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

const all = groups.flatMap(({ behaviours }) => behaviours);
const floods = all.filter((one) => one.floods === true);
const quiet = all.filter((one) => one.floods !== true);

/** What could steer a terminal or turn the writing; nothing else that a peer sends is dangerous as text. */
const steering = /(?![\n\t])\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

interface Met {
  readonly told: Told;
  readonly wrongs: readonly string[];
}

/** A run of the wizard against a peer. */
async function meet(desk: Desk, behaviour: Pick<Behaviour, 'start' | 'declined'>): Promise<Met> {
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

function expectHandled(behaviour: Behaviour, { told, wrongs }: Met, honest: Told): void {
  const { name, expected, sentence } = behaviour;
  expect(told.faults, name).toEqual([]);
  expect(wrongs, name).toEqual([]);
  expect(told.shown, name).not.toMatch(steering);
  if (sentence !== null) expect(told.says, name).toContain(sentence);
  const verdicts = Object.values(told.checks);
  switch (expected) {
    case 'stopped':
      expect(told.ended, `${name}: ${told.says}`).toBe('stopped');
      expect(verdicts, name).toEqual([]);
      break;
    case 'could-not-check':
      expect(told.ended, `${name}: ${told.says}`).toBe('finished');
      expect(told.readiness, name).toBe('not-ready');
      expect(verdicts.length, name).toBeGreaterThan(10);
      expect(
        verdicts.filter((one) => one.endsWith(': pass')),
        name,
      ).toEqual([]);
      break;
    case 'as-honest':
      expect(told.ended, `${name}: ${told.says}`).toBe('finished');
      expect(told.checks, name).toEqual(honest.checks);
  }
}

/** The same process does a whole honest job: the practice run, signed, and verified. */
async function expectUsable(desk: Desk, after: string): Promise<void> {
  const practised = await desk.practise();
  expect(practised.says, `practice after ${after}`).toBe('intact');
  expect(Object.keys(practised.checks).length).toBeGreaterThan(10);
}

describe('a hostile peer', () => {
  let program: string;
  let desk: Desk;
  let honest: Told;
  beforeAll(async () => {
    program = await buildDesk();
    desk = await openDesk(program);
    ({ told: honest } = await meet(desk, { start: () => sshPeer() }));
    await expectUsable(desk, 'the start');
  }, 120_000);
  afterAll(() => {
    desk.stop();
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

  const batches = Array.from({ length: Math.ceil(quiet.length / atOnce) }, (_, index) =>
    quiet.slice(index * atOnce, (index + 1) * atOnce),
  );
  it.each(batches.map((batch) => [batch.map(({ name }) => name).join(', '), batch] as const))(
    'is handled: %s',
    { timeout: 240_000 },
    async (names, batch) => {
      const before = await desk.beginMeasuring();
      const met = await Promise.all(batch.map((behaviour) => meet(desk, behaviour)));
      const cost = desk.peak() - before;
      batch.forEach((behaviour, index) => {
        const one = met[index];
        if (one !== undefined) expectHandled(behaviour, one, honest);
      });
      expect(megabytes(cost)).toBeLessThan(megabytes(mostBytes));
      await expectUsable(desk, names);
    },
  );

  it.each(floods.map((behaviour) => [behaviour.name, behaviour] as const))(
    'is handled, and its flood is bounded: %s',
    { timeout: 240_000 },
    async (name, behaviour) => {
      const before = await desk.beginMeasuring();
      const met = await meet(desk, behaviour);
      const cost = desk.peak() - before;
      expectHandled(behaviour, met, honest);
      expect(megabytes(cost)).toBeLessThan(megabytes(mostBytes));
      await expectUsable(desk, name);
    },
  );
});
