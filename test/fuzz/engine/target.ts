import type { Random } from './random.ts';

/** What became of an input: a target says so, and throws at anything that must not happen. */
export type Outcome = 'refused' | 'loaded';

/** What a mutator may draw on besides the input. */
export interface Pantry {
  readonly random: Random;
  /** Another input of the corpus. */
  readonly other: Uint8Array;
  readonly words: readonly string[];
}

/** Makes another input of one; null: this one is not of the form that it changes. */
export type Mutator = (input: Uint8Array, pantry: Pantry) => Uint8Array | null;

/** A parser of files from strangers, as the program calls it. */
export interface FuzzTarget {
  readonly name: string;
  /** Good and nearly good files to begin with. */
  readonly seeds: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Words of the format. */
  readonly words: readonly string[];
  readonly mutators: readonly Mutator[];
  /** Longer inputs are cut: size bounds have tests of their own. */
  readonly mostBytes: number;
  /**
   * Hands an input to the parser. Returns what became of it; an error that is not the parser's own way to refuse, or a
   * result that breaks what it promises, is thrown on.
   */
  readonly run: (input: Uint8Array) => Outcome | Promise<Outcome>;
}

/** What a result breaks. */
export class BrokenPromise extends Error {}

/** Throws when what was promised of a result does not hold. */
export function promise(holds: boolean, what: string): void {
  if (!holds) throw new BrokenPromise(what);
}
