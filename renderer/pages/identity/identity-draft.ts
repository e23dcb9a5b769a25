import type { IpcArguments } from '../../../shared/ipc/contract.ts';
import { t } from '../../i18n/t.ts';

export type Protection = 'system' | 'passphrase' | 'none';

/** What is typed on the identity form. */
export interface IdentityDraft {
  readonly name: string;
  readonly email: string;
  readonly protection: Protection;
  readonly passphrase: string;
  readonly repeated: string;
  /** With the keychain: a passphrase beside it, for the command line. */
  readonly beside: boolean;
  /** The person’s own word for a key that lies open. */
  readonly plainAccepted: boolean;
}

const leastCharacters = 8;

/** What is wrong with a new passphrase; null: nothing. */
export function passphraseFault(passphrase: string, repeated: string): string | null {
  if (passphrase.length < leastCharacters)
    return t('The passphrase needs {{leastCharacters}} characters or more.', { leastCharacters });
  return passphrase === repeated ? null : t('The two passphrases differ.');
}

/** What is still wrong with the form; null: nothing. */
export function identityFault(draft: IdentityDraft): string | null {
  const { name, email, protection, passphrase, repeated, beside, plainAccepted } = draft;
  if (name.trim() === '') return t('Your name is empty.');
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) return t('The email is no address: tech@example.com.');
  switch (protection) {
    case 'none':
      return plainAccepted ? null : t('Say that the key may lie open, or choose a protection.');
    case 'system':
      return beside ? passphraseFault(passphrase, repeated) : null;
    case 'passphrase':
      return passphraseFault(passphrase, repeated);
  }
}

export function newIdentityOf(draft: IdentityDraft, rotate: boolean): IpcArguments<'identity.create'>[0] {
  const { protection, passphrase, beside } = draft;
  const common = { name: draft.name.trim(), email: draft.email.trim(), rotate };
  switch (protection) {
    case 'none':
      return { ...common, protection: { kind: 'none' } };
    case 'system':
      return { ...common, protection: { kind: 'system', passphrase: beside ? passphrase : null } };
    case 'passphrase':
      return { ...common, protection: { kind: 'passphrase', passphrase } };
  }
}
