import { Checkbox } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { IdentityView, KeychainView } from '../../../shared/ipc/identity-calls.ts';
import { Act } from '../../components/act.tsx';
import { SecretField } from '../../components/fields.tsx';
import { useApp } from '../../state/use-app.ts';
import { passphraseFault } from './identity-draft.ts';
import { t } from '../../i18n/t.ts';

/** Whether the identity's own passphrase must be typed to open it. */
export function mustType({ protections }: Pick<IdentityView, 'protections'>): boolean {
  return protections.includes('passphrase') && !protections.includes('system');
}

/** A form for one act: fields, why it cannot go on yet, and the way out. */
function ActForm({
  name,
  fault,
  act,
  onAct,
  onLeave,
  children,
}: {
  readonly name: string;
  readonly fault: string | null;
  readonly act: string;
  readonly onAct: () => void;
  readonly onLeave: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <form
      className="box pad stack identity-form"
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onLeave();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) onAct();
      }}
    >
      {children}
      <p className="small tone-unsure form-fault" role="status">
        {fault ?? ''}
      </p>
      <div className="row-acts">
        <Act submit look="filled" off={fault !== null} onAct={() => undefined}>
          {act}
        </Act>
        <Act look="flat" onAct={onLeave}>
          {t('Do not')}
        </Act>
      </div>
    </form>
  );
}

/** A copy of the identity that only a passphrase opens, on any computer. */
export function BackupForm({
  identity,
  onDone,
}: {
  readonly identity: IdentityView;
  readonly onDone: (says: string | null) => void;
}) {
  const { acts } = useApp();
  const [own, setOwn] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const asks = mustType(identity);
  const fault =
    asks && own === ''
      ? t('Type the passphrase of your signing key.')
      : passphraseFault(passphrase, repeated);
  const backUp = async (): Promise<void> => {
    const wish = { passphrase: asks ? own : null, backupPassphrase: passphrase };
    const written = await acts.backUpIdentity(wish);
    if (written !== null)
      onDone(
        t('The backup is written: {{fileName}}. Keep it, and its passphrase, apart from this computer.', {
          fileName: written.fileName,
        }),
      );
  };
  return (
    <ActForm
      name="Back up"
      fault={fault}
      act={t('Choose where, and back up')}
      onAct={() => void backUp()}
      onLeave={() => onDone(null)}
    >
      {asks ? (
        <SecretField label={t('Passphrase of your signing key')} value={own} onChange={setOwn} />
      ) : null}
      <SecretField label={t('Passphrase of the backup')} value={passphrase} onChange={setPassphrase} />
      <SecretField label={t('Passphrase of the backup again')} value={repeated} onChange={setRepeated} />
    </ActForm>
  );
}

/** Puts a backup in the place of the identity. */
export function RestoreForm({
  identity,
  onDone,
}: {
  readonly identity: IdentityView | null;
  readonly onDone: (says: string | null) => void;
}) {
  const { acts } = useApp();
  const [passphrase, setPassphrase] = useState('');
  const [keychain, setKeychain] = useState<KeychainView | null>(null);
  const [system, setSystem] = useState(true);
  const [replace, setReplace] = useState(false);
  useEffect(() => {
    void acts.askKeychain().then(setKeychain);
  }, [acts]);
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
      name="Restore"
      fault={fault}
      act={t('Choose the backup')}
      onAct={() => void restore()}
      onLeave={() => onDone(null)}
    >
      <SecretField label={t('Passphrase of the backup')} value={passphrase} onChange={setPassphrase} />
      {keychain?.kind === 'yes' ? (
        <Checkbox
          label={t('Put it into the keychain of this computer too')}
          checked={system}
          onChange={(event) => setSystem(event.currentTarget.checked)}
          classNames={{ label: 'check-label', input: 'check-input' }}
        />
      ) : null}
      {identity === null ? null : (
        <Checkbox
          label={t('It may take the place of the key of {{name}} here, whose public half stays known', {
            name: identity.name,
          })}
          checked={replace}
          onChange={(event) => setReplace(event.currentTarget.checked)}
          classNames={{ label: 'check-label', input: 'check-input' }}
        />
      )}
    </ActForm>
  );
}

/** Adds or changes the passphrase. */
export function PassphraseForm({
  identity,
  onDone,
}: {
  readonly identity: IdentityView;
  readonly onDone: (says: string | null) => void;
}) {
  const { acts } = useApp();
  const [own, setOwn] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [repeated, setRepeated] = useState('');
  const asks = mustType(identity);
  const fault =
    asks && own === '' ? t('Type the passphrase as it is now.') : passphraseFault(passphrase, repeated);
  const change = async (): Promise<void> => {
    const wish = { passphrase: asks ? own : null, change: { kind: 'passphrase' as const, passphrase } };
    if (await acts.protectIdentity(wish)) onDone(t('The new passphrase opens your signing key.'));
  };
  return (
    <ActForm
      name="Passphrase"
      fault={fault}
      act={t('Set the passphrase')}
      onAct={() => void change()}
      onLeave={() => onDone(null)}
    >
      {asks ? <SecretField label={t('Passphrase as it is now')} value={own} onChange={setOwn} /> : null}
      <SecretField label={t('New passphrase')} value={passphrase} onChange={setPassphrase} />
      <SecretField label={t('New passphrase again')} value={repeated} onChange={setRepeated} />
    </ActForm>
  );
}
