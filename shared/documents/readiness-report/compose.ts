import type { DocumentModel } from '../model.ts';
import { firstPage } from './first-page.ts';
import { reportFacts, type NamedReport } from './facts.ts';
import { howItWasChecked } from './how-checked.ts';
import { failedRules, inconclusiveRules } from './rule-cards.ts';
import { allRules, passedRules, settledRules } from './rule-tables.ts';

const statusWords = {
  ready: 'READY',
  'ready-with-exceptions': 'READY WITH EXCEPTIONS',
  'not-ready': 'NOT READY',
} as const;

/** What travels inside the PDF of a report, beside what its pages are made of. */
interface ReportInput extends NamedReport {
  /** The report's text. */
  readonly json: string;
  /** The armoured signature over that text. */
  readonly signature: string;
}

/** The pages of a readiness report. The JSON is the record; this is its summary for people. */
export function composeReportDocument(input: ReportInput): DocumentModel {
  const facts = reportFacts(input);
  const { report, sha256, json, signature } = input;
  const { customer } = report.site;
  const redacted = report.redactedFrom !== null;
  const short = `${sha256.slice(0, 12).replace(/(.{4})(?=.)/g, '$1 ')} … ${sha256.slice(-4)}`;
  return {
    title: `Readiness report ${report.siteName}`,
    subject: `${facts.catalog.appliance}, ${customer.site || customer.name || 'site not named'}`,
    author: report.signer.name || 'not given',
    createdAt: report.createdAt,
    software: `Gatecheck ${report.software.version}`,
    orientation: 'portrait',
    watermark: report.practice ? 'PRACTICE' : redacted ? 'REDACTED' : null,
    header: {
      name: 'Readiness report',
      detail: null,
      middle: [customer.site, customer.name].filter((text) => text.trim() !== '').join(' · '),
      status: [
        ...(report.practice ? ['PRACTICE: no real network was checked'] : [statusWords[report.readiness]]),
        ...(redacted ? ['REDACTED COPY'] : []),
      ].join(' · '),
    },
    footer: {
      left: `Report ${report.id.slice(0, 8)} · JSON SHA-256 ${short}`,
      middle: redacted
        ? 'Redacted copy: addresses and names are replaced'
        : 'Confidential: contains network addresses',
    },
    blocks: [
      firstPage(facts),
      ...allRules(facts),
      ...failedRules(facts),
      ...inconclusiveRules(facts),
      ...settledRules(facts),
      ...passedRules(facts),
      ...howItWasChecked(facts),
    ],
    attachments: [
      {
        name: `${report.siteName}.readiness.json`,
        about: 'The signed report (gatecheck/report@1)',
        text: json,
      },
      {
        name: `${report.siteName}.readiness.json.sig`,
        about: 'The signature over it (OpenSSH, namespace gatecheck)',
        text: signature,
      },
    ],
  };
}
