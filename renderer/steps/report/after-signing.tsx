import { useState } from 'react';
import type { SigningChoice } from '../../../shared/ipc/signing-choice.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { useLate } from '../../components/use-late.ts';
import { useTask } from '../../components/use-task.ts';
import { WrittenList } from '../../components/written-files.tsx';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import { CopyLater } from './copy-later.tsx';
import { Formats } from './formats.tsx';
import { useSigning } from './use-signing.tsx';

function Redacted({
  practice,
  onWrite,
}: {
  readonly practice: boolean;
  readonly onWrite: (choice: SigningChoice) => Promise<void>;
}) {
  const { open } = useOpen();
  const identity = open.identity ?? null;
  const [opened, setOpened] = useState(false);
  const signing = useSigning({ identity, practice, others: true });
  const { fault, isBusy, fields, run } = signing;
  return (
    <div className="stack-tight">
      <div>
        <Act
          size="sm"
          {...(practice ? {} : { expanded: opened })}
          onAct={() => (practice ? run(onWrite) : setOpened(!opened))}
        >
          {t('Write a redacted copy')}
        </Act>
      </div>
      <p className="small sub">
        {t('Addresses and names replaced, signed again, with the digest of this report.')}
      </p>
      {practice || !opened ? null : (
        <form
          className="stack-tight"
          aria-label={t('Redacted copy')}
          onSubmit={(event) => {
            event.preventDefault();
            if (fault === null) run(onWrite);
          }}
        >
          {fields}
          <div>
            <Act
              size="sm"
              submit
              off={fault !== null || isBusy}
              label={fault === null ? t('Sign the copy') : t('Sign the copy: type the passphrase first')}
              onAct={() => undefined}
            >
              {t('Sign the copy')}
            </Act>
          </div>
        </form>
      )}
    </div>
  );
}

function Record({ onWrite }: { readonly onWrite: (filled: boolean) => void }) {
  return (
    <div className="stack-tight">
      <p className="field-label">{t('When each line opened, for the customer’s request')}</p>
      <div className="row-acts">
        <Act size="sm" onAct={() => onWrite(false)}>
          {t('Into a blank form')}
        </Act>
        <Act size="sm" onAct={() => onWrite(true)}>
          {t('Into the form that came back')}
        </Act>
      </div>
      <p className="small sub">
        {t('Choose the request’s JSON. The times of this watch go into its implementation record.')}
      </p>
    </div>
  );
}

/** What can be made of the signed report: pages, copies and texts, each beside it. */
export function AfterSigning({
  practice,
  watched,
  obstacles,
}: {
  readonly practice: boolean;
  /** It has opening times. */
  readonly watched: boolean;
  /** Ids of what stands in the way. */
  readonly obstacles: readonly string[];
}) {
  const { acts } = useOpen();
  const [written, setWritten] = useState<readonly WrittenFiles[]>([]);
  const task = useTask<null>();
  const late = useLate(task.busy);
  const keep = (files: WrittenFiles | null): void => {
    if (files !== null) setWritten((before) => [...before, files]);
  };
  const write = (act: () => Promise<WrittenFiles | null>): void =>
    task.run(async () => {
      keep(await act());
      return null;
    });
  return (
    <div className="side-part stack">
      <h3>{t('Make of it')}</h3>
      {obstacles.length === 0 ? null : (
        <CopyLater make={() => acts.handOff('signed', obstacles)}>{t('Copy all hand-off texts')}</CopyLater>
      )}
      {watched ? <Record onWrite={(filled) => write(() => acts.writeRecord(filled))} /> : null}
      <div className="stack-tight">
        <div>
          <Act size="sm" onAct={() => write(() => acts.writeVerifier())}>
            {t('Write the verifier page')}
          </Act>
        </div>
        <p className="small sub">
          {t('One HTML file with the report in it: any browser verifies it, offline.')}
        </p>
      </div>
      <Redacted
        practice={practice}
        onWrite={async (choice) => {
          const done = acts.redact(choice);
          write(() => done);
          await done;
        }}
      />
      <Formats onWrite={(formats) => write(() => acts.exportReport(formats))} />
      <p className="small sub form-fault" role="status">
        {late ? t('Writing') : ''}
      </p>
      {task.problem === null ? null : (
        <p className="small tone-fail wrap" role="alert">
          <Icon name="fail" /> {said(task.problem.message)} {said(task.problem.cure ?? '')}
        </p>
      )}
      {written.map((files) => (
        <WrittenList key={files.files.map(({ id }) => id).join()} written={files} />
      ))}
    </div>
  );
}
