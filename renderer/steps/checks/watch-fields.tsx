import { Checkbox } from '@mantine/core';
import { watchBounds } from '../../../shared/ipc/watch-calls.ts';
import { SecretField, TextField } from '../../components/fields.tsx';

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
    return `Look every ${everySeconds.least} to ${everySeconds.most} seconds.`;
  if (faultOf(draft.minutes, minutes)) return `Watch for ${minutes.least} to ${minutes.most} minutes.`;
  return asks && draft.passphrase === ''
    ? 'Type the passphrase of your signing key: the watch ends with a signed report.'
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
    <section className="box pad stack" aria-label="Watch">
      <div className="grid-3">
        <TextField
          label="Look every (seconds)"
          value={draft.seconds}
          onChange={(seconds) => onChange({ ...draft, seconds })}
        />
        <TextField
          label="For at most (minutes)"
          value={draft.minutes}
          onChange={(minutes) => onChange({ ...draft, minutes })}
        />
        {asks ? (
          <SecretField
            label="Passphrase of your signing key"
            value={draft.passphrase}
            onChange={(passphrase) => onChange({ ...draft, passphrase })}
          />
        ) : null}
      </div>
      <Checkbox
        label="Notify me on the desktop when a rule opens"
        checked={draft.notify}
        onChange={(event) => onChange({ ...draft, notify: event.currentTarget.checked })}
        classNames={{ label: 'check-label', input: 'check-input' }}
      />
    </section>
  );
}
