import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { emptySignIn, hostsOf, missingOf, runSettings } from '../../../renderer/steps/checks/sign-in.ts';
import { ipcArguments } from '../../../shared/ipc/contract.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

const jump = { host: 'jump.example', user: 'tech' };
const pair: SiteFile = {
  ...sampleSite,
  nodes: ['a', 'b'].map((name) => ({
    name,
    lan: { address: '10.0.0.1/24' },
    ssh: { host: '10.0.0.1', user: 'admin', jump: [jump] },
  })),
};

describe('hosts to sign in to', () => {
  it('are the nodes and their jump hosts, each once, the jump host first', () => {
    expect(hostsOf(pair).map((host) => host.key)).toEqual(['jump:jump.example', 'a', 'b']);
  });

  it('get their own secret and no other', () => {
    const settings = runSettings(hostsOf(pair), {
      'jump:jump.example': { ...emptySignIn, password: 'for the jump host' },
      a: { ...emptySignIn, method: 'key-file', file: { id: 'key-1', name: 'id' }, passphrase: '' },
      b: { ...emptySignIn, method: 'agent', password: 'typed before' },
    });
    expect(settings.hosts).toEqual([
      { host: 'jump:jump.example', credentials: [{ kind: 'password', password: 'for the jump host' }] },
      { host: 'a', credentials: [{ kind: 'key-file', file: 'key-1', passphrase: null }] },
      { host: 'b', credentials: [{ kind: 'agent' }] },
    ]);
    expect(ipcArguments['run.start'].safeParse(['site-1', settings]).success).toBe(true);
  });
});

describe('what is still missing', () => {
  const [host] = hostsOf(sampleSite);

  it('is the password, the key file, or nothing for the agent', () => {
    expect(missingOf(host!, emptySignIn)).toBe('Type the password for szz-1.');
    expect(missingOf(host!, { ...emptySignIn, method: 'key-file' })).toBe('Choose a key file for szz-1.');
    expect(missingOf(host!, { ...emptySignIn, method: 'agent' })).toBeNull();
    expect(missingOf(host!, { ...emptySignIn, password: 'x' })).toBeNull();
  });
});
