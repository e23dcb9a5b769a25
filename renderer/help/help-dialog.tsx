import { Fragment, useState } from 'react';
import { Act } from '../components/act.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextField } from '../components/fields.tsx';
import { t, tn } from '../i18n/t.ts';
import { shortcutList } from '../state/keyboard.ts';
import { findTerms, holds, termGroups } from './terms.ts';

/** Keys and words, found by typing. Everything is in the program: it works without a network. */
export function HelpDialog({
  opened,
  first,
  onClose,
  onTour,
  onPage,
}: {
  readonly opened: boolean;
  /** What was asked for stands above the other. */
  readonly first: 'keys' | 'words';
  readonly onClose: () => void;
  readonly onTour: () => void;
  readonly onPage: (page: 'log' | 'bundle') => void;
}) {
  const [asked, setAsked] = useState('');
  const leave = (then: () => void): void => {
    setAsked('');
    then();
  };
  const keys = shortcutList().filter(([key, what]) => holds(`${key} ${what}`, asked.trim()));
  const groups = findTerms(termGroups(), asked.trim());
  const found = groups.reduce((sum, { terms }) => sum + terms.length, keys.length);
  const keyList =
    keys.length === 0 ? null : (
      <section aria-labelledby="help-keys">
        <h3 id="help-keys">{t('Keyboard')}</h3>
        <dl className="keys">
          {keys.map(([key, what]) => (
            <Fragment key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </Fragment>
          ))}
        </dl>
      </section>
    );
  const wordLists = groups.map(({ title, terms }, index) => (
    <section key={title} aria-labelledby={`help-${index}`}>
      <h3 id={`help-${index}`}>{title}</h3>
      <dl className="terms">
        {terms.map(({ id, term, means }) => (
          <div key={id}>
            <dt>{term}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </section>
  ));
  return (
    <Dialog title={t('Keyboard and terms')} opened={opened} onClose={() => leave(onClose)} width={720}>
      <TextField focused label={t('Find a key or a word')} value={asked} onChange={setAsked} />
      <p className="unseen" role="status">
        {asked === '' ? '' : tn('{{count}} found', '{{count}} found', found)}
      </p>
      <div className="row-acts">
        <Act size="sm" onAct={() => leave(onTour)}>
          {t('Show the tour')}
        </Act>
        <Act size="sm" onAct={() => leave(() => onPage('log'))}>
          {t('Log')}
        </Act>
        <Act size="sm" onAct={() => leave(() => onPage('bundle'))}>
          {t('Support bundle')}
        </Act>
        <span className="small sub">
          {t('Gatecheck works offline: only the checks that you start leave this computer.')}
        </span>
      </div>
      {first === 'keys' ? keyList : null}
      {wordLists}
      {first === 'words' ? keyList : null}
      {found === 0 ? <p className="sub">{t('Nothing has this word. Try a shorter one.')}</p> : null}
    </Dialog>
  );
}
