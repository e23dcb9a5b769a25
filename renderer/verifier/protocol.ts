import type { GivenFile } from './given-file.ts';
import type { Verified } from './verify-files.ts';

/** From the page to its worker. */
export interface Question {
  readonly files: readonly GivenFile[];
  /** UTC, milliseconds. */
  readonly now: number;
  /** Name of the report that is shown first; null: the newest is. */
  readonly first: string | null;
}

/** From the worker to the page. */
export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'verified'; readonly verified: Verified }
  | { readonly kind: 'failed'; readonly message: string };
