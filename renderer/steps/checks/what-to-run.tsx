import type { LatestReport } from '../../../shared/ipc/report-calls.ts';
import type { Segment } from '../../components/segments.tsx';
import { Segments } from '../../components/segments.tsx';
import { t } from '../../i18n/t.ts';

export type WhatToRun = 'all' | 'not-passing' | 'watch';

const choices = (): readonly Segment<WhatToRun>[] => [
  { value: 'all', label: t('All checks') },
  { value: 'not-passing', label: t('Only what does not pass') },
  { value: 'watch', label: t('Watch until it opens') },
];

function wordsOf(what: WhatToRun, latest: LatestReport | null): string {
  const carried =
    latest === null
      ? ''
      : t('Passes are carried over from the report of {{createdAt}}, and marked with their times.', {
          createdAt: latest.createdAt,
        });
  switch (what) {
    case 'all':
      return t('Every check is made anew.');
    case 'not-passing':
      return carried;
    case 'watch':
      return t(
        'What does not pass is checked again and again, and the second at which it opens is noted. {{carried}}',
        { carried },
      );
  }
}

/** All checks, only what did not pass in the latest signed report, or that again and again. */
export function WhatToRunChoice({
  latest,
  what,
  onChoose,
}: {
  /** Null: there is no signed report here, so nothing can be carried over. */
  readonly latest: LatestReport | null;
  readonly what: WhatToRun;
  readonly onChoose: (what: WhatToRun) => void;
}) {
  const offered = choices().filter(({ value }) => value !== 'not-passing' || latest !== null);
  const chosen = offered.some(({ value }) => value === what) ? what : 'all';
  return (
    <div className="what-to-run">
      <Segments name="What to run" segments={offered} chosen={chosen} onChoose={onChoose} />
      <span className="sub small">{wordsOf(chosen, latest)}</span>
    </div>
  );
}
