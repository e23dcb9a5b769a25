import { describe, expect, it } from 'vitest';
import {
  identityFault,
  newIdentityOf,
  passphraseFault,
} from '../../../renderer/pages/identity/identity-draft.ts';
import { protectionSentence } from '../../../renderer/pages/identity/identity-facts.tsx';

const good = {
  name: ' M ',
  email: 'm@example.com',
  protection: 'passphrase' as const,
  passphrase: 'long enough',
  repeated: 'long enough',
  beside: false,
  plainAccepted: false,
};

describe('the identity form', () => {
  it.each([
    [{}, null],
    [{ name: ' ' }, 'Your name is empty.'],
    [{ email: 'm' }, 'The email is no address: tech@example.com.'],
    [{ passphrase: 'short', repeated: 'short' }, 'The passphrase needs 8 characters or more.'],
    [{ repeated: 'another one' }, 'The two passphrases differ.'],
    [{ protection: 'system' as const, passphrase: '', repeated: '' }, null],
    [
      { protection: 'system' as const, passphrase: '', repeated: '', beside: true },
      'The passphrase needs 8 characters or more.',
    ],
    [{ protection: 'none' as const }, 'Say that the key may lie open, or choose a protection.'],
    [{ protection: 'none' as const, passphrase: '', repeated: '', plainAccepted: true }, null],
  ])('with %j says %j', (change, fault) => {
    expect(identityFault({ ...good, ...change })).toBe(fault);
  });

  it('sends no passphrase but the one of the protection that was chosen', () => {
    const common = { name: 'M', email: 'm@example.com', rotate: false };
    expect(newIdentityOf(good, false)).toEqual({
      ...common,
      protection: { kind: 'passphrase', passphrase: 'long enough' },
    });
    expect(newIdentityOf({ ...good, protection: 'system' }, false)).toEqual({
      ...common,
      protection: { kind: 'system', passphrase: null },
    });
    expect(newIdentityOf({ ...good, protection: 'system', beside: true }, true)).toEqual({
      ...common,
      rotate: true,
      protection: { kind: 'system', passphrase: 'long enough' },
    });
    expect(newIdentityOf({ ...good, protection: 'none', plainAccepted: true }, false)).toEqual({
      ...common,
      protection: { kind: 'none' },
    });
  });

  it('takes a new passphrase only when it was typed twice alike', () => {
    expect(passphraseFault('long enough', 'long enough')).toBeNull();
    expect(passphraseFault('long enough', '')).not.toBeNull();
  });
});

it('an identity says in words what opens it', () => {
  const words = (['passphrase', 'system'] as const).map((one) => protectionSentence({ protections: [one] }));
  expect(words).toEqual([
    'A passphrase opens it, asked for at each signing.',
    'Your login opens it through the keychain. The command line cannot open it.',
  ]);
  expect(protectionSentence({ protections: [] })).toContain('lies open');
  expect(protectionSentence({ protections: ['passphrase', 'system'] })).toContain('on the command line');
});
