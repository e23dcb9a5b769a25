import type { NamedReport, ReportFacts } from '../readiness-report/facts.ts';

/** What verifying the report gave. One that does not verify has no outputs: nobody may build on it. */
export interface Verified {
  /** `intact`: unchanged since it was signed, but the signer is unknown or its rules cannot be recomputed here. */
  readonly result: 'valid' | 'intact';
  readonly signerKnown: boolean;
}

/** A report, its digest, and what verifying it gave. */
export interface VerifiedReport extends NamedReport {
  readonly verified: Verified;
}

export interface OutputFacts extends ReportFacts {
  readonly verified: Verified;
}

/** A form of the report for other programs, or for a ticket: one file and one line of the registry each. */
export interface ReportOutput {
  readonly title: string;
  /** Ending of its file, after the report's name: `.junit.xml`. */
  readonly extension: string;
  /** The same report gives the same text. */
  readonly write: (facts: OutputFacts) => string;
}
