import { useEffect, useRef, useState } from 'react';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { useOpen } from '../../state/use-app.ts';
import { utcOfTyped } from '../request/utc-text.ts';
import type { Obstacle } from './obstacles.ts';
import { t } from '../../i18n/t.ts';

export type Settling = 'attest' | 'waive';

interface Decision {
  readonly by: string;
  readonly words: string;
  readonly expires: string;
  readonly at: string;
}

/** Writes the decision of a person into the site. It counts while the rule's content stays what it is now. */
export function withDecision(
  site: SiteFile,
  { id, digest }: Pick<Obstacle, 'id' | 'digest'>,
  kind: Settling,
  decision: Decision,
): SiteFile {
  const { by, words, expires, at } = decision;
  const base = { rule: id, digest, by, at };
  return kind === 'attest'
    ? {
        ...site,
        attestations: [
          ...(site.attestations ?? []).filter((one) => one.rule !== id),
          { ...base, how: words, expires: expires === '' ? null : expires },
        ],
      }
    : {
        ...site,
        waivers: [
          ...(site.waivers ?? []).filter((one) => one.rule !== id),
          { ...base, reason: words, expires },
        ],
      };
}

const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/** What is still missing; null: nothing. */
function whyNotYet({
  attest,
  words,
  by,
  until,
  expires,
}: {
  readonly attest: boolean;
  readonly words: string;
  readonly by: string;
  readonly until: string;
  readonly expires: string;
}): string | null {
  if (words.trim() === '') return attest ? t('Say how it was verified.') : t('Say why the gap is accepted.');
  if (by.trim() === '') return t('Name who decides it.');
  if (attest && until === '') return null;
  if (!utc.test(expires)) return t('Give the end as 2026-12-24 12:00.');
  return Date.parse(expires) <= Date.now() ? t('That end is over. Give a later one, in UTC.') : null;
}

/** The form in the row: who, how or why, until when. */
export function SettleForm({
  obstacle,
  kind,
  onDone,
}: {
  readonly obstacle: Pick<Obstacle, 'id' | 'digest'>;
  readonly kind: Settling;
  readonly onDone: () => void;
}) {
  const { open, acts } = useOpen();
  const [words, setWords] = useState('');
  const [by, setBy] = useState(open.history.present.technician?.name ?? '');
  const [until, setUntil] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector('input')?.focus();
  }, [kind]);
  const attest = kind === 'attest';
  const expires = utcOfTyped(until);
  const why = whyNotYet({ attest, words, by, until, expires });
  // Without a decision the focus goes back to the button that opened the form.
  const leave = (): void => {
    form.current?.closest('li')?.querySelector<HTMLElement>('button[aria-expanded="true"]')?.focus();
    onDone();
  };
  const submit = (): void => {
    const at = new Date().toISOString().replace(/\.\d{3}Z$/, 'Z');
    acts.edit((site) => withDecision(site, obstacle, kind, { by, words, expires, at }));
    onDone();
    // The row goes: the heading says what is left, and takes the focus.
    void acts.readReport().then(() => document.querySelector<HTMLElement>('main h1')?.focus());
  };
  return (
    <form
      className={`settle-form ${kind}`}
      ref={form}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        leave();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (why === null) submit();
      }}
    >
      <TextField
        label={attest ? t('How was it verified?') : t('Why is it accepted?')}
        value={words}
        onChange={setWords}
        required
      />
      <TextField label={t('By')} value={by} onChange={setBy} required />
      <TextField
        mono
        label={attest ? t('Until (UTC), optional') : t('Until (UTC)')}
        value={until}
        onChange={setUntil}
        placeholder="2026-12-24 12:00"
        required={!attest}
      />
      <div className="row-acts">
        <span className="small sub">
          {why ??
            (attest
              ? t('Shown as attested everywhere, never counted as passed.')
              : t('Shown as waived everywhere, never counted as passed.'))}
        </span>
        <Act size="sm" look="flat" onAct={leave}>
          {t('Do not')}
        </Act>
        <Act size="sm" submit off={why !== null} onAct={() => undefined}>
          {attest ? t('Attest this rule') : t('Waive this rule')}
        </Act>
      </div>
    </form>
  );
}
