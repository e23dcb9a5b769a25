import { z } from 'zod';

/**
 * `gatecheck/answer@1`: what the customer filled into a change request, as it was read. It is a record: nothing in it changes
 * the site by itself.
 */

/** `withdraw` and `keep` answer a line that is to be removed; `in-place`: permitted already. */
export const decisionWord = z.enum(['approve', 'deny', 'in-place', 'withdraw', 'keep']);

const finding = z.strictObject({ path: z.string(), message: z.string(), cure: z.string() });

const answeredLine = z.strictObject({
  /** Its number in the request. */
  number: z.int().min(1),
  id: z.string(),
  title: z.string(),
  /** Null: not decided. */
  decision: decisionWord.nullable(),
  /** `all`: by the box that approves every unmarked line. */
  by: z.enum(['line', 'all']).nullable(),
  /** Its address is missing, so there is nothing to decide yet. */
  awaitsAddress: z.boolean(),
  comment: z.string(),
  implementation: z.strictObject({
    rule: z.string(),
    by: z.string(),
    /** UTC, as 2026-11-24T20:17:05Z; null: not given, or not readable (then there is a finding). */
    active: z.string().nullable(),
  }),
});

const suppliedAddress = z.strictObject({
  /** As in the request's `missing`: a role, several roles, a custom rule or a node's port. */
  key: z.string(),
  name: z.string(),
  lines: z.array(z.int()),
  /** As typed. */
  text: z.string(),
  /** In normal form. Empty: not supplied, or not readable (then there is a finding). */
  values: z.array(z.string()),
  zone: z.string(),
  by: z.string(),
});

const approval = z.strictObject({
  place: z.int().min(1),
  role: z.string(),
  name: z.string(),
  decision: z.enum(['approved', 'changed', 'denied', 'submitted']).nullable(),
  /** YYYY-MM-DD; null: not given, or not readable (then there is a finding). */
  date: z.string().nullable(),
  /** A digital signature stands in the field. It is not verified. */
  signed: z.boolean(),
  remarks: z.string(),
});

/** Whether fixed content is still what was sent. */
export const integrityWord = z.enum(['unchanged', 'changed', 'cannot-tell']);

const integrity = z.strictObject({
  /** The request as data, inside the file. */
  data: z.strictObject({ answer: integrityWord, says: z.string() }),
  /** What people see: pages, or locked cells. */
  shown: z.strictObject({ answer: integrityWord, says: z.string() }),
  /** Every place that differs. */
  changes: z.array(z.strictObject({ place: z.string(), sent: z.string(), came: z.string() })),
});

export const answerSchema = z.strictObject({
  format: z.literal('gatecheck/answer@1'),
  request: z.strictObject({
    number: z.string().nullable(),
    revision: z.string(),
    /** SHA-256 of the request's JSON. */
    digest: z.string(),
    draft: z.boolean(),
  }),
  /** The file that came back. */
  file: z.strictObject({ kind: z.enum(['pdf', 'xlsx']), name: z.string(), sha256: z.string() }),
  /** UTC. */
  readAt: z.string(),
  software: z.strictObject({ name: z.literal('gatecheck'), version: z.string() }),
  ticket: z.string(),
  window: z.string(),
  expires: z.string(),
  conditions: z.string(),
  lines: z.array(answeredLine),
  addresses: z.array(suppliedAddress),
  names: z.array(
    z.strictObject({
      line: z.int(),
      name: z.string(),
      match: z.enum(['name', 'address']).nullable(),
      object: z.string(),
    }),
  ),
  tls: z.array(
    z.strictObject({
      line: z.int(),
      decision: z.enum(['exempt', 'inspect']).nullable(),
      ca: z.string(),
    }),
  ),
  approvals: z.array(approval),
  implementation: z.strictObject({
    by: z.string(),
    firewall: z.string(),
    change: z.string(),
    policyBefore: z.string(),
  }),
  remarks: z.strictObject({ risk: z.string(), test: z.string(), rollback: z.string() }),
  integrity,
  /** What contradicts itself or cannot be read, with its place and cure. */
  findings: z.array(finding),
});

export type Answer = z.infer<typeof answerSchema>;
export type AnsweredLine = Answer['lines'][number];
export type SuppliedAddress = Answer['addresses'][number];
export type Decision = z.infer<typeof decisionWord>;
export type Integrity = Answer['integrity'];
