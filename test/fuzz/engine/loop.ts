import { counters, Coverage, featuresOf } from './coverage.ts';
import { Inventor } from './inventor.ts';
import { limits, tryInput, type Finding } from './judge.ts';
import type { FuzzTarget } from './target.ts';

/** How long to go on: until a time or a number of inputs, whichever comes first. */
export interface Wish {
  readonly seed: number;
  readonly runs: number | null;
  readonly milliseconds: number | null;
  readonly corpus: readonly Uint8Array[];
}

export interface Found extends Finding {
  readonly input: Uint8Array;
}

/** What came of a run. */
export interface Tally {
  readonly executions: number;
  readonly refused: number;
  readonly loaded: number;
  readonly branches: number;
  readonly branchesInAll: number;
  readonly milliseconds: number;
  readonly slowestMs: number;
  readonly mostMemoryMb: number;
  /** Inputs that together go through everything that any did. */
  readonly corpus: readonly Uint8Array[];
  readonly findings: readonly Found[];
  /** The process had taken too much memory: whether this input did, it must say alone. */
  readonly memorySuspect: Uint8Array | null;
}

/** Shown to whoever watches: the input that is being tried. */
export type Announce = (input: Uint8Array) => void;

const mostFindings = 10;
/** A corpus lies in the repository: small, and of small files. */
const corpusBytes = 60_000;

export function memoryMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** The fewest and smallest inputs that go through what all do. */
async function smallest(target: FuzzTarget, inputs: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const counts = counters();
  if (counts === null) return [];
  const left = [...inputs].sort((a, b) => a.length - b.length);
  const covered = new Set<number>();
  const kept: Uint8Array[] = [];
  let size = 0;
  for (const input of left) {
    if (size + input.length > corpusBytes) continue;
    await tryInput(target, input);
    const features = featuresOf(counts);
    if (![...features].some((one) => !covered.has(one))) continue;
    for (const one of features) covered.add(one);
    kept.push(input);
    size += input.length;
  }
  return kept;
}

/** Tries inputs made of others, and keeps those that lead where none did before. */
export async function fuzz(target: FuzzTarget, wish: Wish, announce: Announce): Promise<Tally> {
  const counts = counters();
  const coverage = new Coverage(counts?.length ?? 0);
  const corpus: Uint8Array[] = [];
  const loaded: Uint8Array[] = [];
  const findings = new Map<string, Found>();
  const inventor = new Inventor(target, wish.seed);
  const began = performance.now();
  const tally = { executions: 0, refused: 0, loaded: 0, slowestMs: 0 };
  const suspects: Uint8Array[] = [];

  const attempt = async (input: Uint8Array, isSeed: boolean): Promise<void> => {
    announce(input);
    const { outcome, finding, milliseconds } = await tryInput(target, input);
    tally.executions++;
    tally.slowestMs = Math.max(tally.slowestMs, milliseconds);
    if (outcome !== null) tally[outcome]++;
    if (finding !== null) {
      // The same fault shows at the same place.
      const key = finding.says.split('\n').slice(0, 4).join('\n').replace(/\d+/g, '0');
      if (!findings.has(key)) findings.set(key, { ...finding, input });
    }
    const isNew = counts !== null && coverage.take(counts);
    if ((isSeed || isNew) && finding === null) {
      corpus.push(input);
      if (outcome === 'loaded') loaded.push(input);
    }
    if (memoryMb() > limits.memoryMb) suspects.push(input);
  };
  const isOver = (): boolean =>
    suspects.length > 0 ||
    findings.size >= mostFindings ||
    (wish.runs !== null && tally.executions >= wish.runs) ||
    (wish.milliseconds !== null && performance.now() - began >= wish.milliseconds);

  for (const input of [...(await target.seeds()), ...wish.corpus]) {
    await attempt(input, true);
    if (isOver()) break;
  }
  while (!isOver()) {
    await attempt(inventor.next(corpus, loaded), false);
    // A breath for messages of whoever watches.
    if (tally.executions % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const mostMemoryMb = Math.round(memoryMb());
  const milliseconds = Math.round(performance.now() - began);
  const kept = suspects.length === 0 ? await smallest(target, corpus) : corpus;
  return {
    ...tally,
    slowestMs: Math.round(tally.slowestMs),
    branches: coverage.branches,
    branchesInAll: counts?.length ?? 0,
    milliseconds,
    mostMemoryMb,
    corpus: kept,
    findings: [...findings.values()],
    memorySuspect: suspects[0] ?? null,
  };
}
