import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useState } from 'react';
import type { Problem } from '../../../shared/ipc/contract.ts';
import type { RequestText, TextFormatName } from '../../../shared/ipc/request-calls.ts';
import { textFormatNames } from '../../../shared/ipc/request-calls.ts';
import { problemOf } from '../../api/problem.ts';
import { Act } from '../../components/act.tsx';
import { Banner } from '../../components/banner.tsx';
import { Choice } from '../../components/fields.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import { documentFormats, dialectFormats } from './export-formats.ts';

/** Typing goes on for a moment; the text waits until it pauses. */
const pauseMs = 250;
const linePx = 18;

const formats = [...documentFormats, ...dialectFormats].flatMap(({ name, title }) => {
  const format = textFormatNames.find((one) => one === name);
  return format === undefined ? [] : [{ value: format, label: title }];
});

interface TextState {
  /** The last one that could be made; it stays while the next one is made. */
  readonly shown: RequestText | null;
  readonly problem: Problem | null;
}

/** The text of a format as saving would write it now, made anew a moment after each change. */
function useText(format: TextFormatName): TextState & { readonly valid: boolean } {
  const { open, preview, acts } = useOpen();
  const draft = open.history.present;
  const against = open.against?.id ?? null;
  const valid = preview.findings.length === 0;
  const [state, setState] = useState<TextState>({ shown: null, problem: null });
  useEffect(() => {
    if (!valid) return;
    let over = false;
    const make = async (): Promise<void> => {
      try {
        const shown = await acts.requestText(draft, format, against);
        if (!over && shown !== null) setState({ shown, problem: null });
      } catch (error) {
        if (!over) setState((before) => ({ ...before, problem: problemOf(error) }));
      }
    };
    const timer = setTimeout(() => void make(), pauseMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [acts, draft, format, against, valid]);
  return { ...state, valid };
}

/** Lines with their numbers; only those that are seen are drawn. */
function Lines({ name, text }: { readonly name: string; readonly text: string }) {
  const lines = useMemo(() => text.replace(/\n$/, '').split('\n'), [text]);
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler's memoising is not in use here
  const list = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box,
    estimateSize: () => linePx,
    overscan: 20,
  });
  const digits = `${lines.length}`.length;
  return (
    <div
      ref={setBox}
      className="text-lines mono"
      tabIndex={0}
      role="region"
      aria-label={t('Text of {{name}}', { name })}
    >
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map(({ index, start }) => (
          <div key={index} className="text-line" style={{ transform: `translateY(${start}px)` }}>
            <span className="line-no" aria-hidden="true" style={{ minWidth: `${digits}ch` }}>
              {index + 1}
            </span>
            <code>{lines[index]}</code>
          </div>
        ))}
      </div>
    </div>
  );
}

/** Every format that is a text, as the file that saving writes, to read and to copy. */
export function TextPreview() {
  const [format, setFormat] = useState<TextFormatName>('md');
  const [copied, setCopied] = useState<string | null>(null);
  const { shown, problem, valid } = useText(format);
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      setCopied(null);
    }
  };
  return (
    <div className="text-preview">
      <div className="text-tools">
        <Choice
          label={<span className="unseen">{t('Format')}</span>}
          value={format}
          onChange={(value) => {
            const next = formats.find((one) => one.value === value);
            if (next !== undefined) setFormat(next.value);
          }}
          options={formats}
        />
        <span className="small mono wrap text-name">{shown?.name ?? ''}</span>
        <Act
          size="sm"
          icon="copy"
          off={shown === null}
          onAct={() => {
            if (shown !== null) void copy(shown.text);
          }}
        >
          {t('Copy all')}
        </Act>
      </div>
      <p className="small sub text-said" role="status">
        {shown !== null && copied === shown.text ? t('Copied: {{name}}', { name: shown.name }) : ''}
      </p>
      {valid ? null : (
        <p className="preview-empty sub">{t('The site has to be put right before there is a text of it.')}</p>
      )}
      {problem === null ? null : (
        <Banner tone="fail" icon="fail" title={said(problem.message)} alert>
          {problem.cure === null ? null : <p>{said(problem.cure)}</p>}
        </Banner>
      )}
      {shown === null || shown.remarks.length === 0 ? null : (
        <details className="text-remarks small">
          <summary>
            {tn(
              '{{count}} remark: what this format does not say',
              '{{count}} remarks: what this format does not say',
              shown.remarks.length,
            )}
          </summary>
          <ul>
            {shown.remarks.map((remark) => (
              <li key={remark} className="wrap">
                {said(remark)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {shown === null ? (
        <p className="preview-empty sub">{valid && problem === null ? t('Making the text.') : ''}</p>
      ) : (
        <Lines name={shown.name} text={shown.text} />
      )}
    </div>
  );
}
