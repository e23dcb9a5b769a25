import { z } from 'zod';
import { reportOutputNames } from '../documents/report-outputs/registry.ts';
import type { ComparisonPart } from '../report/comparison-sentences.ts';
import type { VerifyResult } from '../report/types.ts';
import type { Readiness } from '../results/types.ts';
import type { WrittenFiles } from './written-files.ts';

/** The calls about what a signed report leaves behind: copies, pages, and the history of a site. */

const id = z.string().min(1).max(100);
const secret = z.string().max(4096);
const line = z.int().positive();

export const reportArguments = {
  /** The newest signed report of this site that lies on this computer. */
  'report.latest': z.tuple([id]),
  /** Hand-off texts of the latest signed report, ready for the customer's ticket. */
  'report.handOff': z.tuple([id]),
  /** Other forms of the latest signed report, beside it. */
  'report.export': z.tuple([id, z.strictObject({ formats: z.array(z.enum(reportOutputNames)).min(1) })]),
  /** The verifier in one HTML file, with the latest signed report in it, beside that report. */
  'report.verifier': z.tuple([id]),
  /** A copy with names and addresses replaced, signed anew, beside the latest signed report. */
  'report.redact': z.tuple([id, z.strictObject({ passphrase: secret.nullable() })]),
  /** What was kept of this site, the newest first. */
  'history.list': z.tuple([id]),
  'history.verify': z.tuple([id, line]),
  'history.compare': z.tuple([id, z.strictObject({ older: line, newer: line })]),
} as const satisfies Record<string, z.ZodType>;

/** By rule, and all of them in one text. */
export interface HandOff {
  readonly texts: Readonly<Record<string, string>>;
  readonly all: string;
}

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
  'report.handOff': HandOff;
  'report.export': WrittenFiles;
  'report.verifier': WrittenFiles;
  'report.redact': WrittenFiles;
  'history.list': HistoryView;
  'history.verify': VerifyResult;
  'history.compare': ComparedView;
}
