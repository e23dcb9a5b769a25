import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IpcArguments } from '../../../../shared/ipc/contract.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
beforeEach(async () => {
  world = await wizardWorld();
});
afterEach(async () => {
  await world.end();
});

function wanted(passphrase: string, rotate = false): IpcArguments<'identity.create'>[0] {
  const person = { name: 'Inês Carvalho', email: 'ines@example.com' };
  return { ...person, protection: { kind: 'passphrase', passphrase }, rotate };
}

describe('the signing identity in the window', () => {
  it('is made once, replaced only on purpose, and keeps the key before it', async () => {
    expect(await world.call['identity.show']()).toBeNull();
    const first = await world.call['identity.create'](wanted('correct horse'));
    expect(first).toMatchObject({ protections: ['passphrase'], earlier: [] });
    expect(first.signersLine).toBe(`ines@example.com namespaces="gatecheck" ${first.publicKey}`);
    await expect(world.call['identity.create'](wanted('another one'))).rejects.toMatchObject({
      cure: 'Say that it may be replaced; its public key stays known.',
    });
    const second = await world.call['identity.create'](wanted('another one', true));
    expect(second.fingerprint).not.toBe(first.fingerprint);
    expect(second.earlier.map(({ publicKey }) => publicKey)).toEqual([first.publicKey]);
    expect(await world.call['identity.show']()).toEqual(second);
  });

  it('opens with a passphrase that was changed, and no longer with the one before', async () => {
    await world.call['identity.create'](wanted('correct horse'));
    const change = { kind: 'passphrase' as const, passphrase: 'battery staple' };
    await expect(world.call['identity.protect']({ passphrase: 'wrong one', change })).rejects.toMatchObject({
      cure: 'Type the passphrase. Nobody can recover it.',
    });
    await world.call['identity.protect']({ passphrase: 'correct horse', change });
    await expect(world.call['identity.protect']({ passphrase: 'correct horse', change })).rejects.toThrow(
      'does not open',
    );
  });

  it('comes back from a backup that the person put somewhere, and shows no private key on the way', async () => {
    const made = await world.call['identity.create'](wanted('correct horse'));
    const wish = { passphrase: 'correct horse', backupPassphrase: 'for the safe' };
    expect(await world.call['identity.backup'](wish)).toBeNull();
    world.dialogs.saveBackup = join(world.folder, 'backup.json');
    expect(await world.call['identity.backup'](wish)).toEqual({ fileName: 'backup.json' });
    expect(await readFile(world.dialogs.saveBackup, 'utf8')).not.toContain('PRIVATE KEY');
    await world.call['identity.create'](wanted('another one', true));
    const restore = { passphrase: 'for the safe', keychain: false };
    expect(await world.call['identity.restore']({ ...restore, replace: true })).toBeNull();
    world.dialogs.backup = world.dialogs.saveBackup;
    await expect(world.call['identity.restore']({ ...restore, replace: false })).rejects.toThrow(
      'another signing identity',
    );
    const back = await world.call['identity.restore']({ ...restore, replace: true });
    expect(back?.fingerprint).toBe(made.fingerprint);
  });

  it('says why there is no keychain, and refuses to be kept there', async () => {
    expect(await world.call['identity.keychain']()).toEqual({ kind: 'no', why: 'this test has none' });
    const system = { ...wanted(''), protection: { kind: 'system' as const, passphrase: null } };
    await expect(world.call['identity.create'](system)).rejects.toThrow('There is no keychain');
    expect(await world.call['identity.show']()).toBeNull();
  });
});
