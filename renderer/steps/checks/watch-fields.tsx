import { Checkbox } from '@mantine/core';
import { watchBounds } from '../../../shared/ipc/watch-calls.ts';
import { SecretField, TextField } from '../../components/fields.tsx';
import { t } from '../../i18n/t.ts';

/** What is typed for a watch. The passphrase stays in the window until the watch starts. */
export interface WatchDraft {
  readonly seconds: string;
  readonly minutes: string;
  readonly notify: boolean;
  readonly passphrase: string;
}

export const firstWatchDraft: WatchDraft = { seconds: '15', minutes: '60', notify: true, passphrase: '' };

function faultOf(text: string, { least, most }: { readonly least: number; readonly most: number }): boolean {
  return !/^\d{1,5}$/.test(text.trim()) || Number(text) < least || Number(text) > most;
}

/** What is missing before the watch may start; null: nothing. */
export function whyNoWatch(draft: WatchDraft, asks: boolean): string | null {
  const { everySeconds, minutes } = watchBounds;
  if (faultOf(draft.seconds, everySeconds))
    return t('Look every {{least}} to {{most}} seconds.', {
      least: everySeconds.least,
      most: everySeconds.most,
    });
  if (faultOf(draft.minutes, minutes))
    return t('Watch for {{least}} to {{most}} minutes.', { least: minutes.least, most: minutes.most });
  return asks && draft.passphrase === ''
    ? t('Type the passphrase of your signing key: the watch ends with a signed report.')
    : null;
}

/** How often, how long, and how it tells. */
export function WatchFields({
  draft,
  asks,
  onChange,
}: {
  readonly draft: WatchDraft;
  /** The signing identity needs its passphrase. */
  readonly asks: boolean;
  readonly onChange: (draft: WatchDraft) => void;
}) {
  return (
    <section className="box pad stack" aria-label={t('Watch')}>
      <div className="grid-3">
        <TextField
          label={t('Look every (seconds)')}
          value={draft.seconds}
          onChange={(seconds) => onChange({ ...draft, seconds })}
        />
        <TextField
          label={t('For at most (minutes)')}
          value={draft.minutes}
          onChange={(minutes) => onChange({ ...draft, minutes })}
        />
        {asks ? (
          <SecretField
            label={t('Passphrase of your signing key')}
            value={draft.passphrase}
            onChange={(passphrase) => onChange({ ...draft, passphrase })}
          />
        ) : null}
      </div>
      <Checkbox
        label={t('Notify me on the desktop when a rule opens')}
        checked={draft.notify}
        onChange={(event) => onChange({ ...draft, notify: event.currentTarget.checked })}
        classNames={{ label: 'check-label', input: 'check-input' }}
      />
    </section>
  );
}
