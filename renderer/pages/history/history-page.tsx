import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { ComparedView } from '../../../shared/ipc/report-calls.ts';
import type { VerifyResult } from '../../../shared/report/types.ts';
import { Act } from '../../components/act.tsx';
import { Banner, ProblemBanner } from '../../components/banner.tsx';
import { Page } from '../../components/page.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { useTask } from '../../components/use-task.ts';
import { useApp } from '../../state/use-app.ts';
import { VerifyResultBox } from '../verify/verify-result.tsx';
import { useLate } from '../../components/use-late.ts';
import { HistoryTable } from './history-table.tsx';
import { KeptForms } from './kept-forms.tsx';
import { Rich } from '../../i18n/rich.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

type Shown =
  | { readonly kind: 'verified'; readonly result: VerifyResult }
  | { readonly kind: 'compared'; readonly comparison: ComparedView }
  /** Other forms and texts of this report. */
  | { readonly kind: 'chosen'; readonly line: number; readonly at: string };

function Comparison({ comparison }: { readonly comparison: ComparedView }) {
  const { headline, parts, older, newer, worse } = comparison;
  return (
    <section className="box pad stack" aria-label={t('Comparison')}>
      <h2 className={worse ? 'tone-fail' : ''}>{said(headline)}</h2>
      <p className="sub">
        <Rich
          english="From the report of <time>{{older}}</time> to that of <time>{{newer}}</time>."
          values={{ older, newer }}
          parts={{ time: <span className="mono" /> }}
        />
      </p>
      {parts.map(({ title, sentences }) => (
        <div key={title}>
          <h3>{said(title)}</h3>
          <ul className="compared">
            {sentences.map((sentence) => (
              <li key={sentence} className="wrap">
                {said(sentence)}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function ShownPart({ shown }: { readonly shown: Shown }) {
  switch (shown.kind) {
    case 'compared':
      return <Comparison comparison={shown.comparison} />;
    case 'verified':
      return <VerifyResultBox result={shown.result} toTrust={[]} onTrust={() => undefined} />;
    case 'chosen':
      return <KeptForms key={shown.line} line={shown.line} at={shown.at} />;
  }
}

function whyNotCompared(chosen: readonly number[]): string | null {
  if (chosen.length === 2) return null;
  return chosen.length < 2 ? t('Tick two reports to compare them.') : t('Tick no more than two reports.');
}

/** Every run and every report of the open site, and what changed between two of them. */
export function HistoryPage({ header }: { readonly header: ReactNode }) {
  const { acts } = useApp();
  const history = useTask(() => acts.readHistory());
  const shown = useTask<Shown>();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const late = useLate(shown.busy);
  const reading = useLate(history.busy);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown.value !== null) place.current?.focus();
  }, [shown.value]);
  const why = whyNotCompared(chosen);
  const compare = (): void => {
    const [older, newer] = [...chosen].sort((a, b) => a - b);
    if (older === undefined || newer === undefined) return;
    shown.run(async () => ({ kind: 'compared', comparison: await acts.compareKept(older, newer) }));
  };
  const { value } = history;
  const reports = value?.entries.filter(({ kind }) => kind === 'report').length ?? 0;
  return (
    <Page
      header={header}
      says={t('Kept on this computer for this site; it only grows. What was deleted from it would show.')}
    >
      <div className="screen wide">
        <ScreenTop title={t('History of this site')}>
          {t(
            'Every run and every signed report, the newest first. Each line names the one before it by its SHA-256.',
          )}
        </ScreenTop>
        {history.problem === null ? null : <ProblemBanner problem={history.problem} />}
        {value === null || value.faults.length === 0 ? null : (
          <Banner tone="fail" icon="fail" title={t('The history is not whole')} alert>
            <ul>
              {value.faults.map((fault) => (
                <li key={fault}>{said(fault)}</li>
              ))}
            </ul>
          </Banner>
        )}
        {reading ? <p className="sub">{t('Reading the history')}</p> : null}
        {value?.entries.length === 0 ? (
          <p className="sub">
            {t(
              'Nothing is kept yet. Runs are kept when they end, reports when they are signed; practice is not kept.',
            )}
          </p>
        ) : null}
        {value === null || value.entries.length === 0 ? null : (
          <>
            <HistoryTable
              history={value}
              chosen={chosen}
              onChoose={(line, on) =>
                setChosen(on ? [...chosen, line] : chosen.filter((other) => other !== line))
              }
              onMake={(line, at) => shown.run(() => Promise.resolve({ kind: 'chosen', line, at }))}
              onVerify={(line) =>
                shown.run(async () => ({ kind: 'verified', result: await acts.verifyKept(line) }))
              }
            />
            {reports < 2 ? null : (
              <div className="row-acts">
                <Act look="filled" off={why !== null} onAct={compare}>
                  {t('Compare the two')}
                </Act>
                <span className="sub" role="status">
                  {why ?? ''}
                </span>
              </div>
            )}
          </>
        )}
        {late ? (
          <p className="sub" role="status">
            {t('Verifying')}
          </p>
        ) : null}
        {shown.problem === null ? null : (
          <ProblemBanner problem={shown.problem} onClose={shown.closeProblem} />
        )}
        {shown.value === null || shown.busy ? null : (
          <div ref={place} tabIndex={-1} className="verify-results">
            <ShownPart shown={shown.value} />
          </div>
        )}
      </div>
    </Page>
  );
}
