import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseIdentityFile } from '../../../electron/signing/identity-file.ts';
import { openKeys } from '../../../electron/signing/open-keys.ts';
import { SigningError } from '../../../electron/signing/signing-error.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedKey, fixedSigner } from '../fixed-keys.ts';
import { base64Mutator } from '../mutators/base64.ts';
import { jsonMutator } from '../mutators/json.ts';

const { publicKeyLine: publicKey } = fixedSigner();
const document = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const der = { type: 'pkcs8', format: 'der' } as const;
const pkcs8 = fixedKey(7).export(der).toString('base64');
const person = {
  name: 'Inês',
  email: 'ines@example.com',
  publicKey,
  createdAt: '2026-11-24T20:41:07Z',
  rotated: [],
};

/** A backup of a signing identity from another computer. */
export const target: FuzzTarget = {
  name: 'identity',
  seeds: () => [
    readFileSync(new URL('../../fixtures/identities/first-format.json', import.meta.url)),
    Buffer.from(
      JSON.stringify({ format: 'gatecheck/identity@1', ...person, privateKey: { kind: 'none', pkcs8 } }),
    ),
    Buffer.from(
      JSON.stringify({
        format: 'gatecheck/identity@2',
        ...person,
        certificate: null,
        keys: { kind: 'clear', signing: pkcs8, document: document.export(der).toString('base64') },
      }),
    ),
  ],
  mutators: [jsonMutator, base64Mutator],
  words: [
    'gatecheck/identity@1',
    'gatecheck/identity@2',
    'gatecheck/identity@3',
    'passphrase',
    'system',
    'scrypt',
    'aes-256-gcm',
    'clear',
    'none',
    'rotated',
    'boxes',
    'pkcs8',
  ],
  mostBytes: 48_000,
  run: async (input) => {
    try {
      const file = parseIdentityFile(Buffer.from(input).toString('utf8'), 'backup.json');
      const isClear =
        file.format === 'gatecheck/identity@1' ? file.privateKey.kind === 'none' : file.keys.kind === 'clear';
      // What a passphrase seals takes its time on purpose; it is opened only to be refused.
      if (!isClear) return 'loaded';
      const { file: opened } = await openKeys(
        file,
        { passphrase: null, keychain: null as never },
        new Date('2026-11-25T08:00:00Z'),
      );
      promise(opened.publicKey === file.publicKey, 'The key that is opened is the one that is named.');
      return 'loaded';
    } catch (error) {
      if (error instanceof SigningError && error.message !== '') return 'refused';
      throw error;
    }
  },
};
