import { useState } from 'react';
import { Act } from './act.tsx';
import { t } from '../i18n/t.ts';

/** Copies a text, and says whether it worked: where the clipboard is closed, the text stands there to be marked. */
export function CopyAct({
  text,
  children,
  label,
}: {
  readonly text: string;
  readonly children: string;
  /** Name for assistive technology where several texts can be copied. */
  readonly label?: string;
}) {
  const [says, setSays] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSays('Copied');
    } catch {
      setSays(t('Not copied: mark the text and press Ctrl C'));
    }
  };
  return (
    <span className="row-acts">
      <Act size="sm" icon="copy" {...(label === undefined ? {} : { label })} onAct={() => void copy()}>
        {children}
      </Act>
      <span className="small sub" role="status">
        {says}
      </span>
    </span>
  );
}
