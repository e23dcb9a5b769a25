import { assertNever } from '../lib/assert-never.ts';
import type { Readiness } from '../results/types.ts';
import type { ReadinessSummary } from './readiness.ts';

export const practiceSentence =
  'Practice run. These are results of the built-in practice node. They say nothing about a real network.';

const notYet = 'The node should not go into service yet.';

function exceptionsSentence(summary: ReadinessSummary): string {
  const { total, pass, attested, waived } = summary.required;
  const sentence = `Every required rule passes, is attested or is waived. ${pass} of ${total} pass; for ${attested + waived} a person vouches or accepts the gap, and no check proved them.`;
  if (summary.takenAway === 0) return sentence;
  const noun = summary.takenAway === 1 ? 'requirement was' : 'requirements were';
  return `${sentence} ${summary.takenAway} ${noun} taken away by a person.`;
}

function notReadySentence(summary: ReadinessSummary): string {
  const { total, fail, inconclusive } = summary.required;
  if (summary.answered === 0) return `Nothing was checked, so nothing is known. ${notYet}`;
  if (total === 0) return `No rule is required here, so nothing is proven. ${notYet}`;
  const reasons: string[] = [];
  if (fail + inconclusive > 0) {
    reasons.push(
      `${fail + inconclusive} of ${total} required rules do not pass: ${fail} failed and ${inconclusive} could not be proven.`,
    );
  }
  if (!summary.complete) reasons.push('The site is not complete: an address or a choice is missing.');
  if (summary.uncheckedNodes.length > 0) {
    reasons.push(`No check of ${summary.uncheckedNodes.join(', ')} gave an answer.`);
  }
  return [...reasons, notYet].join(' ');
}

const words: Readonly<Record<Readiness, string>> = {
  ready: 'ready',
  'ready-with-exceptions': 'ready with exceptions',
  'not-ready': 'not ready',
};

/** The verdict of a report in one or two sentences, as the documents and the window say it. */
export function readinessSentence(summary: ReadinessSummary): string {
  if (summary.practice) {
    const { total, pass, attested, waived, fail, inconclusive } = summary.required;
    return `${practiceSentence} The same results would read ${words[summary.wouldBe]}: of ${total} required rules ${pass} pass, ${attested} attested, ${waived} waived, ${fail} failed, ${inconclusive} could not be proven.`;
  }
  switch (summary.readiness) {
    case 'ready':
      return `All ${summary.required.total} required rules pass. The node can go into service.`;
    case 'ready-with-exceptions':
      return exceptionsSentence(summary);
    case 'not-ready':
      return notReadySentence(summary);
    default:
      return assertNever(summary.readiness);
  }
}
