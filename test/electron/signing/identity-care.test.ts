import { createHash, generateKeyPairSync, X509Certificate, verify } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Signer } from '../../../electron/signing/index.ts';
import {
  backupIdentity,
  createIdentity,
  openIdentity,
  ownKeys,
  protectIdentity,
  restoreIdentity,
  showIdentity,
} from '../../../electron/signing/index.ts';
import type { IdentityFile } from '../../../electron/signing/identity-file.ts';
import { sshPublicKeyOf } from '../../../electron/signing/ssh-public-key.ts';
import { temporaryFolder } from './ssh-keygen.ts';

const folder = temporaryFolder();
const fixture = fileURLToPath(new URL('../../fixtures/identities/first-format.json', import.meta.url));
const passphrase = 'zażółć gęślą jaźń';
const now = '2026-11-24T20:00:00Z';
const wanted = {
  name: 'Tech',
  email: 'tech@example.com',
  protection: { kind: 'passphrase', passphrase },
  now,
  rotate: false,
} as const;
/** Each passphrase costs half a second, so it is taken only where it matters. */
const unprotected = { ...wanted, protection: { kind: 'none' } } as const;
let home = '';
let path = '';
let count = 0;

beforeEach(() => {
  count += 1;
  home = join(folder, `user-${count}`);
  mkdirSync(home);
  path = join(home, 'identity.json');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function onDisk(file = path): IdentityFile {
  return JSON.parse(readFileSync(file, 'utf8')) as IdentityFile;
}

/** The fingerprint of the certificate, after what it signed was checked with it. */
async function documentKeyOf({ documents }: Signer): Promise<string> {
  if (documents === null) throw new Error('no document key');
  const [der = new Uint8Array()] = documents.certificates;
  const bytes = Buffer.from('a document');
  expect(documents.algorithm).toBe('ecdsa-p256-sha256');
  const { publicKey } = new X509Certificate(Buffer.from(der));
  expect(verify('sha256', bytes, publicKey, await documents.sign(bytes))).toBe(true);
  return createHash('sha256').update(der).digest('hex');
}

function hexOf(fingerprint: string | null): string {
  return (fingerprint ?? '').replaceAll(':', '').toLowerCase();
}

describe('the document key of an identity', () => {
  it('signs with a certificate that names the technician, the same one each time it is opened', async () => {
    const made = await createIdentity(path, unprotected);
    const fingerprint = await documentKeyOf(await openIdentity(path, null));
    expect(hexOf(made.certificate)).toBe(fingerprint);
    expect(await documentKeyOf(await openIdentity(path, null))).toBe(fingerprint);
    const certificate = new X509Certificate(Buffer.from(onDisk().certificate ?? '', 'base64'));
    expect(certificate.subject).toContain('CN=Tech');
    expect(certificate.subjectAltName).toContain('tech@example.com');
  });

  it('is another one after rotating; the certificate before is kept', async () => {
    await createIdentity(path, unprotected);
    const before = onDisk().certificate;
    await createIdentity(path, { ...unprotected, rotate: true });
    expect(onDisk().certificate).not.toBe(before);
    expect(onDisk().rotated.map(({ certificate }) => certificate)).toEqual([before]);
  });

  it('does not sign with a certificate that is of another key', async () => {
    await createIdentity(path, unprotected);
    const other = join(home, 'other.json');
    await createIdentity(other, unprotected);
    writeFileSync(path, JSON.stringify({ ...onDisk(), certificate: onDisk(other).certificate }));
    expect((await openIdentity(path, null)).documents).toBeNull();
  });
});

describe('an identity of the first format', () => {
  beforeEach(() => {
    copyFileSync(fixture, path);
  });

  it('is shown and known as it is, and stays shut with a wrong passphrase', async () => {
    const before = readFileSync(path, 'utf8');
    expect(await showIdentity(path)).toMatchObject({
      name: 'Błażej Żmijewski',
      protections: ['passphrase'],
      certificate: null,
      rotated: 1,
    });
    expect(await ownKeys(path)).toHaveLength(2);
    await expect(openIdentity(path, 'wrong')).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    await expect(openIdentity(path, null)).rejects.toMatchObject({ kind: 'passphrase-needed' });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('gets its document key when it is opened, and keeps its public keys', async () => {
    const keys = (await ownKeys(path)).map(({ publicKey }) => publicKey);
    const signer = await openIdentity(path, passphrase);
    const fingerprint = await documentKeyOf(signer);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(onDisk().format).toBe('gatecheck/identity@2');
    expect((await ownKeys(path)).map(({ publicKey }) => publicKey)).toEqual(keys);
    expect(signer.publicKeyLine).toBe(keys[0]);
    expect(await documentKeyOf(await openIdentity(path, passphrase))).toBe(fingerprint);
  });

  it.skipIf(process.platform !== 'linux')(
    'where nothing can be written still signs, without a document key that nobody could know again',
    async () => {
      // Root may write everywhere but here: an open file that has lost its name can be read, and its folder is the kernel's.
      const descriptor = openSync(path, 'r');
      rmSync(path);
      try {
        const signer = await openIdentity(`/proc/self/fd/${descriptor}`, passphrase);
        expect(signer.documents).toBeNull();
        expect(await signer.sign(Buffer.from('a report'))).toBeDefined();
      } finally {
        closeSync(descriptor);
      }
    },
  );

  it('that was never protected gets its document key too', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
    const first = {
      format: 'gatecheck/identity@1',
      name: 'Tech',
      email: 'tech@example.com',
      publicKey: sshPublicKeyOf(privateKey).line,
      createdAt: now,
      privateKey: { kind: 'none', pkcs8 },
      rotated: [],
    };
    writeFileSync(path, JSON.stringify(first));
    const fingerprint = await documentKeyOf(await openIdentity(path, null));
    expect(hexOf((await showIdentity(path))?.certificate ?? null)).toBe(fingerprint);
    expect((await showIdentity(path))?.protections).toEqual([]);
  });
});

describe('protecting an identity', () => {
  it('seals one that was unprotected, and asks for the old passphrase before a new one', async () => {
    const made = await createIdentity(path, { ...wanted, protection: { kind: 'none' } });
    const clear = readFileSync(path, 'utf8');
    const first = await protectIdentity(path, { passphrase: null, newPassphrase: 'first' });
    expect(first).toEqual({ ...made, protections: ['passphrase'] });
    const pkcs8 = /"signing": "([^"]+)"/.exec(clear)?.[1] ?? '';
    expect(pkcs8.length).toBeGreaterThan(60);
    expect(readFileSync(path, 'utf8')).not.toContain(pkcs8);
    await expect(protectIdentity(path, { passphrase: null, newPassphrase: 'next' })).rejects.toMatchObject({
      kind: 'passphrase-needed',
    });
    await expect(protectIdentity(path, { passphrase: 'no', newPassphrase: 'next' })).rejects.toMatchObject({
      kind: 'wrong-passphrase',
    });
    await expect(protectIdentity(path, { passphrase: 'first', newPassphrase: '' })).rejects.toMatchObject({
      kind: 'passphrase-needed',
    });
    await protectIdentity(path, { passphrase: 'first', newPassphrase: 'next' });
    await expect(openIdentity(path, 'first')).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    expect((await openIdentity(path, 'next')).fingerprint).toBe(made.fingerprint);
  });
});

describe('a backup', () => {
  it('brings the identity back with its document key and every key before it', async () => {
    await createIdentity(path, unprotected);
    const made = await createIdentity(path, { ...unprotected, rotate: true });
    const copy = join(home, 'copy.json');
    await backupIdentity(path, copy, { passphrase: null, backupPassphrase: 'far away' });
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    rmSync(path);
    const wish = { replace: false, now };
    await expect(restoreIdentity(path, copy, { ...wish, passphrase })).rejects.toMatchObject({
      kind: 'wrong-passphrase',
    });
    expect(await showIdentity(path)).toBeNull();
    expect(await restoreIdentity(path, copy, { ...wish, passphrase: 'far away' })).toEqual({
      ...made,
      protections: ['passphrase'],
    });
    expect((await openIdentity(path, 'far away')).fingerprint).toBe(made.fingerprint);
  });

  it('of an unprotected identity is sealed all the same', async () => {
    await createIdentity(path, unprotected);
    const copy = join(home, 'copy.json');
    await expect(
      backupIdentity(path, copy, { passphrase: null, backupPassphrase: null }),
    ).rejects.toMatchObject({ kind: 'passphrase-needed' });
    await backupIdentity(path, copy, { passphrase: null, backupPassphrase: 'far away' });
    expect(onDisk(copy).keys.kind).toBe('sealed');
  });

  it('does not take the place of another identity by accident; then its public key stays known', async () => {
    const first = await createIdentity(path, unprotected);
    const copy = join(home, 'copy.json');
    await backupIdentity(path, copy, { passphrase: null, backupPassphrase: 'far away' });
    const second = await createIdentity(path, { ...unprotected, rotate: true, now: '2026-12-01T00:00:00Z' });
    const before = readFileSync(path, 'utf8');
    const wish = { passphrase: null, now: '2026-12-02T00:00:00Z' };
    await expect(restoreIdentity(path, copy, { ...wish, replace: false })).rejects.toMatchObject({
      kind: 'identity-exists',
      message: expect.stringContaining(second.fingerprint) as string,
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
    await restoreIdentity(path, copy, { ...wish, replace: true });
    expect((await ownKeys(path)).map(({ publicKey, until }) => [publicKey, until])).toEqual([
      [first.publicKey, null],
      [second.publicKey, '2026-12-02T00:00:00Z'],
    ]);
  });

  it('may be restored over itself, and may be of the first format', async () => {
    copyFileSync(fixture, path);
    const restored = await restoreIdentity(path, fixture, { passphrase, replace: false, now });
    expect(restored).toMatchObject({ protections: ['passphrase'], rotated: 1 });
    expect(restored.certificate).not.toBeNull();
  });

  it('that is none, or broken, changes nothing', async () => {
    await createIdentity(path, unprotected);
    const before = readFileSync(path, 'utf8');
    const broken = join(home, 'broken.json');
    writeFileSync(broken, '{"format":"gatecheck/identity@2"');
    for (const from of [join(home, 'absent.json'), broken]) {
      await expect(restoreIdentity(path, from, { passphrase, replace: true, now })).rejects.toMatchObject({
        kind: 'unreadable',
      });
    }
    expect(readFileSync(path, 'utf8')).toBe(before);
  });
});
