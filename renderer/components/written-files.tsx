import type { WrittenFiles } from '../../shared/ipc/written-files.ts';
import { useApp } from '../state/use-app.ts';
import { Act } from './act.tsx';
import { Icon } from './icon.tsx';
import { Rich } from '../i18n/rich.tsx';
import { said } from '../i18n/said.ts';
import { t } from '../i18n/t.ts';

/** Files that were written, where they are, and a way to them. */
export function WrittenList({ written }: { readonly written: WrittenFiles }) {
  const { acts } = useApp();
  return (
    <>
      <p className="small sub wrap">
        <Rich
          english="In <folder>{{folder}}</folder>"
          values={{ folder: written.folder }}
          parts={{ folder: <span className="mono" /> }}
        />
      </p>
      <ul className="written" aria-label={t('Written files')}>
        {written.files.map((file) => (
          <li key={file.id}>
            <Icon name={file.name.endsWith('.pdf') ? 'pdf' : file.name.endsWith('.sig') ? 'key' : 'table'} />
            <span className="mono wrap">{file.name}</span>
            <Act
              size="sm"
              look="flat"
              label={t('Show {{name}} in its folder', { name: file.name })}
              onAct={() => void acts.reveal(file.id)}
            >
              {t('Show')}
            </Act>
          </li>
        ))}
      </ul>
      {written.remarks?.map((remark) => (
        <p key={remark} className="small sub wrap">
          {said(remark)}
        </p>
      ))}
    </>
  );
}
