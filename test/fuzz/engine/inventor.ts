import { bytesMutator } from '../mutators/bytes.ts';
import { Random } from './random.ts';
import type { FuzzTarget } from './target.ts';

/** Makes inputs out of inputs, the same ones every time for the same seed. */
export class Inventor {
  readonly random: Random;
  private readonly target: FuzzTarget;

  constructor(target: FuzzTarget, seed: number) {
    this.target = target;
    this.random = new Random(seed);
  }

  /**
   * Another input, made of one of these.
   *
   * @param loaded those that are not refused: half of the time one of them, so that more than the first bound is tried.
   */
  next(corpus: readonly Uint8Array[], loaded: readonly Uint8Array[] = []): Uint8Array {
    return loaded.length > 0 && this.random.once(2) ? this.of(loaded, corpus) : this.of(corpus, corpus);
  }

  private of(corpus: readonly Uint8Array[], others: readonly Uint8Array[]): Uint8Array {
    const { random, target } = this;
    // What was found last leads on; what was there from the start is not forgotten.
    const from = random.once(3)
      ? Math.max(0, corpus.length - 1 - random.small(20))
      : random.below(corpus.length);
    const other = random.pick(others);
    let input = corpus[from] ?? new Uint8Array();
    const pantry = { random, other, words: target.words };
    for (let times = 1 + random.small(3); times > 0; times--) {
      const mutator = random.once(6) ? bytesMutator : random.pick(target.mutators);
      const changed = mutator(input, pantry) ?? bytesMutator(input, pantry) ?? input;
      input = changed.length > target.mostBytes ? changed.subarray(0, target.mostBytes) : changed;
    }
    return Uint8Array.from(input);
  }
}
