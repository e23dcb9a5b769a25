import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { IdentityView } from '../../../shared/ipc/identity-calls.ts';
import { Act } from '../../components/act.tsx';
import { ProblemBanner } from '../../components/banner.tsx';
import { Page } from '../../components/page.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import { useLate } from '../../components/use-late.ts';
import { useApp } from '../../state/use-app.ts';
import { BackupForm, PassphraseForm, RestoreForm } from './identity-acts.tsx';
import { IdentityFacts } from './identity-facts.tsx';
import { IdentityForm } from './identity-form.tsx';
import { t } from '../../i18n/t.ts';

type Doing = 'rotate' | 'backup' | 'restore' | 'passphrase';

function DoingForm({
  doing,
  identity,
  onDone,
}: {
  readonly doing: Doing;
  readonly identity: IdentityView;
  readonly onDone: (says: string | null) => void;
}) {
  switch (doing) {
    case 'rotate':
      return <IdentityForm rotate onDone={() => onDone(null)} />;
    case 'backup':
      return <BackupForm identity={identity} onDone={onDone} />;
    case 'restore':
      return <RestoreForm identity={identity} onDone={onDone} />;
    case 'passphrase':
      return <PassphraseForm identity={identity} onDone={onDone} />;
  }
}

/** The key that signs this technician's reports: made, shown, replaced, backed up. */
export function IdentityPage({ header }: { readonly header: ReactNode }) {
  const { state, acts, closeProblem } = useApp();
  const { identity, problem } = state;
  const [doing, setDoing] = useState<Doing | null>(null);
  const [says, setSays] = useState('');
  useEffect(() => {
    void acts.readIdentity();
  }, [acts]);
  const shown = useRef(identity?.fingerprint);
  useEffect(() => {
    // The form that made it is gone, and the focus with it.
    if (shown.current !== identity?.fingerprint) document.querySelector<HTMLElement>('main h1')?.focus();
    shown.current = identity?.fingerprint;
  }, [identity]);
  const reading = useLate(identity === undefined);
  const done = (words: string | null): void => {
    // The form goes, so the focus returns to the button that opened it.
    document.querySelector<HTMLElement>('main button[aria-expanded="true"]')?.focus();
    setDoing(null);
    setSays(words ?? '');
  };
  const choice = (what: Doing, words: string): ReactNode => (
    <Act size="sm" expanded={doing === what} onAct={() => setDoing(doing === what ? null : what)}>
      {words}
    </Act>
  );
  return (
    <Page
      header={header}
      says={t('The private half of the key never leaves this computer, but in a backup that you make.')}
    >
      <div className="screen narrow">
        <ScreenTop title={t('Signing identity')}>
          {t(
            'Your reports are signed with this key. Whoever has its public half can tell that a report is yours and unchanged.',
          )}
        </ScreenTop>
        {problem === null ? null : <ProblemBanner problem={problem} onClose={closeProblem} />}
        <p className={says === '' ? 'unseen' : 'sub'} role="status">
          {says}
        </p>
        {reading ? <p className="sub">{t('Reading your signing identity')}</p> : null}
        {identity === null ? (
          <>
            <div className="box pad">
              <IdentityForm />
            </div>
            <div className="row-acts">{choice('restore', t('Restore a backup'))}</div>
            {doing === 'restore' ? (
              <div className="box pad">
                <RestoreForm identity={null} onDone={done} />
              </div>
            ) : null}
          </>
        ) : null}
        {identity === undefined || identity === null ? null : (
          <>
            <IdentityFacts identity={identity} />
            <div className="row-acts">
              {choice('backup', t('Back up'))}
              {choice('restore', t('Restore a backup'))}
              {choice(
                'passphrase',
                identity.protections.includes('passphrase')
                  ? t('Change the passphrase')
                  : t('Add a passphrase'),
              )}
              {choice('rotate', t('Make a new key'))}
            </div>
            {doing === null ? null : (
              <div className="box pad" key={doing}>
                <DoingForm doing={doing} identity={identity} onDone={done} />
              </div>
            )}
          </>
        )}
      </div>
    </Page>
  );
}
