import { reportFacts } from '../readiness-report/facts.ts';
import { handOffTexts } from './hand-off.ts';
import type { ReportOutput, VerifiedReport } from './types.ts';

/** Every output by the word that `--format` takes. */
export const reportOutputs = {
  handoff: { title: 'Hand-off texts for a ticket', extension: '.handoff.txt', write: handOffTexts },
} as const satisfies Record<string, ReportOutput>;

export type ReportOutputName = keyof typeof reportOutputs;

/** Words that `gatecheck export --format` knows. */
export const reportOutputNames = Object.keys(reportOutputs) as readonly ReportOutputName[];

/** A report as text in one of the formats; the same report gives the same text. */
export function reportOutput(format: ReportOutputName, { verified, ...named }: VerifiedReport): string {
  return reportOutputs[format].write({ ...reportFacts(named), verified });
}
