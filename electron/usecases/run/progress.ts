import type { CheckRecord, NodeRecord } from '../../../shared/results/types.ts';

/** What a run tells while it goes on. Records are judged with what is known so far; the report judges them again. */
export type RunProgress =
  | { readonly kind: 'phase'; readonly node: string; readonly says: string }
  | { readonly kind: 'started'; readonly checks: readonly string[] }
  | { readonly kind: 'running'; readonly check: string; readonly attempt: number }
  | { readonly kind: 'observed'; readonly record: CheckRecord }
  | { readonly kind: 'node'; readonly node: NodeRecord };

export type OnProgress = (progress: RunProgress) => void;
