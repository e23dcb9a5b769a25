import type { KeyboardEvent } from 'react';
import { Act } from '../../components/act.tsx';
import { AnswerPanel } from './answer-panel.tsx';
import { DeniedPanel } from './denied-panel.tsx';
import { PreviewPanel } from './preview/preview-panel.tsx';
import { TextPreview } from './text-preview.tsx';
import { t } from '../../i18n/t.ts';

export type SideView = 'pdf' | 'text' | 'denied' | 'answer';

const views = () =>
  [
    { view: 'pdf', words: 'PDF' },
    { view: 'text', words: t('Other formats') },
    { view: 'denied', words: t('What if denied') },
    { view: 'answer', words: t('Answer') },
  ] as const;

/** Beside the rows: the PDF itself, or what a denial would cost. */
export function SidePanel({
  view,
  onView,
  wide,
  onWide,
  onClose,
  paper,
  selected,
  denied,
  onClear,
}: {
  readonly view: SideView;
  readonly onView: (view: SideView) => void;
  readonly wide: boolean;
  readonly onWide: () => void;
  readonly onClose: () => void;
  readonly paper: 'a4' | 'letter';
  readonly selected: number | null;
  readonly denied: ReadonlySet<string>;
  readonly onClear: () => void;
}) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    if (wide) onWide();
    else onClose();
  };
  return (
    <aside
      className={`side request-side ${wide ? 'wide' : ''}`}
      aria-label={t('Preview')}
      onKeyDown={onKeyDown}
    >
      <div className="side-tabs">
        {views().map(({ view: one, words }) => (
          <button
            key={one}
            type="button"
            className="side-tab"
            aria-pressed={view === one}
            onClick={() => onView(one)}
          >
            {words}
          </button>
        ))}
        <span className="side-tools">
          {view === 'pdf' || view === 'text' ? (
            <Act size="sm" onAct={onWide}>
              {wide ? t('Beside the rows') : t('Whole width')}
            </Act>
          ) : null}
          <Act size="sm" look="flat" icon="close" label={t('Close the preview')} onAct={onClose} />
        </span>
      </div>
      {view === 'pdf' ? <PreviewPanel paper={paper} selected={selected} /> : null}
      {view === 'text' ? <TextPreview /> : null}
      {view === 'denied' ? <DeniedPanel denied={denied} onClear={onClear} /> : null}
      {view === 'answer' ? <AnswerPanel /> : null}
    </aside>
  );
}
