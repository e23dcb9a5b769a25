import { expect, it } from 'vitest';
import { forgetSecrets, readCredentials } from '../../../electron/cli/credentials.ts';

const noCancel = new AbortController().signal;
const none = { passwordEnv: [], passwordStdin: false, identity: [], passphraseEnv: [], agent: false };

it('a secret for nodes is never offered to a jump host, nor the other way round', async () => {
  const environment = { NODE: 'for-nodes', OTHER: 'for-b', JUMP: 'for-jump' };
  const options = { ...none, passwordEnv: ['NODE', 'b=OTHER', 'jump:10.0.0.1=JUMP'] };
  const credentialsFor = await readCredentials(options, environment, noCancel);
  const passwords = (host: string): unknown[] =>
    credentialsFor(host).map((one) => 'password' in one && one.password);
  expect(passwords('a')).toEqual(['for-nodes']);
  expect(passwords('b')).toEqual(['for-b']);
  expect(passwords('jump:10.0.0.1')).toEqual(['for-jump']);
  expect(passwords('jump:10.0.0.2')).toEqual([]);
});

it('what is named for a node takes the place of what is for all, of the same kind', async () => {
  const environment = { ALL: 'all', OWN: 'own', P: 'pass', Q: 'own-pass' };
  const credentialsFor = await readCredentials(
    {
      ...none,
      passwordEnv: ['ALL', 'b=OWN'],
      identity: ['all.key', 'c=own.key'],
      passphraseEnv: ['P', 'c=Q'],
    },
    environment,
    noCancel,
  );
  expect(credentialsFor('b')).toEqual([
    { kind: 'key-file', path: 'all.key', passphrase: 'pass' },
    { kind: 'password', password: 'own' },
  ]);
  expect(credentialsFor('c')).toEqual([
    { kind: 'key-file', path: 'own.key', passphrase: 'own-pass' },
    { kind: 'password', password: 'all' },
  ]);
});

it('no variable that held a secret stays in the environment, and one variable may serve twice', async () => {
  const environment = { SAME: 'secret', PATH: '/bin' };
  const options = { ...none, passwordEnv: ['a=SAME', 'b=SAME'], passphraseEnv: ['SAME'] };
  await readCredentials(options, environment, noCancel);
  expect(environment.SAME).toBe('secret');
  forgetSecrets({ ...options, signingPassphraseEnv: 'SAME' }, environment);
  expect(environment).toEqual({ PATH: '/bin' });
});
