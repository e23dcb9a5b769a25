import { useState } from 'react';
import type { IdentityView } from '../../../shared/ipc/identity-calls.ts';
import type { SigningChoice } from '../../../shared/ipc/signing-choice.ts';
import { Act } from '../../components/act.tsx';
import { SecretField } from '../../components/fields.tsx';
import { Segments } from '../../components/segments.tsx';
import { useTask } from '../../components/use-task.ts';
import { useLate } from '../../components/use-late.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';
import { useOpen } from '../../state/use-app.ts';
import { AgentKeyList } from './agent-key-list.tsx';

export type Method = 'identity' | 'agent';

/** With what the person signs. Passphrases live here only until the signing that they are for. */
export interface Signing {
  readonly method: Method;
  readonly choice: SigningChoice;
  /** What is still missing; null: nothing. */
  readonly fault: string | null;
  readonly isBusy: boolean;
  readonly fields: React.ReactNode;
  /** Takes the passphrase that a new key was given a moment ago, for the one signing that comes next. */
  readonly takePassphrase: (passphrase: string) => void;
  /** Carries out one signing with the choice. Afterwards no passphrase is left, however it ended. */
  readonly run: (act: (choice: SigningChoice) => Promise<unknown>) => void;
}

interface Certificate {
  readonly id: string;
  readonly name: string;
}

export interface SigningSettings {
  /** Null: none is made yet. */
  readonly identity: IdentityView | null;
  /** A practice report is signed with a throw-away key: nothing is asked. */
  readonly practice: boolean;
  /** Another key, or a certificate for the PDF, is offered. */
  readonly others: boolean;
}

/** Fields for the chosen key and its passphrase. */
export function useSigning({ identity, practice, others }: SigningSettings): Signing {
  const { acts } = useOpen();
  const [method, setMethod] = useState<Method>('identity');
  const [opened, setOpened] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  // The keychain opens silently. Where it does not, the passphrase beside it is asked for.
  const [refused, setRefused] = useState(false);
  const [agentKey, setAgentKey] = useState<string | null>(null);
  const [certificate, setCertificate] = useState<Certificate | null>(null);
  const [certificatePassphrase, setCertificatePassphrase] = useState('');
  const [isBusy, setBusy] = useState(false);
  const chosen = useTask<Certificate | null>();
  const late = useLate(isBusy);
  const protections = identity?.protections ?? [];
  const asks =
    !practice &&
    method === 'identity' &&
    protections.includes('passphrase') &&
    (refused || !protections.includes('system'));

  const fault = practice
    ? null
    : asks && passphrase === ''
      ? t('Type the passphrase of your signing key.')
      : method === 'agent' && agentKey === null
        ? t('Choose a key of the SSH agent.')
        : certificate !== null && certificatePassphrase === ''
          ? t('Type the passphrase of the certificate file.')
          : null;

  const choice: SigningChoice = {
    passphrase: asks ? passphrase : null,
    ...(method === 'agent' && agentKey !== null ? { agentKey } : {}),
    ...(certificate === null
      ? {}
      : { certificate: { file: certificate.id, passphrase: certificatePassphrase } }),
  };

  const fields = practice ? null : (
    <>
      {asks ? (
        <SecretField
          label={t('Passphrase of your signing key')}
          value={passphrase}
          onChange={setPassphrase}
        />
      ) : null}
      {others ? (
        <div className="stack-tight other-keys">
          <div>
            <Act size="sm" look="flat" expanded={opened} onAct={() => setOpened(!opened)}>
              {t('Another key, or a company’s certificate')}
            </Act>
          </div>
          {opened ? (
            <>
              <Segments
                name={t('Sign with')}
                segments={[
                  { value: 'identity', label: t('Signing identity') },
                  { value: 'agent', label: t('SSH agent') },
                ]}
                chosen={method}
                onChoose={setMethod}
              />
              {method === 'agent' ? <AgentKeyList chosen={agentKey} onChoose={setAgentKey} /> : null}
              {certificate === null ? (
                <div className="stack-tight">
                  <div>
                    <Act
                      size="sm"
                      icon="folder"
                      onAct={() =>
                        chosen.run(async () => {
                          const found = await acts.chooseCertificate();
                          if (found !== null) setCertificate(found);
                          return found;
                        })
                      }
                    >
                      {t('Sign the PDF with a certificate file')}
                    </Act>
                  </div>
                  <p className="small sub">
                    {t('PKCS#12 (.p12, .pfx) of your company’s authority: PDF viewers show it.')}
                  </p>
                </div>
              ) : (
                <>
                  <p className="small wrap">
                    {t('The PDF is signed with the certificate in')}{' '}
                    <span className="mono">{certificate.name}</span>
                  </p>
                  <SecretField
                    label={t('Passphrase of the certificate file')}
                    value={certificatePassphrase}
                    onChange={setCertificatePassphrase}
                  />
                  <div>
                    <Act
                      size="sm"
                      look="flat"
                      onAct={() => {
                        setCertificate(null);
                        setCertificatePassphrase('');
                      }}
                    >
                      {t('Sign the PDF without it')}
                    </Act>
                  </div>
                </>
              )}
              {chosen.problem === null ? null : (
                <p className="small tone-fail wrap" role="alert">
                  {said(chosen.problem.message)}
                </p>
              )}
            </>
          ) : null}
        </div>
      ) : null}
      <p className="small sub form-fault" role="status">
        {late ? t('Signing, and making the PDF') : (fault ?? '')}
      </p>
    </>
  );

  return {
    method,
    choice,
    fault,
    isBusy,
    fields,
    takePassphrase: setPassphrase,
    run: (act) => {
      if (isBusy) return;
      setBusy(true);
      void act(choice).then(
        () => leave(),
        () => leave(),
      );
    },
  };

  function leave(): void {
    setBusy(false);
    setRefused(true);
    setPassphrase('');
    setCertificatePassphrase('');
  }
}
