import type { Catalog } from '../../catalog/schema.ts';
import { simulateDenial } from '../../rules/denial/simulate.ts';
import type { DenialEffect } from '../../rules/denial/types.ts';
import type { RuleSet } from '../../rules/types.ts';
import type { Site } from '../../site/schema.ts';
import type { Answer, AnsweredLine } from './schema.ts';

/**
 * What an answer amounts to. `approved`: every line is decided and permitted, every approver said yes, and it is known that
 * nothing was altered: what cannot be told is no yes.
 */
export interface Outcome {
  readonly kind: 'approved' | 'attention';
  /** One sentence each, the weightiest first: what stands in the way. Empty when approved. */
  readonly says: readonly string[];
  readonly counts: {
    readonly approved: number;
    readonly inPlace: number;
    readonly denied: number;
    readonly open: number;
  };
}

export function isRefused(line: AnsweredLine): boolean {
  return line.decision === 'deny' || line.decision === 'keep';
}

function isGranted({ decision }: AnsweredLine): boolean {
  return decision === 'approve' || decision === 'withdraw';
}

function numbers(lines: readonly AnsweredLine[]): string {
  return lines.map(({ number }) => number).join(', ');
}

function those(lines: readonly AnsweredLine[], one: string, more: string): string {
  return lines.length === 1 ? `Line ${numbers(lines)} ${one}.` : `Lines ${numbers(lines)} ${more}.`;
}

/** Sums an answer up. */
export function judgeAnswer(answer: Answer): Outcome {
  const refused = answer.lines.filter(isRefused);
  const open = answer.lines.filter(({ decision }) => decision === null);
  const { data, shown, changes } = answer.integrity;
  const says: string[] = [];
  const altered = [data, shown].filter(({ answer: word }) => word === 'changed');
  says.push(...altered.map((one) => one.says));
  const untold = [data, shown].filter(({ answer: word }) => word === 'cannot-tell');
  says.push(...untold.map((one) => one.says));
  if (altered.length === 0 && changes.length > 0) says.push('Fixed content was altered.');
  if (refused.length > 0) says.push(those(refused, 'is denied', 'are denied'));
  if (open.length > 0) says.push(those(open, 'is not decided', 'are not decided'));
  if (answer.file.kind === 'xlsx' && !answer.request.draft)
    says.push('A workbook has no place for approvals: they come with the PDF form.');
  for (const { role, decision } of answer.approvals) {
    if (decision === 'submitted') continue;
    if (decision === 'denied') says.push(`${role} denied the request.`);
    if (decision === 'changed') says.push(`${role} approved with changes: read the remarks.`);
    if (decision === null && role !== requesterRole) says.push(`${role} has not decided.`);
  }
  if (answer.request.draft) says.push('It answers a draft: a draft is not implemented.');
  if (answer.findings.length > 0)
    says.push(
      answer.findings.length === 1
        ? '1 entry contradicts itself or cannot be read.'
        : `${answer.findings.length} entries contradict themselves or cannot be read.`,
    );
  return {
    kind: says.length === 0 ? 'approved' : 'attention',
    says,
    counts: {
      approved: answer.lines.filter(isGranted).length,
      inPlace: answer.lines.filter(({ decision }) => decision === 'in-place').length,
      denied: refused.length,
      open: open.length,
    },
  };
}

/** The last row of the approvals: it submits, and approves nothing. */
export const requesterRole = 'Requester';

/** What the denied lines of an answer do to the features of the site. */
export function denialOf(answer: Answer, catalog: Catalog, site: Site, ruleSet: RuleSet): DenialEffect {
  const lines = answer.lines.filter(({ decision }) => decision === 'deny').map(({ id }) => id);
  return simulateDenial(catalog, site, ruleSet, { lines, rules: [] });
}
