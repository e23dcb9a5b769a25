import { readFileSync } from 'node:fs';
import { noKeychain } from '../../electron/signing/index.ts';
import { openDataKey } from '../../electron/signing/data-key.ts';
import type { SystemKeychain } from '../../electron/signing/index.ts';
import { parseIdentityFile } from '../../electron/signing/identity-file.ts';
import { readClearKeys, unsealKeys } from '../../electron/signing/identity-keys.ts';

/** The secret numbers of an identity file, for tests that look for them elsewhere. 32 bytes each. */
export async function secretsOfIdentity(
  path: string,
  passphrase: string | null,
  keychain: SystemKeychain = noKeychain('a test'),
): Promise<Record<string, Buffer>> {
  const file = parseIdentityFile(readFileSync(path, 'utf8'), path);
  if (file.format !== 'gatecheck/identity@2') throw new Error('an identity of another format');
  const dataKey =
    file.keys.kind === 'clear' ? null : await openDataKey(file.keys.boxes, { passphrase, keychain });
  const keys =
    file.keys.kind === 'clear'
      ? readClearKeys(file.keys)
      : unsealKeys(file.keys, file.publicKey, dataKey ?? Buffer.alloc(0));
  const number = (key: typeof keys.signing): Buffer =>
    Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  if (keys.document === null) throw new Error('no document key');
  return {
    'signing key': number(keys.signing),
    'document key': number(keys.document),
    ...(dataKey === null ? {} : { 'data key': dataKey }),
  };
}
