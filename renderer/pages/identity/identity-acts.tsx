import { useState } from 'react';
import type { IdentityView } from '../../../shared/ipc/identity-calls.ts';
import { SecretField } from '../../components/fields.tsx';
import { t } from '../../i18n/t.ts';
import { useApp } from '../../state/use-app.ts';
import { ActForm, NewPassphrase, Tick, useKeychain } from './act-form.tsx';
import { passphraseFault } from './identity-draft.ts';

/** Whether the identity's own passphrase must be typed to open it. */
export function mustType({ protections }: Pick<IdentityView, 'protections'>): boolean {
  return protections.includes('passphrase') && !protections.includes('system');
}

interface FormProps<I = IdentityView> {
  readonly identity: I;
  /** Null: it was not done. */
  readonly onDone: (says: string | null) => void;
}

/** What opens the identity now, and a new passphrase: for a backup, or for the identity itself. */
function PassphrasesForm({
  identity,
  name,
  act,
  busySays,
  labels: [ownLabel, ...labels],
  ownFault,
  onAct,
  onLeave,
}: {
  readonly identity: IdentityView;
  readonly name: string;
  readonly act: string;
  readonly busySays: string;
  readonly labels: readonly [own: string, passphrase: string, repeated: string];
  readonly ownFault: string;
  /** `own` null: nothing has to be typed to open it. */
  readonly onAct: (own: string | null, passphrase: string) => Promise<unknown>;
  readonly onLeave: () => void;
}) {
  const [own, setOwn] = useState('');
  const [typed, setTyped] = useState({ passphrase: '', repeated: '' });
  const asks = mustType(identity);
  const fault = asks && own === '' ? ownFault : passphraseFault(typed.passphrase, typed.repeated);
  return (
    <ActForm
      name={name}
      fault={fault}
      act={act}
      busySays={busySays}
      onAct={() => onAct(asks ? own : null, typed.passphrase)}
      onLeave={onLeave}
    >
      {asks ? <SecretField label={ownLabel} value={own} onChange={setOwn} /> : null}
      <NewPassphrase labels={labels} typed={typed} set={(change) => setTyped({ ...typed, ...change })} />
    </ActForm>
  );
}

/** A copy of the identity that only a passphrase opens, on any computer. */
export function BackupForm({ identity, onDone }: FormProps) {
  const { acts } = useApp();
  return (
    <PassphrasesForm
      identity={identity}
      name={t('Back up')}
      act={t('Choose where, and back up')}
      busySays={t('Sealing the backup with its passphrase')}
      labels={[
        t('Passphrase of your signing key'),
        t('Passphrase of the backup'),
        t('Passphrase of the backup again'),
      ]}
      ownFault={t('Type the passphrase of your signing key.')}
      onAct={async (passphrase, backupPassphrase) => {
        const written = await acts.backUpIdentity({ passphrase, backupPassphrase });
        if (written === null) return;
        const { fileName } = written;
        onDone(
          t('The backup is written: {{fileName}}. Keep it, and its passphrase, apart from this computer.', {
            fileName,
          }),
        );
      }}
      onLeave={() => onDone(null)}
    />
  );
}

/** Adds or changes the passphrase. */
export function PassphraseForm({ identity, onDone }: FormProps) {
  const { acts } = useApp();
  return (
    <PassphrasesForm
      identity={identity}
      name={t('Passphrase')}
      act={t('Set the passphrase')}
      busySays={t('Sealing your signing key with the new passphrase')}
      labels={[t('Passphrase as it is now'), t('New passphrase'), t('New passphrase again')]}
      ownFault={t('Type the passphrase as it is now.')}
      onAct={async (own, passphrase) => {
        const change = { kind: 'passphrase' as const, passphrase };
        if (await acts.protectIdentity({ passphrase: own, change }))
          onDone(t('The new passphrase opens your signing key.'));
      }}
      onLeave={() => onDone(null)}
    />
  );
}

/** Puts a backup in the place of the identity. */
export function RestoreForm({ identity, onDone }: FormProps<IdentityView | null>) {
  const { acts } = useApp();
  const [passphrase, setPassphrase] = useState('');
  const keychain = useKeychain();
  const [system, setSystem] = useState(true);
  const [replace, setReplace] = useState(false);
  const fault =
    passphrase === ''
      ? t('Type the passphrase of the backup.')
      : identity !== null && !replace
        ? t('Say that the backup may take the place of your key here.')
        : null;
  const restore = async (): Promise<void> => {
    const found = await acts.restoreIdentity({
      passphrase,
      keychain: keychain?.kind === 'yes' && system,
      replace,
    });
    if (found !== null) onDone(t('The identity of {{name}} is here again.', { name: found.name }));
  };
  return (
    <ActForm
      name={t('Restore')}
      fault={fault}
      act={t('Choose the backup')}
      busySays={t('Opening the backup')}
      onAct={restore}
      onLeave={() => onDone(null)}
    >
      <SecretField label={t('Passphrase of the backup')} value={passphrase} onChange={setPassphrase} />
      {keychain?.kind === 'yes' ? (
        <Tick
          label={t('Put it into the keychain of this computer too')}
          checked={system}
          onChange={setSystem}
        />
      ) : null}
      {identity === null ? null : (
        <Tick
          label={t('It may take the place of the key of {{name}} here, whose public half stays known', {
            name: identity.name,
          })}
          checked={replace}
          onChange={setReplace}
        />
      )}
    </ActForm>
  );
}
