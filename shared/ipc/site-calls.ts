import { z } from 'zod';

/** The calls around a site's file that several windows, or several programs, may have open at the same time. */

const id = z.string().min(1).max(100);

/** The wizard's steps, in order. */
export const siteSteps = [
  'site',
  'deployment',
  'features',
  'endpoints',
  'request',
  'checks',
  'report',
] as const;

export type SiteStep = (typeof siteSteps)[number];

export const siteArguments = {
  /** Keeps at which step the person is. */
  'site.step': z.tuple([id, z.enum(siteSteps)]),
  /** Opens what stands in the file now. What was edited here stays among the drafts, as a site of its own. */
  'site.takeTheirs': z.tuple([id]),
  /** Goes to the other window of this program that has the same file open. */
  'site.showOther': z.tuple([id]),
} as const satisfies Record<string, z.ZodType>;

/** The file was changed by somebody else since these edits began; it was left as it is. Both versions are there. */
export interface SaveConflict {
  /** UTC: when the other version was written. */
  readonly theirs: string;
  /** UTC: when these edits were kept among the drafts. */
  readonly mine: string;
  /** Another window of this program has the file open. */
  readonly otherWindow: boolean;
}

/** Of `site.takeTheirs` see the contract. */
export interface SiteResults {
  'site.step': null;
  /** False: no other window has it open any more. */
  'site.showOther': boolean;
}
