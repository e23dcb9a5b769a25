/** A word of the product, and what it means in one or two sentences. */
export interface TermText {
  readonly term: string;
  readonly means: string;
}

export interface Term extends TermText {
  readonly id: string;
}
