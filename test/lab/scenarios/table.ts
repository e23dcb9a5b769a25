import type { FlowResult } from './judge.ts';
import { nodeKinds } from './node-kinds.ts';
import type { NodeKind } from './node-kinds.ts';
import type { ScenarioRun } from './run-scenario.ts';
import type { TruthGroup } from './truth.ts';

/** One line of the confusion table. */
export interface KindLine {
  readonly kind: NodeKind;
  readonly runs: number;
  readonly flows: number;
  readonly groups: Readonly<Record<TruthGroup, number>>;
  /** Flows whose truth is on the wire, as far as this kind is held to them: all, or those over TCP. */
  readonly counted: number;
  readonly decided: number;
  readonly wrongPasses: number;
  readonly wrongFails: number;
  readonly seconds: readonly number[];
}

/** What a kind left open although the truth was on the wire, by observation and reason. */
export interface Undecided {
  readonly kind: string;
  readonly protocol: 'tcp' | 'udp';
  readonly observation: string;
  readonly reason: string;
  readonly count: number;
}

const noGroups: Record<TruthGroup, number> = {
  ...{ 'tcp-open': 0, 'tcp-blocked': 0, 'tcp-closed': 0, 'tcp-other': 0 },
  ...{ 'udp-open': 0, 'udp-refused': 0, 'udp-rejected': 0, 'udp-silent': 0 },
};

/** The share that a kind is held to, in percent; null: it has no means to open TCP. */
export function promisedShare(kind: NodeKind): number | null {
  switch (kind.promise) {
    case 'all':
      return 98;
    case 'tcp':
      return 90;
    case 'none':
      return null;
  }
}

function isCounted(kind: NodeKind, { truth, flow }: FlowResult): boolean {
  return truth.onWire && (kind.promise === 'all' || flow.protocol === 'tcp');
}

const countOf = (results: readonly FlowResult[], outcome: FlowResult['outcome']): number =>
  results.filter((one) => one.outcome === outcome).length;

function lineOf(kind: NodeKind, runs: readonly ScenarioRun[]): KindLine {
  const results = runs.flatMap((run) => run.results);
  const groups = { ...noGroups };
  for (const { truth } of results) groups[truth.group] += 1;
  const counted = results.filter((one) => isCounted(kind, one));
  return {
    kind,
    runs: runs.length,
    flows: results.length,
    groups,
    counted: counted.length,
    decided: counted.filter(({ verdict }) => verdict !== 'inconclusive').length,
    wrongPasses: countOf(results, 'wrong-pass'),
    wrongFails: countOf(results, 'wrong-fail'),
    seconds: runs.map(({ seconds }) => seconds),
  };
}

/** The confusion table, one line for each kind that was run. */
export function confusionTable(runs: readonly ScenarioRun[]): readonly KindLine[] {
  return nodeKinds.flatMap((kind) => {
    const own = runs.filter(({ scenario }) => scenario.kind === kind.name);
    return own.length === 0 ? [] : [lineOf(kind, own)];
  });
}

/** Words for a reason without what differs from flow to flow. */
function generalReason(reason: string): string {
  return reason
    .replaceAll(/\b[0-9a-f-]+(\.[a-z0-9-]+)*\.(corp\.example)\b/g, 'NAME')
    .replaceAll(/\b(store|unknown|cloud|other)\.corp\.example\b/g, 'NAME')
    .replaceAll(/\b\d{1,3}(\.\d{1,3}){3}\b/g, 'ADDRESS')
    .replaceAll(/\b\d+(\.\d+)? (ms|s)\b/g, 'N $2')
    .replaceAll(/\b\d+\b/g, 'N')
    .slice(0, 160);
}

/** Everything left open although its truth was on the wire, the most frequent first. */
export function undecided(runs: readonly ScenarioRun[]): readonly Undecided[] {
  const all = new Map<string, Undecided>();
  for (const { kind, flow, truth, observation, reason, outcome } of runs.flatMap(({ results }) => results)) {
    if (outcome !== 'undecided' || !truth.onWire) continue;
    const one = { kind, protocol: flow.protocol, observation, reason: generalReason(reason) };
    const key = JSON.stringify(one);
    all.set(key, { ...one, count: (all.get(key)?.count ?? 0) + 1 });
  }
  const order = nodeKinds.map(({ name }) => name);
  return [...all.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.count - a.count);
}

/** Percent, rounded down: 98.9 is not 99. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;
}

/** Whether a kind does what it is held to: nothing wrong, and enough decided. */
export function keepsPromise(line: KindLine): boolean {
  const promised = promisedShare(line.kind);
  const enough = promised === null || line.counted === 0 || (line.decided / line.counted) * 100 >= promised;
  return enough && line.wrongPasses === 0 && line.wrongFails === 0;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
