import type { LeftOut } from './carry-over.ts';
import type { WhyLeft } from './earlier-checks.ts';

const because: Readonly<Record<WhyLeft, string>> = {
  'rule-changed': 'the rule is another one today',
  'check-changed': 'the site expects something else today, or asks otherwise',
  'not-planned': 'the site does not plan it today',
  'other-host-key': 'the node had another host key then, or none on record',
  'too-old': 'a pass of seven days ago or more proves nothing',
  'in-future': 'by the clock of this laptop it is yet to come',
  'judged-otherwise': 'its negative control, or what else is known today, speaks against it',
  'newer-did-not-pass': 'a newer check did not pass, and cannot be carried over itself',
  'beside-one-left': 'another target of the same flow did not pass, and cannot be carried over',
};

/** What earlier reports said and the new one does not, in sentences: by report and reason, the most frequent first. */
export function leftOutSentences(left: readonly LeftOut[]): string[] {
  const counts = new Map<string, { readonly one: LeftOut; count: number }>();
  for (const one of left) {
    const key = `${one.report} ${one.why}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { one, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(
      ({ one, count }) =>
        `${count} ${count === 1 ? 'result' : 'results'} of report ${one.report.slice(0, 8)} not carried over: ${because[one.why]}.`,
    );
}
