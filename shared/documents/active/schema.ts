import { z } from 'zod';

/**
 * `gatecheck/active@1`: since when the lines of a change request work, as a watch saw it. An implementer's own entries are in
 * the form; this says only what was observed.
 */

/**
 * `opened`: seen not to work, then seen to. `open-when-first-checked`: nobody saw it closed, so this is no opening time.
 * `open-before`: it passed in an earlier report and was not checked again. `not-open`: something of it does not pass.
 * `cannot-tell`: the report does not have its rules as they were asked for.
 */
export const lineStateWord = z.enum([
  'opened',
  'open-when-first-checked',
  'open-before',
  'not-open',
  'cannot-tell',
]);

export const activeSchema = z.strictObject({
  format: z.literal('gatecheck/active@1'),
  practice: z.boolean(),
  /** UTC. */
  createdAt: z.string(),
  software: z.strictObject({ name: z.literal('gatecheck'), version: z.string() }),
  request: z.strictObject({
    number: z.string().nullable(),
    revision: z.string(),
    /** SHA-256 of the request's JSON. */
    digest: z.string(),
  }),
  /** The signed report that these times come from. */
  report: z.strictObject({ id: z.string(), sha256: z.string() }),
  /** The form that the times were added to; null: none was at hand, and `says` why. */
  form: z.strictObject({
    /** Null: no form was written. */
    written: z.string().nullable(),
    /** The file that it was made from, and whether the customer's own entries were in it. */
    from: z.string().nullable(),
    sha256: z.string().nullable(),
    says: z.string(),
  }),
  lines: z.array(
    z.strictObject({
      number: z.int().min(1),
      id: z.string(),
      title: z.string(),
      state: lineStateWord,
      /** UTC to the second: `opened`, when the last of its rules was first seen to work; else null. */
      active: z.string().nullable(),
      /** It opened after this and not later than `active`. */
      notBefore: z.string().nullable(),
      /** When it was first seen to work as a whole. */
      seen: z.string().nullable(),
      /** What stands in the form; null: nothing was added. */
      entry: z.string().nullable(),
      /** What the implementer had entered already: it stays. */
      kept: z.string().nullable(),
      says: z.string(),
    }),
  ),
});

export type ActiveRecord = z.infer<typeof activeSchema>;
export type ActiveLine = ActiveRecord['lines'][number];
