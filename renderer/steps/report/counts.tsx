import { useMemo } from 'react';
import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import { VerdictWord } from '../../components/state-words.tsx';
import { barOf, Strip } from '../../components/strip.tsx';
import { t, tn } from '../../i18n/t.ts';
import type { Stand } from './obstacles.ts';
import { condensed, requiredStand } from './obstacles.ts';

/** As many bars as can be told apart. */
const mostBars = 120;

function countsOf(stand: readonly Stand[]) {
  const open = stand.filter(({ settled }) => settled === null);
  const of = (verdict: Stand['verdict']): number => open.filter((one) => one.verdict === verdict).length;
  const settled = (word: 'attested' | 'waived'): number => stand.filter((one) => one.settled === word).length;
  return [
    { count: of('pass'), word: <VerdictWord key="p" verdict="pass" /> },
    { count: of('fail'), word: <VerdictWord key="f" verdict="fail" /> },
    { count: of('inconclusive'), word: <VerdictWord key="i" verdict="inconclusive" /> },
    { count: settled('attested'), word: <VerdictWord key="a" verdict="inconclusive" settled="attested" /> },
    { count: settled('waived'), word: <VerdictWord key="w" verdict="fail" settled="waived" /> },
  ].filter(({ count }) => count > 0);
}

/** The verdict strip of the required rules, and the same in words. */
export function Counts({ draft }: { readonly draft: ReportDraft }) {
  const stand = useMemo(() => requiredStand(draft), [draft]);
  const bars = useMemo(() => condensed(stand, mostBars), [stand]);
  const each = Math.ceil(stand.length / Math.max(1, bars.length));
  return (
    <div className="tally">
      <Strip small bars={bars.map((one) => barOf(one.verdict, false, one.settled))} />
      <ul aria-label={t('Required rules')}>
        {countsOf(stand).map(({ count, word }) => (
          <li key={word.key}>
            <b>{count}</b> {word}
          </li>
        ))}
      </ul>
      {each > 1 ? (
        <p className="small sub">
          {tn('Each bar is the worst of {{count}} rule.', 'Each bar is the worst of {{count}} rules.', each)}
        </p>
      ) : null}
    </div>
  );
}
