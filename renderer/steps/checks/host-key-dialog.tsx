import { Act } from '../../components/act.tsx';
import { CopyAct } from '../../components/copy.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Rich } from '../../i18n/rich.tsx';
import { t } from '../../i18n/t.ts';
import type { HostKeyQuestion } from '../../state/state.ts';
import { useOpen } from '../../state/use-app.ts';
import { groupsOf, kindOfKey, randomart } from './randomart.ts';

const keyFiles: Readonly<Record<string, string>> = {
  ED25519: 'ssh_host_ed25519_key.pub',
  ECDSA: 'ssh_host_ecdsa_key.pub',
  RSA: 'ssh_host_rsa_key.pub',
};

/** What prints the same picture on the host itself. */
function commandFor({ algorithm }: HostKeyQuestion): string {
  return `ssh-keygen -lv -f /etc/ssh/${keyFiles[kindOfKey(algorithm)] ?? 'ssh_host_*_key.pub'}`;
}

/** The fingerprint in groups of four, one text for who copies it. */
function Fingerprint({ text }: { readonly text: string }) {
  return (
    <p className="fingerprint">
      SHA256:
      {groupsOf(text).map((group, index) => (
        <span key={index} className="group">
          {group}
        </span>
      ))}
    </p>
  );
}

/** A host key in the forms in which two people can compare it. */
function KeyInWords({ question }: { readonly question: HostKeyQuestion }) {
  const { fingerprint, algorithm, bits } = question;
  const art = randomart(fingerprint, algorithm, bits);
  const command = commandFor(question);
  return (
    <div className="host-key">
      {art.length === 0 ? null : (
        <pre
          className="randomart"
          role="img"
          aria-label={t('Picture of the key, as ssh-keygen -lv draws it')}
        >
          {art.join('\n')}
        </pre>
      )}
      <div className="stack">
        <div>
          <h3>{t('Fingerprint')}</h3>
          <Fingerprint text={fingerprint} />
        </div>
        <div>
          <h3>{t('Compare it with')}</h3>
          <ul className="plain-list">
            <li>{t('what the customer gave you in writing or reads out: the groups of four, in order')}</li>
            <li>
              <Rich
                english="what the node’s own console prints, the same picture: <command>{{command}}</command>"
                values={{ command }}
                parts={{ command: <span className="mono" /> }}
              />
            </li>
          </ul>
          <CopyAct text={command}>{t('Copy the command')}</CopyAct>
        </div>
      </div>
    </div>
  );
}

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
      width={680}
    >
      {question === null ? null : (
        <>
          <p>
            <Rich
              english="<host>{{host}}:{{port}}</host> shows a key that was never accepted on this computer ({{algorithm}})."
              values={{ host: question.host, port: question.port, algorithm: question.algorithm }}
              parts={{ host: <b className="mono" /> }}
            />
          </p>
          <KeyInWords question={question} />
          <p className="sub">
            {question.pin === 'agrees'
              ? t(
                  'It is the key that the site file names. The file came from elsewhere, so compare it once more.',
                )
              : t(
                  'Nothing was sent yet, no password either. If it is another key, do not accept it: ask the customer.',
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
