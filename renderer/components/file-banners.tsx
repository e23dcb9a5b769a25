import { useState } from 'react';
import type { SaveConflict } from '../../shared/ipc/site-calls.ts';
import { t } from '../i18n/t.ts';
import type { Acts } from '../state/acts.ts';
import type { OpenState } from '../state/state.ts';
import { Act } from './act.tsx';
import { Banner } from './banner.tsx';
import { dateTime } from './words.ts';

/** The conflict of the latest save: it stays while the next one is under way. */
function useConflict({ save }: OpenState): SaveConflict | null {
  const [kept, setKept] = useState<SaveConflict | null>(null);
  const conflict = save.kind === 'saved' ? (save.saved.conflict ?? null) : kept;
  if (conflict !== kept) setKept(conflict);
  return conflict;
}

/** What a site's file has to do with other windows and programs. */
export function FileBanners({ open, acts }: { readonly open: OpenState; readonly acts: Acts }) {
  const conflict = useConflict(open);
  if (conflict === null && open.opened.otherWindow !== true) return null;
  return (
    <div className="messages">
      <FileBanner open={open} acts={acts} conflict={conflict} />
    </div>
  );
}

function FileBanner({
  open,
  acts,
  conflict,
}: {
  readonly open: OpenState;
  readonly acts: Acts;
  readonly conflict: SaveConflict | null;
}) {
  const file = open.fileName ?? '';
  const goThere = (
    <Act size="sm" onAct={() => void acts.showOther()}>
      {t('Go to that window')}
    </Act>
  );
  if (conflict === null) {
    return (
      <Banner
        tone="note"
        icon="info"
        title={t('{{file}} is open in another window too', { file })}
        acts={goThere}
      >
        <p>{t('Edit it in one window only: what is saved first stands in the file.')}</p>
      </Banner>
    );
  }
  return (
    <Banner
      tone="unsure"
      icon="inconclusive"
      alert
      title={t('{{file}} was changed elsewhere, so it was left as it is', { file })}
      acts={
        <>
          <Act size="sm" onAct={() => void acts.saveAs()}>
            {t('Save yours under another name')}
          </Act>
          <Act size="sm" onAct={() => void acts.takeTheirs()}>
            {t('Take the version in the file')}
          </Act>
          {conflict.otherWindow ? goThere : null}
        </>
      }
    >
      <ul>
        <li>{t('In the file: written at {{time}}', { time: dateTime(conflict.theirs) })}</li>
        <li>{t('Yours: kept as a draft at {{time}}', { time: dateTime(conflict.mine) })}</li>
      </ul>
    </Banner>
  );
}
