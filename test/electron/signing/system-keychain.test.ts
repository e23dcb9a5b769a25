import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  backupIdentity,
  createIdentity,
  noKeychain,
  openIdentity,
  protectIdentity,
  restoreIdentity,
  safeStorageKeychain,
  showIdentity,
} from '../../../electron/signing/index.ts';
import { temporaryFolder } from './ssh-keygen.ts';

const folder = temporaryFolder();
let path = '';
let count = 0;

beforeEach(() => {
  count += 1;
  path = join(folder, `user-${count}`, 'identity.json');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What Electron's safeStorage does, with its mark; the real one is met in the tests of the window. */
function storage(mark: string, backend?: string): Parameters<typeof safeStorageKeychain>[0] {
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  return {
    isEncryptionAvailable: () => true,
    encryptString: (text) => Buffer.concat([Buffer.from(mark), turn(Buffer.from(text))]),
    decryptString: (sealed) => {
      if (sealed.subarray(0, mark.length).toString() !== mark) throw new Error('Error while decrypting');
      return turn(sealed.subarray(mark.length)).toString();
    },
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
  };
}

const keychain = safeStorageKeychain(storage('v11', 'gnome_libsecret'), 'linux');
const commandLine = noKeychain('this is a test');
const wanted = { name: 'Tech', email: 'tech@example.com', now: '2026-11-24T20:00:00Z', rotate: false };

describe('the keychain of the system', () => {
  it.each([
    ['Electron’s own basic_text', storage('v10', 'basic_text'), 'linux', 'no'],
    ['an Electron that is not ready', storage('v11', 'unknown'), 'linux', 'no'],
    ['an older Electron that seals with a password everybody knows', storage('v10'), 'linux', 'no'],
    ['a backend whose name says more than its seal', storage('v10', 'gnome_libsecret'), 'linux', 'no'],
    ['GNOME Keyring', storage('v11', 'gnome_libsecret'), 'linux', 'yes'],
    ['GNOME Keyring in an older Electron', storage('v11'), 'linux', 'yes'],
    ['the Keychain of macOS', storage('v10'), 'darwin', 'yes'],
    ['DPAPI', storage(''), 'win32', 'yes'],
    ['one that is switched off', { ...storage('v10'), isEncryptionAvailable: () => false }, 'darwin', 'no'],
  ])('%s: %s counts as one or not', async (_name, safeStorage, platform, kind) => {
    expect(await safeStorageKeychain(safeStorage, platform).available()).toMatchObject({ kind });
  });

  it('that is none does not take an identity', async () => {
    const basic = safeStorageKeychain(storage('v10', 'basic_text'), 'linux');
    await expect(basic.seal(Buffer.from('key'))).rejects.toMatchObject({ kind: 'keychain-failed' });
    await expect(
      createIdentity(
        path,
        { ...wanted, protection: { kind: 'system', passphrase: null } },
        { keychain: basic },
      ),
    ).rejects.toMatchObject({ kind: 'keychain-failed' });
    expect(await showIdentity(path)).toBeNull();
  });
});

describe('an identity in the keychain', () => {
  it('opens silently where the keychain is, and names the cure where it is not', async () => {
    const protection = { kind: 'system', passphrase: null } as const;
    const made = await createIdentity(path, { ...wanted, protection }, { keychain });
    expect(made.protections).toEqual(['system']);
    expect((await openIdentity(path, null, { keychain })).fingerprint).toBe(made.fingerprint);
    await expect(openIdentity(path, null, { keychain: commandLine })).rejects.toMatchObject({
      kind: 'keychain-needed',
      cure: expect.stringContaining('Give it a passphrase too, in the window') as string,
    });
    await expect(openIdentity(path, 'any')).rejects.toMatchObject({ kind: 'keychain-needed' });
    // A mark that no seal of the first one begins with: `v11b` is one time in 64.
    const anew = safeStorageKeychain(storage('v12'), 'darwin');
    await expect(openIdentity(path, null, { keychain: anew })).rejects.toMatchObject({
      kind: 'keychain-failed',
      cure: expect.stringContaining('restore a backup') as string,
    });
  });

  it('with a passphrase beside it opens by each of them alone', async () => {
    const protection = { kind: 'system', passphrase: 'word' } as const;
    const made = await createIdentity(path, { ...wanted, protection }, { keychain });
    expect(made.protections).toEqual(['passphrase', 'system']);
    expect((await openIdentity(path, null, { keychain })).fingerprint).toBe(made.fingerprint);
    expect((await openIdentity(path, 'word', { keychain: commandLine })).fingerprint).toBe(made.fingerprint);
    await expect(openIdentity(path, null)).rejects.toMatchObject({ kind: 'passphrase-needed' });
    // A passphrase that was typed is held to: the keychain does not cover a slip.
    await expect(openIdentity(path, 'other', { keychain })).rejects.toMatchObject({
      kind: 'wrong-passphrase',
    });
  });

  it('gets its passphrase later, and can be taken out of the keychain only then', async () => {
    const protection = { kind: 'system', passphrase: null } as const;
    await createIdentity(path, { ...wanted, protection }, { keychain });
    await expect(
      protectIdentity(path, { passphrase: null, system: false }, { keychain }),
    ).rejects.toMatchObject({ kind: 'passphrase-needed' });
    const both = await protectIdentity(path, { passphrase: null, newPassphrase: 'word' }, { keychain });
    expect(both.protections).toEqual(['passphrase', 'system']);
    const changed = await protectIdentity(path, { passphrase: 'word', newPassphrase: 'better' });
    expect(changed.protections).toEqual(['passphrase', 'system']);
    expect((await openIdentity(path, null, { keychain })).fingerprint).toBe(both.fingerprint);
    const out = await protectIdentity(path, { passphrase: null, system: false }, { keychain });
    expect(out.protections).toEqual(['passphrase']);
    await expect(openIdentity(path, 'word')).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    expect((await openIdentity(path, 'better')).fingerprint).toBe(both.fingerprint);
  });

  it('is backed up under a passphrase alone, and goes into the keychain of another computer', async () => {
    const protection = { kind: 'system', passphrase: null } as const;
    const made = await createIdentity(path, { ...wanted, protection }, { keychain });
    const copy = join(folder, `copy-${count}.json`);
    await expect(
      backupIdentity(path, copy, { passphrase: null, backupPassphrase: null }, { keychain }),
    ).rejects.toMatchObject({ kind: 'passphrase-needed' });
    await backupIdentity(path, copy, { passphrase: null, backupPassphrase: 'far' }, { keychain });
    expect(readFileSync(copy, 'utf8')).not.toContain('"system"');
    await expect(
      restoreIdentity(join(folder, `by-hand-${count}.json`), path, {
        passphrase: null,
        replace: false,
        now: wanted.now,
      }),
    ).rejects.toMatchObject({
      kind: 'keychain-needed',
      cure: expect.stringContaining('key backup') as string,
    });
    const elsewhere = join(folder, `elsewhere-${count}`, 'identity.json');
    const other = safeStorageKeychain(storage('other'), 'darwin');
    const restored = await restoreIdentity(
      elsewhere,
      copy,
      { passphrase: 'far', system: true, replace: false, now: wanted.now },
      { keychain: other },
    );
    expect(restored).toMatchObject({
      fingerprint: made.fingerprint,
      certificate: made.certificate,
      protections: ['passphrase', 'system'],
    });
    expect((await openIdentity(elsewhere, null, { keychain: other })).fingerprint).toBe(made.fingerprint);
  });
});
