import type { Finding } from '../lib/result.ts';

/** A failure that a person can act on: what and where, and what now. */
export interface Problem {
  readonly message: string;
  readonly cure: string | null;
  readonly findings: readonly Finding[];
}
