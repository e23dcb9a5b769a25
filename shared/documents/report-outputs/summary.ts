import type { Level } from '../../catalog/schema.ts';
import { readinessSentence } from '../../verdicts/readiness-sentence.ts';
import { unitsOf } from '../readiness-report/facts.ts';
import { jsonText } from './json-text.ts';
import { decisiveObservation, sentencesOf, standings } from './standing.ts';
import type { Summary } from './summary-schema.ts';
import type { OutputFacts } from './types.ts';

function countsOf(facts: OutputFacts, level: Level): Summary['counts']['required'] {
  if (level === 'required') {
    const { total, pass, attested, waived, inconclusive, fail } = facts.summary.required;
    return { total, pass, attested, waived, inconclusive, fail };
  }
  const marks = unitsOf(facts, level);
  const of = (...words: readonly (typeof marks)[number][]): number =>
    marks.filter((mark) => words.includes(mark)).length;
  return {
    total: marks.length,
    pass: of('pass', 'weak'),
    attested: of('attested'),
    waived: of('waived'),
    inconclusive: of('inconclusive'),
    fail: of('fail'),
  };
}

/** Readiness, counts, and everything that does not pass. */
export function summaryOf(facts: OutputFacts): Summary {
  const { report, sha256, verified } = facts;
  const { customer } = report.site;
  return {
    format: 'gatecheck/summary@1',
    practice: report.practice,
    readiness: report.readiness,
    sentence: readinessSentence(facts.summary),
    report: { id: report.id, sha256, createdAt: report.createdAt, startedAt: report.startedAt },
    redactedFrom: report.redactedFrom?.id ?? null,
    verified: { result: verified.result, signerKnown: verified.signerKnown },
    signer: { name: report.signer.name, fingerprint: report.signer.fingerprint },
    software: `${report.software.name} ${report.software.version}`,
    catalog: `${report.catalog.id} ${report.catalog.version}`,
    site: { name: report.siteName, customer: customer.name, site: customer.site },
    nodes: report.nodes.map(({ name, failure }) => ({ name, failure })),
    counts: {
      required: countsOf(facts, 'required'),
      optional: countsOf(facts, 'optional'),
      'as-published': countsOf(facts, 'as-published'),
    },
    checks: {
      total: report.checks.length,
      carriedOver: report.checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null).length,
    },
    notPassed: standings(facts)
      .filter(({ verdict }) => verdict !== 'pass')
      .map((standing) => ({
        id: standing.id,
        node: standing.node,
        title: standing.title,
        service: standing.rule?.rule.service ?? null,
        level: standing.level,
        verdict: standing.verdict,
        settled: standing.settled?.settled ?? null,
        settledBy: standing.settled?.says ?? null,
        observation: decisiveObservation(standing),
        counts: standing.uncounted === null,
        says: sentencesOf(standing),
      })),
  };
}

export function summaryJson(facts: OutputFacts): string {
  return jsonText(summaryOf(facts));
}
