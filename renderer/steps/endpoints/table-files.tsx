import { useRef } from 'react';
import { Act } from '../../components/act.tsx';
import { ProblemBanner } from '../../components/banner.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTask } from '../../components/use-task.ts';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';

/** Takes a table from a file into the paste box, and writes the endpoints as one. */
export function TableFiles({ onFile }: { readonly onFile: (file: File) => void }) {
  const { open, acts } = useOpen();
  const input = useRef<HTMLInputElement>(null);
  const { problem, value, run, closeProblem } = useTask<string | null>();
  const endpoints = open.history.present.endpoints ?? {};
  const any = Object.values(endpoints).some((list) => list.length > 0);
  const write = async (): Promise<string | null> =>
    (await acts.exportEndpoints(endpoints))?.files[0]?.name ?? null;
  return (
    <div className="row-acts">
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <Act icon="table" onAct={() => input.current?.click()}>
        {t('Import CSV')}
      </Act>
      <Act icon="save" off={!any} onAct={() => run(write)}>
        {t('Export CSV')}
      </Act>
      <span className="small sub" role="status">
        {value !== null ? (
          <>
            <Icon name="confirmed" className="tone-pass" /> {t('{{file}} is written', { file: value })}
          </>
        ) : any ? (
          ''
        ) : (
          t('Nothing to export yet.')
        )}
      </span>
      {problem === null ? null : <ProblemBanner problem={problem} onClose={closeProblem} />}
    </div>
  );
}
