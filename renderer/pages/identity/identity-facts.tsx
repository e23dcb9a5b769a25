import type { IdentityView } from '../../../shared/ipc/identity-calls.ts';
import { CopyAct } from '../../components/copy.tsx';
import { Icon } from '../../components/icon.tsx';
import { dateTime } from '../../components/words.ts';
import { inFours } from '../verify/verdict-words.ts';
import { Rich } from '../../i18n/rich.tsx';
import { t } from '../../i18n/t.ts';

/** What opens the key, in one sentence. */
export function protectionSentence({ protections }: Pick<IdentityView, 'protections'>): string {
  const system = protections.includes('system');
  const passphrase = protections.includes('passphrase');
  if (system && passphrase)
    return t('Your login opens it through the keychain; the passphrase opens it on the command line.');
  if (system) return t('Your login opens it through the keychain. The command line cannot open it.');
  return passphrase
    ? t('A passphrase opens it, asked for at each signing.')
    : t('It lies open: whoever uses this computer can sign as you.');
}

/** Who signs: everything of the identity that others may see. */
export function IdentityFacts({ identity }: { readonly identity: IdentityView }) {
  const plain = identity.protections.length === 0;
  return (
    <section className="box" aria-label={t('Your key')}>
      <div className="pad stack">
        <p>
          <b className="wrap">{identity.name}</b> <span className="sub wrap">{identity.email}</span>
        </p>
        <div>
          <span className="field-label">{t('Fingerprint: read it to whoever verifies your reports')}</span>
          <p
            className="fingerprint large"
            aria-label={t('Key fingerprint {{fingerprint}}', { fingerprint: identity.fingerprint })}
          >
            {inFours(identity.fingerprint)}
          </p>
          <CopyAct text={identity.fingerprint}>{t('Copy the fingerprint')}</CopyAct>
        </div>
        <p className={plain ? 'tone-unsure' : 'sub'}>
          <Icon name={plain ? 'inconclusive' : 'key'} /> {protectionSentence(identity)}{' '}
          {t('Made {{when}}.', { when: dateTime(identity.createdAt) })}
        </p>
        <div>
          <span className="field-label">
            <Rich
              english="Line for <file>allowed_signers</file>: others verify with it"
              parts={{ file: <span className="mono" /> }}
            />
          </span>
          <p className="fingerprint small-code">{identity.signersLine}</p>
          <div className="row-acts">
            <CopyAct text={identity.signersLine} label={t('Copy the line for allowed_signers')}>
              {t('Copy the line')}
            </CopyAct>
            <CopyAct text={`${identity.publicKey} ${identity.email}`}>
              {t('Copy the public key alone')}
            </CopyAct>
          </div>
        </div>
        {identity.certificate === null ? null : (
          <div>
            <span className="field-label">{t('Certificate that your PDFs are signed with, SHA-256')}</span>
            <p className="mono wrap">{identity.certificate}</p>
          </div>
        )}
        {identity.earlier.length === 0 ? null : (
          <div>
            <span className="field-label">
              {t('Keys before this one: reports that they signed stay known here')}
            </span>
            <ul className="small mono">
              {identity.earlier.map(({ publicKey, until }) => (
                <li key={publicKey} className="wrap">
                  {t('until {{time}}', { time: until })} {publicKey}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}
