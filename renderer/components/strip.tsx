import type { Settled, Verdict } from '../../shared/results/types.ts';

export type Bar = 'pass' | 'weak' | 'fail' | 'inconclusive' | 'attested' | 'waived' | 'running' | 'not-run';

export function barOf(verdict: Verdict, weak: boolean, settled: Settled | null = null): Bar {
  if (settled !== null) return settled;
  return verdict === 'pass' && weak ? 'weak' : verdict;
}

/** One bar per check or rule; height and fill say the verdict. It always stands beside the counts in words. */
export function Strip({ bars, small = false }: { readonly bars: readonly Bar[]; readonly small?: boolean }) {
  return (
    <div className={`strip ${small ? 'small-strip' : ''}`} aria-hidden="true">
      {bars.map((bar, index) => (
        <i key={index} className={`bar-${bar}`} />
      ))}
    </div>
  );
}
