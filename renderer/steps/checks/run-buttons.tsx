import { Act } from '../../components/act.tsx';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import type { CheckRow } from './check-rows.ts';
import type { Again } from './run-again.ts';
import { notPassing } from './run-again.ts';
import type { ShownRun } from './run-top.tsx';
import type { WhatToRun } from './what-to-run.tsx';

/** Cancel while it runs; afterwards again: everything, what does not pass, or that until it opens. */
export function RunButtons({
  run,
  rows,
  done,
  onAgain,
  onAsk,
}: {
  readonly run: ShownRun;
  readonly rows: readonly CheckRow[];
  readonly done: number;
  readonly onAgain: (again: Again) => void;
  readonly onAsk: (what: WhatToRun) => void;
}) {
  const { open, acts } = useOpen();
  if (run.kind === 'running')
    return run.cancelling ? (
      <span className="sub" role="status">
        {t('Cancelling, {{done}} kept', { done })}
      </span>
    ) : (
      <Act icon="stop" onAct={() => void acts.cancelRun()}>
        {t('Cancel, keep {{done}}', { done })}
      </Act>
    );
  const red = notPassing(rows);
  const signed = open.report.kind === 'signed';
  return (
    <span className="row-acts">
      {red.length === 0 ? null : (
        <>
          <Act
            id="run-failed"
            icon="rerun"
            onAct={() => (signed ? onAsk('not-passing') : onAgain({ kind: 'these', checks: red }))}
          >
            {t('Run failed again')}
          </Act>
          <Act onAct={() => onAsk('watch')}>{t('Watch what is red')}</Act>
        </>
      )}
      <Act id="start-checks" icon="rerun" onAct={() => onAgain({ kind: 'all' })}>
        {t('Run again')}
      </Act>
    </span>
  );
}
