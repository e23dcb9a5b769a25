import { useState } from 'react';
import type { KeychainView } from '../../../shared/ipc/identity-calls.ts';
import { TextField } from '../../components/fields.tsx';
import type { Segment } from '../../components/segments.tsx';
import { Segments } from '../../components/segments.tsx';
import { useApp } from '../../state/use-app.ts';
import { ActForm, NewPassphrase, Tick, useKeychain } from './act-form.tsx';
import type { IdentityDraft, Protection } from './identity-draft.ts';
import { identityFault, newIdentityOf } from './identity-draft.ts';
import { said } from '../../i18n/said.ts';
import { t } from '../../i18n/t.ts';

const choices = (): readonly Segment<Protection>[] => [
  { value: 'system', label: t('Keychain') },
  { value: 'passphrase', label: t('A passphrase') },
  { value: 'none', label: t('Nothing') },
];

function protectionWords(protection: Protection, keychain: KeychainView | null): string {
  switch (protection) {
    case 'system':
      return t(
        'Your login opens it: you are asked for nothing. On the command line it needs a passphrase beside it.',
      );
    case 'passphrase':
      return keychain?.kind === 'no'
        ? t('Asked for at each signing. There is no keychain: {{why}}.', { why: said(keychain.why) })
        : t('Asked for at each signing. Nobody can recover it.');
    case 'none':
      return t('The key lies open in a file of yours.');
  }
}

interface PartProps {
  readonly draft: IdentityDraft;
  readonly set: (change: Partial<IdentityDraft>) => void;
}

function Passphrases({ draft, set }: PartProps) {
  return <NewPassphrase labels={[t('Passphrase'), t('Passphrase again')]} typed={draft} set={set} />;
}

function ProtectionFields({ draft, set }: PartProps) {
  switch (draft.protection) {
    case 'passphrase':
      return <Passphrases draft={draft} set={set} />;
    case 'system':
      return (
        <>
          <Tick
            label={t('A passphrase beside it, for the command line and for backups')}
            checked={draft.beside}
            onChange={(beside) => set({ beside })}
          />
          {draft.beside ? <Passphrases draft={draft} set={set} /> : null}
        </>
      );
    case 'none':
      return (
        <Tick
          label={t('Without any protection: whoever uses this computer, or copies its disk, can sign as me')}
          checked={draft.plainAccepted}
          onChange={(plainAccepted) => set({ plainAccepted })}
        />
      );
  }
}

/** Makes the key that signs this technician's reports; with `rotate` one that takes the place of another. */
export function IdentityForm({
  rotate = false,
  onDone,
}: {
  readonly rotate?: boolean;
  /** `passphrase`: the one that was just given to the key; null: it has none. */
  readonly onDone?: (passphrase: string | null) => void;
}) {
  const { state, acts } = useApp();
  const technician = state.kind === 'open' ? state.history.present.technician : undefined;
  const { identity } = state;
  const keychain = useKeychain();
  const [typed, setTyped] = useState<Omit<IdentityDraft, 'protection'>>({
    name: identity?.name ?? technician?.name ?? '',
    email: identity?.email ?? technician?.email ?? '',
    passphrase: '',
    repeated: '',
    beside: false,
    plainAccepted: false,
  });
  const [chosen, setChosen] = useState<Protection | null>(null);
  const offered = choices().filter(({ value }) => value !== 'system' || keychain?.kind === 'yes');
  const draft: IdentityDraft = {
    ...typed,
    protection: chosen ?? (keychain?.kind === 'yes' ? 'system' : 'passphrase'),
  };
  const set = (change: Partial<IdentityDraft>): void => setTyped({ ...typed, ...change });
  const fault = keychain === null ? t('Asking this computer for its keychain.') : identityFault(draft);
  const create = async (): Promise<void> => {
    const wanted = newIdentityOf(draft, rotate);
    const { protection } = wanted;
    if (await acts.createIdentity(wanted))
      onDone?.(protection.kind === 'passphrase' ? protection.passphrase : null);
  };
  return (
    <ActForm
      name={t('Signing identity')}
      fault={fault}
      act={rotate ? t('Make the new key') : t('Make the identity')}
      icon="key"
      busySays={t('Making the key')}
      onAct={create}
      onLeave={rotate ? () => onDone?.(null) : undefined}
    >
      <h2>{rotate ? t('Make a new key') : t('Make your signing identity')}</h2>
      <p className="small sub">
        {rotate
          ? t(
              'From then on it signs your reports. The key before it stays known here; send the new one to those who verify.',
            )
          : t('Once on this computer. The key signs your reports; others check them with its public half.')}
      </p>
      <TextField label={t('Signer’s name')} value={draft.name} onChange={(name) => set({ name })} required />
      <TextField
        label={t('Signer’s email')}
        value={draft.email}
        onChange={(email) => set({ email })}
        required
      />
      <div>
        <span className="field-label">{t('Protected by')}</span>
        <Segments
          name={t('Protected by')}
          segments={offered}
          chosen={draft.protection}
          onChoose={setChosen}
        />
        <span className="field-help">{protectionWords(draft.protection, keychain)}</span>
      </div>
      <ProtectionFields draft={draft} set={set} />
    </ActForm>
  );
}
