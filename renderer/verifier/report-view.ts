import type { NumberedGroup, NumberedRule } from '../../shared/documents/readiness-report/facts.ts';
import { reportFacts, unitsOf } from '../../shared/documents/readiness-report/facts.ts';
import type { Report } from '../../shared/report/schema.ts';
import { readinessSentence } from '../../shared/verdicts/readiness-sentence.ts';
import type { RequiredCounts } from '../../shared/verdicts/readiness.ts';

/** Rules and sets of rules of a level, each counted once under one heading. */
export type Counts = Omit<RequiredCounts, 'total'>;

/** What the page shows of a report: plain data, because it comes from the worker. */
export interface ReportView {
  readonly report: Report;
  readonly sentence: string;
  readonly counts: Readonly<Record<'required' | 'optional' | 'as-published', Counts>>;
  /** In the order of the request; numbered as in the PDF. */
  readonly rules: readonly NumberedRule[];
  readonly groups: readonly NumberedGroup[];
}

function counted(marks: readonly NumberedRule['mark'][]): Counts {
  const of = (wanted: keyof Counts): number =>
    marks.filter((mark) => mark === wanted || (mark === 'weak' && wanted === 'pass')).length;
  return {
    pass: of('pass'),
    attested: of('attested'),
    waived: of('waived'),
    inconclusive: of('inconclusive'),
    fail: of('fail'),
  };
}

/** Null: the report does not hold together, so nothing can be laid out (verification says what is wrong). */
export function viewOf(report: Report, sha256: string): ReportView | null {
  try {
    const facts = reportFacts({ report, sha256 });
    const counts = {
      required: facts.summary.required,
      optional: counted(unitsOf(facts, 'optional')),
      'as-published': counted(unitsOf(facts, 'as-published')),
    };
    return {
      report,
      sentence: readinessSentence(facts.summary),
      counts,
      rules: facts.rules,
      groups: facts.groups,
    };
  } catch {
    // The site of a forged report may lack what its rules are derived from.
    return null;
  }
}
