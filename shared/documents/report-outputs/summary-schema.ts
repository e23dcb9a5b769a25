import { z } from 'zod';
import { levelWord } from '../../catalog/schema.ts';
import { readinessWord, settledWord, verdictWord } from '../../results/types.ts';

const counts = z.strictObject({
  total: z.int(),
  pass: z.int(),
  attested: z.int(),
  waived: z.int(),
  inconclusive: z.int(),
  fail: z.int(),
});

/** The short form of a report for pipelines, `NAME.summary.json`. It is not signed: the report is. */
export const summarySchema = z.strictObject({
  format: z.literal('gatecheck/summary@1'),
  practice: z.boolean(),
  readiness: readinessWord,
  /** The verdict in one or two sentences. */
  sentence: z.string(),
  report: z.strictObject({
    id: z.string(),
    sha256: z.string(),
    createdAt: z.string(),
    startedAt: z.string(),
  }),
  /** The report that this one is a redacted copy of. */
  redactedFrom: z.string().nullable(),
  verified: z.strictObject({ result: z.enum(['valid', 'intact']), signerKnown: z.boolean() }),
  signer: z.strictObject({ name: z.string(), fingerprint: z.string() }),
  software: z.string(),
  catalog: z.string(),
  site: z.strictObject({ name: z.string(), customer: z.string(), site: z.string() }),
  nodes: z.array(z.strictObject({ name: z.string(), failure: z.string().nullable() })),
  /** Rules, and sets of which one is enough, that count by themselves, by need. */
  counts: z.strictObject({ required: counts, optional: counts, 'as-published': counts }),
  checks: z.strictObject({ total: z.int(), carriedOver: z.int() }),
  /** Everything that does not pass, also what is attested or waived, and sets of which one is enough. */
  notPassed: z.array(
    z.strictObject({
      id: z.string(),
      node: z.string(),
      title: z.string(),
      /** E.g. `443/tcp`; null: a set. */
      service: z.string().nullable(),
      level: levelWord,
      verdict: verdictWord,
      settled: settledWord.nullable(),
      /** By whom and why it is attested or waived. */
      settledBy: z.string().nullable(),
      observation: z.string(),
      /** Whether it counts for the readiness by itself. */
      counts: z.boolean(),
      says: z.array(z.string()),
    }),
  ),
});

export type Summary = z.infer<typeof summarySchema>;
