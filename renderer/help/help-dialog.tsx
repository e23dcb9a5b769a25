import { Fragment, useState } from 'react';
import { Act } from '../components/act.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextField } from '../components/fields.tsx';
import { t, tn } from '../i18n/t.ts';
import { shortcutList } from '../state/keyboard.ts';
import { findTerms, terms } from './terms.ts';

/** Keys and words, found by typing. Everything is in the program: it works without a network. */
export function HelpDialog({
  opened,
  onClose,
  onTour,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onTour: () => void;
}) {
  const [asked, setAsked] = useState('');
  const keys = shortcutList().filter(([key, what]) =>
    `${key} ${what}`.toLocaleLowerCase().includes(asked.toLocaleLowerCase()),
  );
  const found = findTerms(terms(), asked);
  return (
    <Dialog title={t('Keyboard and terms')} opened={opened} onClose={onClose} width={720}>
      <TextField label={t('Find a key or a word')} value={asked} onChange={setAsked} />
      <p className="unseen" role="status">
        {asked === '' ? '' : tn('{{count}} found', '{{count}} found', keys.length + found.length)}
      </p>
      {keys.length === 0 ? null : (
        <>
          <h3>{t('Keyboard')}</h3>
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
        </>
      )}
      {found.length === 0 ? null : (
        <>
          <h3>{t('Terms')}</h3>
          <dl className="terms">
            {found.map(({ term, means }) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{means}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {keys.length + found.length === 0 ? (
        <p className="sub">{t('Nothing has this word. Try a shorter one.')}</p>
      ) : null}
      <div className="row-acts">
        <Act size="sm" onAct={onTour}>
          {t('Show the tour')}
        </Act>
        <span className="small sub">
          {t('Gatecheck works offline: only the checks that you start leave this computer.')}
        </span>
      </div>
    </Dialog>
  );
}
