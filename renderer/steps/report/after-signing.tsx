import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { ReportOutputName } from '../../../shared/documents/report-outputs/registry.ts';
import { reportOutputNames, reportOutputs } from '../../../shared/documents/report-outputs/registry.ts';
import type { HandOff } from '../../../shared/ipc/report-calls.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { Act } from '../../components/act.tsx';
import { CopyAct } from '../../components/copy.tsx';
import { SecretField } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import { useTask } from '../../components/use-task.ts';
import { WrittenList } from '../../components/written-files.tsx';
import { useOpen } from '../../state/use-app.ts';
import { t } from '../../i18n/t.ts';

function Formats({ onWrite }: { readonly onWrite: (formats: readonly ReportOutputName[]) => void }) {
  const [chosen, setChosen] = useState<readonly ReportOutputName[]>([]);
  return (
    <fieldset className="stack-tight">
      <legend className="field-label">{t('For other programs')}</legend>
      {reportOutputNames.map((name) => (
        <Checkbox
          key={name}
          label={reportOutputs[name].title}
          checked={chosen.includes(name)}
          onChange={(event) =>
            setChosen(
              event.currentTarget.checked ? [...chosen, name] : chosen.filter((other) => other !== name),
            )
          }
          classNames={{ label: 'check-label', input: 'check-input' }}
        />
      ))}
      <div>
        <Act
          size="sm"
          off={chosen.length === 0}
          label={chosen.length === 0 ? t('Write: tick a form first') : t('Write the ticked forms')}
          onAct={() => onWrite(chosen)}
        >
          {t('Write')}
        </Act>
      </div>
    </fieldset>
  );
}

function Redacted({
  asks,
  onWrite,
}: {
  /** The passphrase is needed: the copy is signed anew. */
  readonly asks: boolean;
  readonly onWrite: (passphrase: string | null) => void;
}) {
  const [opened, setOpened] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const write = (): void => {
    onWrite(asks ? passphrase : null);
    setOpened(false);
    setPassphrase('');
  };
  return (
    <div className="stack-tight">
      <div>
        <Act
          size="sm"
          {...(asks ? { expanded: opened } : {})}
          onAct={() => (asks ? setOpened(!opened) : write())}
        >
          {t('Write a redacted copy')}
        </Act>
      </div>
      <p className="small sub">
        {t('Addresses and names replaced, signed again, with the digest of this report.')}
      </p>
      {asks && opened ? (
        <form
          className="stack-tight"
          aria-label={t('Redacted copy')}
          onSubmit={(event) => {
            event.preventDefault();
            if (passphrase !== '') write();
          }}
        >
          <SecretField
            label={t('Passphrase of your signing key')}
            value={passphrase}
            onChange={setPassphrase}
          />
          <div>
            <Act
              size="sm"
              submit
              off={passphrase === ''}
              label={passphrase === '' ? t('Sign the copy: type the passphrase first') : t('Sign the copy')}
              onAct={() => undefined}
            >
              {t('Sign the copy')}
            </Act>
          </div>
        </form>
      ) : null}
    </div>
  );
}

/** What can be made of the signed report: pages, copies and texts, each beside it. */
export function AfterSigning({
  handOff,
  asks,
}: {
  readonly handOff: HandOff | null;
  readonly asks: boolean;
}) {
  const { acts } = useOpen();
  const [written, setWritten] = useState<readonly WrittenFiles[]>([]);
  const task = useTask<null>();
  const write = (act: () => Promise<WrittenFiles>): void =>
    task.run(async () => {
      const files = await act();
      setWritten((before) => [...before, files]);
      return null;
    });
  return (
    <div className="side-part stack">
      <h3>{t('Make of it')}</h3>
      {handOff === null || Object.keys(handOff.texts).length === 0 ? null : (
        <CopyAct text={handOff.all}>{t('Copy all hand-off texts')}</CopyAct>
      )}
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
      <Redacted asks={asks} onWrite={(passphrase) => write(() => acts.redact(passphrase))} />
      <Formats onWrite={(formats) => write(() => acts.exportReport([...formats]))} />
      <p className="small sub form-fault" role="status">
        {task.busy ? t('Writing') : ''}
      </p>
      {task.problem === null ? null : (
        <p className="small tone-fail wrap" role="alert">
          <Icon name="fail" /> {task.problem.message} {task.problem.cure ?? ''}
        </p>
      )}
      {written.map((files) => (
        <WrittenList key={files.files.map(({ id }) => id).join()} written={files} />
      ))}
    </div>
  );
}
