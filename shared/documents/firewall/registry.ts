import type { Dialect } from './types.ts';

/** Every firewall language that a request can be written in, by the word that `--format` takes: one file and one line each. */
export const dialects = {} as const satisfies Record<string, Dialect>;

export type DialectName = keyof typeof dialects;
