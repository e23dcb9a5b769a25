import { useState } from 'react';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import type { CheckRecord } from '../../../shared/results/types.ts';
import { Act } from '../../components/act.tsx';
import { TextField } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import { useLate } from '../../components/use-late.ts';
import { useTask } from '../../components/use-task.ts';
import { WrittenList } from '../../components/written-files.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import type { HandOffSource } from '../../state/proof-acts.ts';
import { useOpen } from '../../state/use-app.ts';
import { useSigning } from './use-signing.tsx';

const namedAtOnce = 6;

function targetOf({ target }: CheckRecord): string {
  return `${target.address}:${target.port ?? ''}`;
}

/**
 * A person read the word of a datagram at its receiver. In a run that is not signed yet it counts at once; after that it makes
 * a new report that follows.
 */
export function ReceiptForm({
  datagrams,
  of,
  practice,
}: {
  /** Empty: they are not known here, only that there is a signed report. */
  readonly datagrams: readonly CheckRecord[];
  readonly of: HandOffSource;
  readonly practice: boolean;
}) {
  const { open, acts } = useOpen();
  const [token, setToken] = useState('');
  const [by, setBy] = useState('');
  const [says, setSays] = useState('');
  const [files, setFiles] = useState<WrittenFiles | null>(null);
  const task = useTask<null>();
  const late = useLate(task.busy);
  const signs = of === 'signed';
  const signing = useSigning({ identity: open.identity ?? null, practice: practice || !signs, others: true });
  const fault =
    token.trim() === ''
      ? t('Type the word that stands behind “path check” in the message, or in the trap.')
      : by.trim() === ''
        ? t('Name who read it at the receiver.')
        : signs
          ? signing.fault
          : null;
  const submit = (): void =>
    task.run(async () => {
      const { choice } = signing;
      const written = await acts.enterReceipt({ of, token, by, sign: choice });
      setToken('');
      if (written === null) {
        await acts.readReport();
        setSays(t('Read by {{by}}: this datagram arrived.', { by }));
      } else {
        setFiles(written);
        await acts.watchEnded(written);
        setSays(t('Signed: a report with the receipt follows the one before.'));
      }
      return null;
    });
  const shown = datagrams.slice(0, namedAtOnce).map(targetOf);
  const more = datagrams.length - shown.length;
  return (
    <section className="box" aria-label={t('Words read at a receiver')}>
      <div className="obstacle-head">
        <h2>
          <Icon name="no-answer" /> {t('Words read at a receiver')}{' '}
          {datagrams.length === 0 ? null : (
            <span className="sub">
              {tn('{{count}} datagram waits', '{{count}} datagrams wait', datagrams.length)}
            </span>
          )}
        </h2>
      </div>
      <form
        className="receipt-form"
        aria-label={t('Words read at a receiver')}
        onSubmit={(event) => {
          event.preventDefault();
          if (fault === null) submit();
        }}
      >
        <p className="small sub">
          {t(
            'Syslog over UDP and SNMP traps are never answered. Each carries a word of its own: whoever reads it at the receiver has proof that it arrived.',
          )}{' '}
          {shown.length === 0 ? '' : <span className="mono wrap">{shown.join(', ')}</span>}{' '}
          {more > 0 ? tn('and {{count}} more', 'and {{count}} more', more) : ''}
        </p>
        <div className="receipt-fields">
          <TextField mono label={t('Word in the message')} value={token} onChange={setToken} required />
          <TextField label={t('Read by')} value={by} onChange={setBy} required />
        </div>
        {signs ? <div className="stack-tight">{signing.fields}</div> : null}
        <div className="row-acts">
          <Act size="sm" submit off={fault !== null || task.busy} onAct={() => undefined}>
            {signs ? t('Sign a report that follows') : t('Enter the word')}
          </Act>
          <span className="small sub" role="status">
            {late ? t('Looking for the datagram') : (fault ?? says)}
          </span>
        </div>
        {says !== '' && fault !== null ? <p className="small tone-pass">{says}</p> : null}
        {files === null || datagrams.length > 0 ? null : <WrittenList written={files} />}
        {task.problem === null ? null : (
          <p className="small tone-fail wrap" role="alert">
            <Icon name="fail" /> {said(task.problem.message)} {said(task.problem.cure ?? '')}
          </p>
        )}
      </form>
    </section>
  );
}
