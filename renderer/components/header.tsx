import { useContext } from 'react';
import { assertNever } from '../../shared/lib/assert-never.ts';
import { editWords } from '../state/edit-words.ts';
import type { OpenState, PageId, SaveState } from '../state/state.ts';
import { OpenContext } from '../state/use-app.ts';
import type { DisplayChoice } from '../state/use-display.ts';
import { Act } from './act.tsx';
import { DisplayMenu } from './display-menu.tsx';
import { Mark } from './icon.tsx';
import { PracticeTag } from './tags.tsx';
import { clockTime } from './words.ts';
import { t } from '../i18n/t.ts';

export function savedWords(save: SaveState): string {
  switch (save.kind) {
    case 'unchanged':
      return '';
    case 'pending':
    case 'saving':
      return t('Saving');
    case 'saved':
      return save.saved.to === 'file'
        ? t('Saved {{at}}', { at: clockTime(save.saved.at) })
        : t('Draft kept {{at}}', { at: clockTime(save.saved.at) });
    case 'failed':
      return t('Not saved');
    default:
      return assertNever(save);
  }
}

function OpenTools({
  open,
  onUndo,
  onRedo,
  onSave,
}: {
  readonly open: OpenState;
  readonly onSave: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}) {
  const { past, present, future } = open.history;
  // Only the screens of the steps know the catalogue; on the others the words stay short.
  const titles = useContext(OpenContext)?.preview.catalog ?? null;
  const last = past.at(-1);
  const next = future[0];
  const undo =
    last === undefined || titles === null
      ? {}
      : { tip: t('Undo: {{edit}}', { edit: editWords(last, present, titles) }) };
  const redo =
    next === undefined || titles === null
      ? {}
      : { tip: t('Redo: {{edit}}', { edit: editWords(present, next, titles) }) };
  return (
    <>
      <span className="saved">{savedWords(open.save)}</span>
      <Act
        look={open.fileName === null ? 'plain' : 'flat'}
        size="sm"
        icon="save"
        {...(open.fileName === null
          ? { tip: t('The site as a file of its own, to open again or to send (Ctrl S)') }
          : { label: t('Save under another name') })}
        onAct={onSave}
      >
        {open.fileName === null ? t('Save') : undefined}
      </Act>
      <Act
        look="flat"
        icon="undo"
        label={last === undefined ? t('Undo: nothing to undo') : t('Undo')}
        {...undo}
        off={last === undefined}
        onAct={onUndo}
      />
      <Act
        look="flat"
        icon="redo"
        label={next === undefined ? t('Redo: nothing to redo') : t('Redo')}
        {...redo}
        off={next === undefined}
        onAct={onRedo}
      />
    </>
  );
}

/** The header: mark, site, customer in full, saved, undo, redo, theme, help. */
export function Header({
  open,
  display,
  onHelp,
  onPage,
  onUndo,
  onRedo,
  onSave,
}: {
  readonly open: OpenState | null;
  readonly onSave: () => void;
  readonly display: DisplayChoice;
  readonly onHelp: () => void;
  readonly onPage: (page: PageId) => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}) {
  const customer = open?.history.present.customer;
  const site = customer?.site ?? '';
  return (
    <header className="head">
      <div className="brand">
        <Mark size={22} />
        <span>{t('Gatecheck')}</span>
      </div>
      <div className="site-name">
        {open === null ? null : (
          <>
            <b>{site === '' ? t('New site') : site}</b>
            {open.opened.practice === null ? null : <PracticeTag />}
            <span className="customer">{customer?.name ?? ''}</span>
          </>
        )}
      </div>
      <div className="tools">
        {open === null ? null : <OpenTools open={open} onUndo={onUndo} onRedo={onRedo} onSave={onSave} />}
        {open === null ? null : (
          <Act look="flat" icon="verify" label={t('Verify a report')} onAct={() => onPage('verify')} />
        )}
        <Act look="flat" icon="key" label={t('Signing identity')} onAct={() => onPage('identity')} />
        <DisplayMenu display={display} />
        <span data-help>
          <Act look="flat" icon="help" label={t('Help')} onAct={onHelp} />
        </span>
      </div>
    </header>
  );
}
