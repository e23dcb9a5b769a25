/**
 * Which branches an input went through. The bundle that is fuzzed counts them in one array
 * (build/scripts/lib/fuzz/instrument.mjs); without a bundle, as in unit tests, nothing counts.
 */

interface Counted {
  gatecheckEdges?: Uint8Array;
}

/** The counters, or null where nothing was built to count. */
export function counters(): Uint8Array | null {
  return (globalThis as Counted).gatecheckEdges ?? null;
}

/** Once, twice, three times, up to 7, 15, 31, 127 and more: how often matters roughly. */
const classes = Uint8Array.from({ length: 256 }, (_, count) =>
  count === 0
    ? 0
    : count < 4
      ? 1 << (count - 1)
      : count < 8
        ? 8
        : count < 16
          ? 16
          : count < 32
            ? 32
            : count < 128
              ? 64
              : 128,
);

/** What all inputs so far went through. */
export class Coverage {
  private readonly seen: Uint8Array;
  /** Branches that any input went through. */
  branches = 0;

  constructor(size: number) {
    this.seen = new Uint8Array(size);
  }

  /** Takes up what one input went through. True: something of it was new. */
  take(counts: Uint8Array): boolean {
    let isNew = false;
    for (let edge = 0; edge < counts.length; edge++) {
      const count = counts[edge] ?? 0;
      if (count === 0) continue;
      const marks = classes[count] ?? 0;
      const before = this.seen[edge] ?? 0;
      if ((before & marks) === marks) continue;
      if (before === 0) this.branches++;
      this.seen[edge] = before | marks;
      isNew = true;
    }
    return isNew;
  }
}

/** What an input went through, for choosing the fewest inputs that go through everything. */
export function featuresOf(counts: Uint8Array): Set<number> {
  const features = new Set<number>();
  counts.forEach((count, edge) => {
    if (count > 0) features.add(edge * 256 + (classes[count] ?? 0));
  });
  return features;
}
