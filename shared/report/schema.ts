import { z } from 'zod';
import { catalogSchema, directionWord, levelWord, portName } from '../catalog/schema.ts';
import {
  checkRecordSchema,
  controlRecordSchema,
  nodeRecordSchema,
  partySchema,
  readinessWord,
  settledWord,
  verdictWord,
} from '../results/types.ts';
import { siteSchema } from '../site/schema.ts';
import { watchSchema } from './watch/schema.ts';

const utc = z.iso.datetime({ message: 'Expected a time in UTC, as 2026-11-24T20:00:00Z.' });

/** The readiness report, `NAME.readiness.json`: what the signature covers. */

export const reportRuleSchema = z.strictObject({
  id: z.string(),
  digest: z.string(),
  entry: z.string(),
  node: z.string(),
  title: z.string(),
  direction: directionWord,
  port: portName,
  portBasis: z.enum(['source', 'assumed', 'chosen']),
  from: z.array(partySchema),
  to: z.array(partySchema),
  service: z.string(),
  level: levelWord,
  /** Stem of its any-of groups, or null. */
  group: z.string().nullable(),
  verdict: verdictWord,
  settled: settledWord.nullable(),
});

export const reportGroupSchema = z.strictObject({
  id: z.string(),
  digest: z.string(),
  entry: z.string(),
  node: z.string(),
  endpoint: z.string(),
  flows: z.array(z.string()),
  level: levelWord,
  verdict: verdictWord,
  settled: settledWord.nullable(),
});

export const signerSchema = z.strictObject({
  name: z.string(),
  email: z.string(),
  publicKey: z.string(),
  fingerprint: z.string(),
});

/** A report named by its id and by the SHA-256 of its bytes, hexadecimal. */
const reportReferenceSchema = z.strictObject({ id: z.string(), sha256: z.string() });

export const reportSchema = z.strictObject({
  format: z.literal('gatecheck/report@1'),
  practice: z.boolean(),
  id: z.string(),
  createdAt: utc,
  startedAt: utc,
  cancelled: z.boolean(),
  software: z.strictObject({ name: z.literal('gatecheck'), version: z.string() }),
  /** `sha256` is over the RFC 8785 form of the embedded catalogue, `document`. */
  catalog: z.strictObject({
    id: z.string(),
    version: z.string(),
    sha256: z.string(),
    entries: catalogSchema.shape.entries,
    /** The rest of the catalogue file, so that the digest can be recomputed. */
    head: catalogSchema.omit({ entries: true }),
  }),
  site: siteSchema,
  /** File name of the site, without directory: the report's own name comes from it. */
  siteName: z.string(),
  nodes: z.array(nodeRecordSchema),
  rules: z.array(reportRuleSchema),
  groups: z.array(reportGroupSchema),
  /** One for each vantage and TCP port. */
  controls: z.array(controlRecordSchema).max(10_000),
  checks: z.array(checkRecordSchema),
  attestations: siteSchema.shape.attestations,
  waivers: siteSchema.shape.waivers,
  /** Required rules that a person took away, with name and reason. */
  takenAway: z.array(
    z.strictObject({
      entry: z.string(),
      what: z.string(),
      how: z.string(),
      by: z.string(),
      reason: z.string(),
    }),
  ),
  readiness: readinessWord,
  previous: reportReferenceSchema.nullable(),
  /** Earlier reports from which checks were carried over (`checks[].carriedOverFrom.report` names one by its id). */
  carriedFrom: z.array(reportReferenceSchema.extend({ createdAt: utc, signer: z.string() })).max(100),
  /** Set in a copy in which addresses and names were replaced: the report that it was made from. */
  redactedFrom: reportReferenceSchema.nullable(),
  /** When what was checked again and again began to work; absent: every check was made once. */
  watch: z.exactOptional(watchSchema),
  signer: signerSchema,
});

export type Report = z.infer<typeof reportSchema>;
export type ReportRule = z.infer<typeof reportRuleSchema>;
export type ReportGroup = z.infer<typeof reportGroupSchema>;
export type ReportReference = z.infer<typeof reportReferenceSchema>;
export type Signer = z.infer<typeof signerSchema>;
