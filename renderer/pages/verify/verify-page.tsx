import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import { Act } from '../../components/act.tsx';
import { ProblemBanner } from '../../components/banner.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { useApp } from '../../state/use-app.ts';
import { carriesFiles, filesOf } from './dropped.ts';
import type { VerifyScreen } from './use-verification.ts';
import { useVerification } from './use-verification.ts';
import { headlineOf } from './verdict-words.ts';
import { VerifyResultBox } from './verify-result.tsx';
import { Rich } from '../../i18n/rich.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

/** Takes files that are dropped anywhere on the screen; true while some are held over it. */
function useDrop(onDrop: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  }, [onDrop]);
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      // Chromium names no place it went to when the pointer leaves the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const take = (event: DragEvent): void => {
      setOver(false);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      drop.current(filesOf(event.dataTransfer));
    };
    window.addEventListener('dragover', hold);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', take);
    return () => {
      window.removeEventListener('dragover', hold);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', take);
    };
  }, []);
  return over;
}

function Results({ screen }: { readonly screen: VerifyScreen }) {
  const { verification } = screen;
  const place = useRef<HTMLDivElement>(null);
  const id = verification?.id ?? null;
  useEffect(() => {
    if (id !== null) place.current?.focus();
  }, [id]);
  if (verification === null) return null;
  const { results, toTrust, unused } = verification;
  return (
    <div
      ref={place}
      tabIndex={-1}
      className="stack verify-results"
      role="region"
      aria-label={t('Verification')}
    >
      {results.length > 1 ? (
        <p className="sub">
          {tn('{{count}} report, the newest first.', '{{count}} reports, the newest first.', results.length)}
        </p>
      ) : null}
      {results.map((result) => (
        <VerifyResultBox key={result.file} result={result} toTrust={toTrust} onTrust={screen.trust} />
      ))}
      {unused.map((sentence) => (
        <p key={sentence} className="small sub wrap">
          <Icon name="info" /> {said(sentence)}
        </p>
      ))}
    </div>
  );
}

function saidOf({ busy, verification }: VerifyScreen): string {
  if (busy !== null) return busy;
  return (verification?.results ?? []).map((one) => `${one.file}: ${headlineOf(one).words}`).join('. ');
}

/** Verifies reports: dropped anywhere on it, or chosen. Nothing is sent anywhere. */
export function VerifyPage({ header }: { readonly header: ReactNode }) {
  const { acts } = useApp();
  const screen = useVerification(acts);
  const over = useDrop(screen.drop);
  const first = screen.verification === null;
  return (
    <Page
      header={header}
      says={t(
        'A valid report proves who signed it and that nothing changed since. It does not prove that the network told the truth.',
      )}
    >
      <div className="screen narrow">
        <ScreenTop title={t('Verify a report')}>
          {t(
            'Signature, signer, chain, rules and verdicts are worked out anew on this computer. Nothing is sent anywhere.',
          )}
        </ScreenTop>
        <div className={`drop-place ${over ? 'over' : ''} ${first ? '' : 'small-place'}`}>
          <p>
            <b>{over ? t('Let go to verify') : t('Drop the report here')}</b>{' '}
            <span className="sub">
              <Rich
                english="with its <file>.sig</file>, and if you have them its PDF and the reports before it."
                parts={{ file: <span className="mono" /> }}
              />
            </span>
          </p>
          <Act icon="folder" look={first ? 'filled' : 'plain'} onAct={screen.choose}>
            {t('Choose a report')}
          </Act>
        </div>
        <p className="unseen" role="status">
          {saidOf(screen)}
        </p>
        {screen.busy === null ? null : <p className="sub">{screen.busy}</p>}
        {screen.problem === null ? null : (
          <ProblemBanner problem={screen.problem} onClose={screen.closeProblem} />
        )}
        <Results screen={screen} />
      </div>
    </Page>
  );
}
