import { z } from 'zod';
import { observationWord } from '../probes/observation.ts';
import { readinessWord, settledWord, verdictWord } from '../results/types.ts';

/** What `gatecheck compare --json` prints: how a newer report differs from an older one. */

const side = z.strictObject({
  id: z.string(),
  /** SHA-256 of the report's bytes. */
  sha256: z.string(),
  createdAt: z.string(),
  readiness: readinessWord,
  signer: z.strictObject({ name: z.string(), fingerprint: z.string() }),
  software: z.string(),
});

/** How one target of a flow was seen by one report. */
const sighting = z.strictObject({
  observation: observationWord,
  verdict: verdictWord,
  /** UTC; null: nothing was sent. */
  startedAt: z.string().nullable(),
});

const target = z.strictObject({
  rule: z.string(),
  flow: z.string(),
  /** `node gdn-1`, `laptop`: where the newer check started. */
  from: z.string(),
  /** `10.20.5.53 53/udp`. */
  to: z.string(),
  old: sighting.nullable(),
  new: sighting.nullable(),
});

const difference = z.strictObject({ what: z.string(), old: z.string(), new: z.string() });
const named = z.strictObject({ id: z.string(), old: z.string().nullable(), new: z.string().nullable() });

export const comparisonSchema = z.strictObject({
  format: z.literal('gatecheck/comparison@1'),
  old: side,
  new: side,
  practice: z.boolean(),
  /** False: what was given as the older report is the newer one. */
  inOrder: z.boolean(),
  /** Something that passed does not pass any more, or readiness is lower. */
  worse: z.boolean(),
  /** Did not pass, and passes. */
  opened: z.array(target),
  /** Passed, and does not pass any more. */
  broke: z.array(target),
  /** Not looked at before. */
  first: z.array(target),
  /** Looked at before, and not again: its older answer is carried over, or it was not run. */
  notAgain: z.array(target),
  /** Looked at twice with the same verdict or without a pass in either, and seen differently. */
  changed: z.array(target.extend({ differences: z.array(difference).min(1) })),
  /** Looked at twice and seen alike. */
  same: z.int(),
  rules: z.strictObject({
    added: z.array(z.string()),
    removed: z.array(z.string()),
    /** Other sources, destinations or level under the same id. */
    changed: z.array(z.string()),
  }),
  /** Rules and groups whose verdict is another one. */
  verdicts: z.array(z.strictObject({ id: z.string(), old: verdictWord, new: verdictWord })),
  /** Rules and groups that a person's word covers in one of the reports only. */
  settled: z.array(
    z.strictObject({ id: z.string(), old: settledWord.nullable(), new: settledWord.nullable() }),
  ),
  /** Nodes whose host key is another one, or was met in one of the reports only. */
  hostKeys: z.array(named),
  /** Catalogue and software, where they differ. */
  made: z.array(difference),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type ComparedTarget = z.infer<typeof target>;
