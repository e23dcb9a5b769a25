/** An expected failure is a value; a bug is an exception. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}

/** One fault in an input file: where it is, what is wrong, what to do. */
export interface Finding {
  /** Path in the document, e.g. `nodes[0].lan.address`. Empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
  /** What to do about it, if there is more to say than the message. */
  readonly cure?: string;
}
