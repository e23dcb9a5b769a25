import { z } from 'zod';
import { reportOutputNames } from '../documents/report-outputs/registry.ts';
import type { ComparisonPart } from '../report/comparison-sentences.ts';
import type { VerifyResult } from '../report/types.ts';
import type { Readiness } from '../results/types.ts';
import { signingChoice } from './signing-choice.ts';
import type { WrittenFiles } from './written-files.ts';

/** The calls about what a signed report leaves behind: copies, pages, and the history of a site. */

const id = z.string().min(1).max(100);
/** The latest run as it stands, or the report that was signed of it. */
const state = z.enum(['draft', 'signed']);
const line = z.int().positive();

export const reportArguments = {
  /** The newest signed report of this site that lies on this computer. */
  'report.latest': z.tuple([id]),
  /** Hand-off texts of these rules and any-of groups as one, ready for the customer's ticket. */
  'report.handOff': z.tuple([
    id,
    z.strictObject({ of: state, ids: z.array(z.string().max(400)).min(1).max(100_000) }),
  ]),
  /** Other forms of the latest signed report, beside it. */
  'report.export': z.tuple([id, z.strictObject({ formats: z.array(z.enum(reportOutputNames)).min(1) })]),
  /** The verifier in one HTML file, with the latest signed report in it, beside that report. */
  'report.verifier': z.tuple([id]),
  /** A copy with names and addresses replaced, signed anew, beside the latest signed report. */
  'report.redact': z.tuple([id, signingChoice]),
  /**
   * A person read the token of a datagram at its receiver: that check has its answer. `draft`: in the run that is not signed
   * yet. `signed`: in a new report that follows the latest signed one; `sign` opens the key for it.
   */
  'report.receipt': z.tuple([
    id,
    z.strictObject({
      of: state,
      token: z.string().min(1).max(100),
      by: z.string().trim().min(1).max(200),
      sign: signingChoice,
    }),
  ]),
  /**
   * Since when each line of the request works, by the latest signed report: the request's form with the times in it, and a
   * record. Shows the system's dialog for the request's JSON, and with `filled` one for the form that came back.
   */
  'report.record': z.tuple([id, z.strictObject({ filled: z.boolean() })]),
  /** What was kept of this site, the newest first. */
  'history.list': z.tuple([id]),
  'history.verify': z.tuple([id, line]),
  'history.compare': z.tuple([id, z.strictObject({ older: line, newer: line })]),
  /** Other forms of a report of the history. Shows the system's dialog for the folder. */
  'history.export': z.tuple([
    id,
    z.strictObject({ line, formats: z.array(z.enum(reportOutputNames)).min(1) }),
  ]),
  /** All hand-off texts of a report of the history. */
  'history.handOff': z.tuple([id, line]),
} as const satisfies Record<string, z.ZodType>;

export interface LatestReport {
  readonly fileName: string;
  /** UTC. */
  readonly createdAt: string;
  readonly readiness: Readiness;
}

/** Required rules and groups of a report, by how they stand. */
export interface RequiredCounts {
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
  readonly attested: number;
  readonly waived: number;
}

export interface KeptReport {
  readonly kind: 'report';
  /** Its place in the history, from 1. */
  readonly line: number;
  /** UTC: when it was made. */
  readonly at: string;
  readonly fileName: string;
  readonly readiness: Readiness;
  readonly signer: { readonly name: string; readonly fingerprint: string; readonly own: boolean };
  readonly cancelled: boolean;
  /** Null: too large to be looked into for the list. */
  readonly counts: RequiredCounts | null;
}

/** A run that nobody signed a report of. */
export interface KeptRun {
  readonly kind: 'run';
  readonly line: number;
  /** UTC: when it ended. */
  readonly at: string;
  readonly outcome: 'finished' | 'cancelled' | 'interrupted';
  readonly carriedOut: number;
  readonly checks: number;
}

export interface HistoryView {
  readonly entries: readonly (KeptReport | KeptRun)[];
  /** What is wrong with what was kept, in sentences. */
  readonly faults: readonly string[];
}

export interface ComparedView {
  readonly headline: string;
  readonly worse: boolean;
  readonly parts: readonly ComparisonPart[];
  /** UTC: when the two were made. */
  readonly older: string;
  readonly newer: string;
}

export interface ReportResults {
  'report.latest': LatestReport | null;
  'report.handOff': string;
  'report.export': WrittenFiles;
  'report.verifier': WrittenFiles;
  'report.redact': WrittenFiles;
  /** Null: it is in the run that is not signed yet. */
  'report.receipt': WrittenFiles | null;
  /** Null: the person closed a dialog. */
  'report.record': WrittenFiles | null;
  'history.list': HistoryView;
  'history.verify': VerifyResult;
  'history.compare': ComparedView;
  /** Null: the person closed the dialog. */
  'history.export': WrittenFiles | null;
  'history.handOff': string;
}
