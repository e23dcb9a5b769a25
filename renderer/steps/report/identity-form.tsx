import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { Act } from '../../components/act.tsx';
import { SecretField, TextField } from '../../components/fields.tsx';
import { useOpen } from '../../state/use-app.ts';

interface IdentityDraft {
  readonly name: string;
  readonly email: string;
  readonly passphrase: string;
  readonly repeated: string;
  readonly plain: boolean;
}

/** What is still wrong with the form; null: nothing. */
export function identityFault({ name, email, passphrase, repeated, plain }: IdentityDraft): string | null {
  if (name.trim() === '') return 'Your name is empty.';
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return 'The email is no address: tech@example.com.';
  if (plain) return null;
  if (passphrase.length < 8) return 'The passphrase needs 8 characters or more.';
  return passphrase === repeated ? null : 'The two passphrases differ.';
}

/** At first use: makes the key that signs this technician's reports. */
export function IdentityForm() {
  const { open, acts } = useOpen();
  const technician = open.history.present.technician;
  const [draft, setDraft] = useState<IdentityDraft>({
    name: technician?.name ?? '',
    email: technician?.email ?? '',
    passphrase: '',
    repeated: '',
    plain: false,
  });
  const set = (change: Partial<IdentityDraft>): void => setDraft({ ...draft, ...change });
  const fault = identityFault(draft);
  const create = (): void =>
    void acts.createIdentity({
      name: draft.name.trim(),
      email: draft.email.trim(),
      passphrase: draft.plain ? null : draft.passphrase,
    });
  return (
    <form
      className="side-part stack"
      aria-label="Signing identity"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) create();
      }}
    >
      <h3>Make your signing identity</h3>
      <p className="small sub">
        Once on this computer. The key signs your reports; others check them with its public half.
      </p>
      <TextField label="Signer’s name" value={draft.name} onChange={(name) => set({ name })} required />
      <TextField label="Signer’s email" value={draft.email} onChange={(email) => set({ email })} required />
      {draft.plain ? null : (
        <>
          <SecretField
            label="Passphrase"
            value={draft.passphrase}
            onChange={(passphrase) => set({ passphrase })}
          />
          <SecretField
            label="Passphrase again"
            value={draft.repeated}
            onChange={(repeated) => set({ repeated })}
          />
        </>
      )}
      <Checkbox
        label="Without a passphrase: whoever uses this computer can sign as you"
        checked={draft.plain}
        onChange={(event) => set({ plain: event.currentTarget.checked })}
        classNames={{ label: 'check-label', input: 'check-input' }}
      />
      <p className="small tone-unsure" role="status">
        {fault ?? ''}
      </p>
      <Act submit look="filled" icon="key" off={fault !== null} onAct={() => undefined}>
        Make the identity
      </Act>
    </form>
  );
}
