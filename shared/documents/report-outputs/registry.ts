import { reportFacts } from '../readiness-report/facts.ts';
import { checksCsv } from './checks-csv.ts';
import { handOffTexts, handOffsOf, type HandOff } from './hand-off.ts';
import { junitXml } from './junit.ts';
import { prometheusText } from './prometheus.ts';
import { sarifLog } from './sarif.ts';
import { summaryJson } from './summary.ts';
import type { ReportOutput, VerifiedReport } from './types.ts';

/** Every output by the word that `--format` takes. */
export const reportOutputs = {
  junit: { title: 'JUnit XML', extension: '.junit.xml', write: junitXml },
  sarif: { title: 'SARIF 2.1.0', extension: '.sarif', write: sarifLog },
  json: { title: 'JSON summary', extension: '.summary.json', write: summaryJson },
  prometheus: { title: 'Prometheus metrics', extension: '.prom', write: prometheusText },
  csv: { title: 'CSV of all checks', extension: '.checks.csv', write: checksCsv },
  handoff: { title: 'Hand-off texts for a ticket', extension: '.handoff.txt', write: handOffTexts },
} as const satisfies Record<string, ReportOutput>;

export type ReportOutputName = keyof typeof reportOutputs;

/** Words that `gatecheck export --format` knows. */
export const reportOutputNames = Object.keys(reportOutputs) as readonly ReportOutputName[];

/** A report as text in one of the formats; the same report gives the same text. */
export function reportOutput(format: ReportOutputName, { verified, ...named }: VerifiedReport): string {
  return reportOutputs[format].write({ ...reportFacts(named), verified });
}

/** A text for each rule that somebody has to act on. */
export function handOffs(named: VerifiedReport): HandOff[] {
  return handOffsOf(reportFacts(named));
}
