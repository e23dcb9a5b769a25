import type { Outcome } from './contestants.ts';
import { runNetcat, runNmap, runOurs } from './contestants.ts';
import { inSeconds, spreadOf, table } from './measures.ts';
import type { Network, WireKind, WireSeen } from './network.ts';
import type { Layout } from './targets.ts';
import { makeTargets } from './targets.ts';

export const wires = {
  plain: { name: 'no delay', delayMs: 0, jitterMs: 0, loss: 0 },
  slow: { name: '40 ms', delayMs: 20, jitterMs: 0, loss: 0 },
  lossy: { name: '40 ms, 3 ms jitter, 5% loss each way', delayMs: 20, jitterMs: 3, loss: 0.05 },
} as const satisfies Record<string, WireKind>;

const contestants = ['adaptive', 'fixed', 'nmap'] as const;
type Contestant = (typeof contestants)[number];

const layoutNames: Readonly<Record<Layout, string>> = {
  spread: 'silent ports on hosts that also answer',
  hosts: '5 of the 20 hosts wholly silent',
};

/** Results of one wire and one layout: the contestants took turns. */
export interface Comparison {
  readonly wire: WireKind;
  readonly seen: WireSeen;
  readonly layout: Layout;
  readonly outcomes: Readonly<Record<Contestant, readonly Outcome[]>>;
  /** The loop of one netcat after the other, when asked for. */
  readonly netcat: Outcome | null;
}

export const timesOf = (outcomes: readonly Outcome[]): number[] => outcomes.map(({ ms }) => ms);
export const wrongIn = (outcomes: readonly Outcome[]): number =>
  outcomes.reduce((sum, { wrong }) => sum + wrong.length, 0);

export async function compare(
  network: Network,
  wire: WireKind,
  options: { readonly runs: number; readonly withNetcat: boolean; readonly say: (line: string) => void },
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const seen = await network.setWire(wire);
  options.say(
    `${wire.name}: ping says ${seen.roundTripMs.toFixed(1)} ms and ${(seen.lost * 100).toFixed(1)}% lost both ways together`,
  );
  for (const layout of ['spread', 'hosts'] as const) {
    const targets = makeTargets(layout, 200);
    await network.setTargets(targets);
    const outcomes: Record<Contestant, Outcome[]> = { adaptive: [], fixed: [], nmap: [] };
    for (let run = 0; run < options.runs; run++) {
      outcomes.adaptive.push(await runOurs(network, targets));
      outcomes.nmap.push(await runNmap(network, targets));
      outcomes.fixed.push(await runOurs(network, targets, { waits: 'fixed' }));
    }
    const netcat = options.withNetcat && layout === 'spread' ? await runNetcat(network, targets) : null;
    for (const who of contestants) {
      const wrong = outcomes[who].flatMap((one) => one.wrong);
      options.say(
        `  ${layoutNames[layout]}, ${who}: ${inSeconds(timesOf(outcomes[who]))} s, ${wrong.length} wrong${wrong.length > 0 ? ` (${wrong.slice(0, 3).join('; ')})` : ''}`,
      );
    }
    comparisons.push({ wire, seen, layout, outcomes, netcat });
  }
  return comparisons;
}

const wrongEach = (outcomes: readonly Outcome[]): string => {
  const each = outcomes.map(({ wrong }) => String(wrong.length));
  return new Set(each).size === 1 ? `${each[0] ?? ''} in each` : each.join(' ');
};

export function comparisonTable(comparisons: readonly Comparison[]): string {
  return table([
    ['wire', 'silent ports', 'adaptive, s', 'wrong', 'fixed, s', 'wrong', 'nmap, s', 'wrong'],
    ...comparisons.map(({ wire, layout, outcomes }) => [
      ...[wire.name, layoutNames[layout]],
      ...contestants.flatMap((who) => [inSeconds(timesOf(outcomes[who])), wrongEach(outcomes[who])]),
    ]),
  ]);
}

/** Where the time of the adaptive runs went, medians in milliseconds. */
export function phaseTable(comparisons: readonly Comparison[]): string {
  return table([
    [
      'wire',
      'silent ports',
      'until the node is known, ms',
      'until the first answer, ms',
      'until the last verdict, ms',
    ],
    ...comparisons.map(({ wire, layout, outcomes }) => {
      const details = outcomes.adaptive.flatMap(({ detail }) => detail ?? []);
      const median = (values: readonly number[]): string => spreadOf(values).median.toFixed(0);
      return [
        ...[wire.name, layoutNames[layout]],
        median(details.map(({ known }) => known)),
        median(details.map(({ first }) => first)),
        median(details.map(({ total }) => total)),
      ];
    }),
  ]);
}

/** The goals that a comparison has to meet; empty: all are met. */
export function missedGoals(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap(({ wire, layout, outcomes }) => {
    const where = `${wire.name}, ${layoutNames[layout]}`;
    const { adaptive, fixed, nmap } = outcomes;
    const [ours, theirs, whole] = [adaptive, nmap, fixed].map((one) => spreadOf(timesOf(one)).median);
    const wrong = wrongIn(adaptive) + wrongIn(fixed);
    return [
      ...((ours ?? 0) <= (theirs ?? 0) ? [] : [`${where}: slower than nmap`]),
      ...((whole ?? 0) <= 1.05 * 3000
        ? []
        : [`${where}: fixed waits take more than 1.05 times the longest wait`]),
      ...(wrong === 0 ? [] : [`${where}: ${wrong} wrong answers`]),
    ];
  });
}
