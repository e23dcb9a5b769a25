import { z } from 'zod';

const utc = z.iso.datetime({ message: 'Expected a time in UTC, as 2026-11-24T20:00:00Z.' });

/** A time during which a rule, or an any-of group, was seen to work. Times are to the second. */
export const openingSchema = z.strictObject({
  /** Id of the rule or group. */
  rule: z.string(),
  /** When the last check of it began that did not pass; null: it passed when it was checked for the first time. */
  lastNotPassed: utc.nullable(),
  /** When the check ended with which it passed: it opened between these two, and nobody can say it more exactly. */
  firstPassed: utc,
  /** When it was last seen to work and first seen not to; null: it was not seen to stop. */
  closed: z.strictObject({ lastPassed: utc, firstNotPassed: utc }).nullable(),
});

/** How a watch came to its end. `unable`: no node lets us sign in any more. */
export const watchEndWord = z.enum(['all-open', 'time', 'stopped', 'unable', 'interrupted']);

/** What a watch adds to a report: when what it checked again and again began to work. */
export const watchSchema = z.strictObject({
  startedAt: utc,
  endedAt: utc,
  ended: watchEndWord,
  everySeconds: z.int().min(1),
  /** What works was checked again every so many rounds. */
  greenEvery: z.int().min(1),
  rounds: z.int().min(0),
  /** Rounds in which some node was not reached. */
  lostRounds: z.int().min(0),
  /** By how much the laptop's clock was set back meanwhile. All times are by the clock as it was before. */
  clockSetBackMs: z.int().min(0),
  /** In the order in which they began. Of a rule that opened and closed very often the first and the newest ones. */
  openings: z.array(openingSchema).max(200_000),
});

export type Opening = z.infer<typeof openingSchema>;
export type WatchEnd = z.infer<typeof watchEndWord>;
export type WatchRecord = z.infer<typeof watchSchema>;
