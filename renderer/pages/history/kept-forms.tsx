import { useState } from 'react';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { Icon } from '../../components/icon.tsx';
import { useLate } from '../../components/use-late.ts';
import { useTask } from '../../components/use-task.ts';
import { dateTime } from '../../components/words.ts';
import { WrittenList } from '../../components/written-files.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { useApp } from '../../state/use-app.ts';
import { CopyLater } from '../../steps/report/copy-later.tsx';
import { Formats } from '../../steps/report/formats.tsx';

/** What can be made of a report of the history: texts for a ticket, and files for other programs. */
export function KeptForms({ line, at }: { readonly line: number; readonly at: string }) {
  const { acts } = useApp();
  const [written, setWritten] = useState<readonly WrittenFiles[]>([]);
  const task = useTask<null>();
  const late = useLate(task.busy);
  const title = t('Of the report of {{when}}', { when: dateTime(at) });
  return (
    <section className="box pad stack" aria-label={title}>
      <h2>{title}</h2>
      <div>
        <CopyLater make={() => acts.handOffKept(line)}>{t('Copy all hand-off texts')}</CopyLater>
      </div>
      <Formats
        onWrite={(formats) =>
          task.run(async () => {
            const files = await acts.exportKept(line, formats);
            if (files !== null) setWritten((before) => [...before, files]);
            return null;
          })
        }
      />
      {late ? (
        <p className="small sub" role="status">
          {t('Writing')}
        </p>
      ) : null}
      {task.problem === null ? null : (
        <p className="small tone-fail wrap" role="alert">
          <Icon name="fail" /> {said(task.problem.message)} {said(task.problem.cure ?? '')}
        </p>
      )}
      {written.map((files) => (
        <WrittenList key={files.files.map(({ id }) => id).join()} written={files} />
      ))}
    </section>
  );
}
