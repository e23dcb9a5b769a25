import { useState } from 'react';
import { problemOf } from '../../api/problem.ts';
import { Act } from '../../components/act.tsx';
import { useLate } from '../../components/use-late.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

type Outcome =
  | { readonly kind: 'none' | 'copying' | 'copied' }
  | { readonly kind: 'failed'; readonly says: string }
  /** The clipboard is closed: the text stands there to be marked. */
  | { readonly kind: 'shown'; readonly text: string };

/** Copies a text that is made when it is asked for, and says whether it worked. */
export function CopyLater({
  make,
  children,
  label,
  size = 'sm',
}: {
  readonly make: () => Promise<string>;
  readonly children: string;
  /** Name for assistive technology where several texts can be copied. */
  readonly label?: string;
  readonly size?: 'sm' | 'md';
}) {
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const late = useLate(outcome.kind === 'copying');
  const copy = async (): Promise<void> => {
    setOutcome({ kind: 'copying' });
    try {
      const text = await make();
      setOutcome(
        await navigator.clipboard.writeText(text).then(
          (): Outcome => ({ kind: 'copied' }),
          (): Outcome => ({ kind: 'shown', text }),
        ),
      );
    } catch (error) {
      setOutcome({ kind: 'failed', says: problemOf(error).message });
    }
  };
  return (
    <span className="copy-later">
      <Act size={size} icon="copy" {...(label === undefined ? {} : { label })} onAct={() => void copy()}>
        {children}
      </Act>
      <span className={`small ${outcome.kind === 'failed' ? 'tone-fail' : 'sub'}`} role="status">
        {late ? t('Making the text') : ''}
        {outcome.kind === 'copied' ? t('Copied') : ''}
        {outcome.kind === 'failed' ? said(outcome.says) : ''}
        {outcome.kind === 'shown' ? t('Not copied: mark the text and press Ctrl C') : ''}
      </span>
      {outcome.kind === 'shown' ? (
        <textarea className="shown-text mono" readOnly rows={8} value={outcome.text} aria-label={children} />
      ) : null}
    </span>
  );
}
