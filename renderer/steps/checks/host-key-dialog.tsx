import { Act } from '../../components/act.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useOpen } from '../../state/use-app.ts';
import { t } from '../../i18n/t.ts';

/** An unknown host key: shown in full, accepted by a person or not at all. Closing the dialog is a no. */
export function HostKeyDialog() {
  const { open, acts } = useOpen();
  const { question } = open;
  const answer = (accept: boolean): void => {
    if (question !== null) void acts.answerHostKey(question.question, accept);
  };
  return (
    <Dialog
      title={t('Is this the host’s own key?')}
      opened={question !== null}
      onClose={() => answer(false)}
      width={560}
    >
      {question === null ? null : (
        <>
          <p>
            <b className="mono">
              {question.host}:{question.port}
            </b>{' '}
            shows a key that was never accepted on this computer ({question.algorithm}).
          </p>
          <p className="fingerprint">{question.fingerprint}</p>
          <p className="sub">
            {question.pin === 'agrees'
              ? t(
                  'It is the key that the site file names. The file came from elsewhere, so compare it once more.',
                )
              : t(
                  'Compare it with what the customer or the node’s own console says. Nothing was sent yet, no password either.',
                )}
          </p>
          <div className="row-acts">
            <Act look="filled" onAct={() => answer(true)}>
              {t('Accept this key')}
            </Act>
            <Act onAct={() => answer(false)}>{t('Do not accept')}</Act>
          </div>
        </>
      )}
    </Dialog>
  );
}
