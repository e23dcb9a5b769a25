import { useState } from 'react';
import type { SignerToTrust } from '../../../shared/ipc/verify-calls.ts';
import type { VerifyLine, VerifyResult } from '../../../shared/report/types.ts';
import { Act } from '../../components/act.tsx';
import { CopyAct } from '../../components/copy.tsx';
import { Icon } from '../../components/icon.tsx';
import { readinessLook } from '../../components/state-words.tsx';
import { PracticeTag } from '../../components/tags.tsx';
import { TrustForm } from './trust-form.tsx';
import { answerLook, headlineOf, inFours, isRedacted, lineName, meaningOf } from './verdict-words.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

const findingsAtOnce = 12;

function Line({ line }: { readonly line: VerifyLine }) {
  const { icon, tone, words } = answerLook(line.answer);
  const left = line.findings.length - findingsAtOnce;
  return (
    <li className="verify-line">
      <span className={`state tone-${tone}`}>
        <Icon name={icon} />
        {words}
      </span>
      <b>{lineName(line.what)}</b>
      <div>
        <p className="wrap">{said(line.says)}</p>
        {line.findings.length === 0 ? null : (
          <ul className="findings">
            {line.findings.slice(0, findingsAtOnce).map((finding) => (
              <li key={`${finding.path} ${finding.message}`} className="wrap">
                {finding.path === '' ? null : <span className="mono">{finding.path} </span>}
                {said(finding.message)} {said(finding.cure ?? '')}
              </li>
            ))}
            {left > 0 ? (
              <li className="dim">{tn('and {{count}} place more', 'and {{count}} places more', left)}</li>
            ) : null}
          </ul>
        )}
      </div>
    </li>
  );
}

function Signer({
  result,
  toTrust,
  onTrust,
}: {
  readonly result: VerifyResult;
  readonly toTrust: SignerToTrust | undefined;
  readonly onTrust: (fingerprint: string, received: string) => void;
}) {
  const [asking, setAsking] = useState(false);
  const { signer } = result;
  if (signer === null) return null;
  const holds = result.lines.some(({ what, answer }) => what === 'signature' && answer === 'valid');
  const who = signer.known
    ? t('a signer that is known here')
    : holds
      ? t('the name is what the file says; this key is not known here')
      : t('the name is what the file says, and no signature proves it');
  return (
    <div className="verify-signer">
      <p>
        <b className="wrap">{signer.name}</b> <span className="sub">{who}</span>
      </p>
      <p
        className="fingerprint large"
        aria-label={t('Key fingerprint {{fingerprint}}', { fingerprint: signer.fingerprint })}
      >
        {inFours(signer.fingerprint)}
      </p>
      <div className="row-acts">
        <CopyAct
          text={signer.fingerprint}
          label={t('Copy the fingerprint of {{file}}', { file: result.file })}
        >
          {t('Copy the fingerprint')}
        </CopyAct>
        {toTrust === undefined || asking ? null : (
          <Act
            size="sm"
            icon="key"
            label={t('Trust the signer of {{file}}', { file: result.file })}
            onAct={() => setAsking(true)}
          >
            {t('Trust this signer')}
          </Act>
        )}
      </div>
      {toTrust === undefined || !asking ? null : (
        <TrustForm
          signer={toTrust}
          onLeave={() => setAsking(false)}
          onTrust={(received) => {
            setAsking(false);
            onTrust(toTrust.fingerprint, received);
          }}
        />
      )}
    </div>
  );
}

/** What `verify` found of one report: the answer first, then line by line. */
export function VerifyResultBox({
  result,
  toTrust,
  onTrust,
}: {
  readonly result: VerifyResult;
  readonly toTrust: readonly SignerToTrust[];
  readonly onTrust: (fingerprint: string, received: string) => void;
}) {
  const { icon, tone, words } = headlineOf(result);
  const known = result.signer?.known === true;
  return (
    <section
      className="box pad stack verify-result"
      aria-label={t('Verification of {{file}}', { file: result.file })}
    >
      <div className="verdict">
        <Icon name={icon} className={`verdict-icon tone-${tone}`} />
        <div>
          <h2 className="verify-head">
            {result.practice ? <PracticeTag /> : null}{' '}
            {isRedacted(result) ? <span className="tag practice">{t('REDACTED')}</span> : null}{' '}
            <span className={`tone-${tone}`}>{words}</span>
          </h2>
          <p className="sub">{meaningOf(result)}</p>
        </div>
      </div>
      <p className="wrap">
        <span className="mono">{result.file}</span>
        {result.readiness === null ? null : (
          <>
            {' '}
            {result.result === 'invalid'
              ? t('It claims: {{readiness}}.', { readiness: readinessLook(result.readiness).words })
              : t('It states: {{readiness}}.', { readiness: readinessLook(result.readiness).words })}{' '}
            {result.practice
              ? t('It is of the built-in practice node and says nothing about a real network.')
              : null}
          </>
        )}
      </p>
      <Signer
        result={result}
        toTrust={known ? undefined : toTrust.find((one) => one.fingerprint === result.signer?.fingerprint)}
        onTrust={onTrust}
      />
      <ul className="verify-lines" aria-label={t('Lines of {{file}}', { file: result.file })}>
        {result.lines.map((line) => (
          <Line key={line.what} line={line} />
        ))}
      </ul>
    </section>
  );
}
