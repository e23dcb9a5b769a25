import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewIdentity } from '../../../electron/signing/index.ts';
import {
  allowedSignersLine,
  createIdentity,
  createPracticeSigner,
  openIdentity,
  openSigningKeyFile,
  ownKeys,
  showIdentity,
  verifySignature,
} from '../../../electron/signing/index.ts';
import type { IdentityFile } from '../../../electron/signing/identity-file.ts';
import type { PassphraseBox } from '../../../electron/signing/passphrase-box.ts';
import { sshKeygenIn, temporaryFolder } from './ssh-keygen.ts';

const folder = temporaryFolder();
const sshKeygen = sshKeygenIn(folder);
const bytes = Buffer.from('a report');
let count = 0;
let path = '';

const wanted: NewIdentity = {
  name: 'Błażej Żmijewski',
  email: 'tech@example.com',
  protection: { kind: 'passphrase', passphrase: 'zażółć gęślą jaźń' },
  now: '2026-11-24T20:00:00Z',
  rotate: false,
};

beforeEach(() => {
  count += 1;
  path = join(folder, `user-${count}`, 'identity.json');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the signing identity', () => {
  it('is made once, opened by its passphrase, and signs what ssh-keygen accepts', async () => {
    expect(await showIdentity(path)).toBeNull();
    const made = await createIdentity(path, wanted);
    expect(await showIdentity(path)).toEqual(made);
    expect(made.protections).toEqual(['passphrase']);
    const signer = await openIdentity(path, 'zażółć gęślą jaźń');
    expect(signer).toMatchObject({ name: wanted.name, email: wanted.email, fingerprint: made.fingerprint });
    const judged = sshKeygen.verify({
      bytes,
      signature: await signer.sign(bytes),
      allowedSigners: `${allowedSignersLine(made.email, made.publicKey)}\n`,
      email: made.email,
    });
    expect(judged.says).toContain(`with ED25519 key ${made.fingerprint}`);
    expect(judged.ok).toBe(true);
  });

  it('keeps neither passphrase nor private key readable on disk, in a file for its owner only', async () => {
    await createIdentity(path, wanted);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain('zażółć');
    const { keys } = JSON.parse(text) as IdentityFile;
    if (keys.kind !== 'sealed') throw new Error('not sealed');
    // The fixed beginning of every Ed25519 PKCS#8 key.
    expect(Buffer.from(keys.signing.sealed, 'base64').toString('hex')).not.toContain(
      '302e020100300506032b6570',
    );
  });

  it('stays shut without its passphrase, and with another one', async () => {
    await createIdentity(path, wanted);
    await expect(openIdentity(path, null)).rejects.toMatchObject({ kind: 'passphrase-needed' });
    await expect(openIdentity(path, '')).rejects.toMatchObject({ kind: 'passphrase-needed' });
    await expect(openIdentity(path, 'wrong')).rejects.toMatchObject({ kind: 'wrong-passphrase' });
  });

  it('opens with the same passphrase typed in another Unicode form', async () => {
    await createIdentity(path, { ...wanted, protection: { kind: 'passphrase', passphrase: 'caf\u00e9' } });
    await expect(openIdentity(path, 'cafe\u0301')).resolves.toBeDefined();
  });

  it('is unprotected only by the person’s explicit word, never by an empty passphrase', async () => {
    const empty = { ...wanted, protection: { kind: 'passphrase', passphrase: '' } } as const;
    await expect(createIdentity(path, empty)).rejects.toMatchObject({ kind: 'passphrase-needed' });
    expect(await showIdentity(path)).toBeNull();
    const made = await createIdentity(path, { ...wanted, protection: { kind: 'none' } });
    expect(made.protections).toEqual([]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect((await openIdentity(path, null)).fingerprint).toBe(made.fingerprint);
  });

  it('is not replaced by accident; when rotated, the old public key stays known', async () => {
    const first = await createIdentity(path, wanted);
    await expect(createIdentity(path, wanted)).rejects.toMatchObject({ kind: 'identity-exists' });
    const second = await createIdentity(path, { ...wanted, rotate: true, now: '2026-12-01T00:00:00Z' });
    const third = await createIdentity(path, { ...wanted, rotate: true, now: '2026-12-02T00:00:00Z' });
    expect((await ownKeys(path)).map((key) => [key.publicKey, key.until])).toEqual([
      [third.publicKey, null],
      [second.publicKey, '2026-12-02T00:00:00Z'],
      [first.publicKey, '2026-12-01T00:00:00Z'],
    ]);
  });

  it.each(['tech', 'tech @example.com', 'a,b@example.com', '*@example.com', 'x"@example.com'])(
    'does not take %j as an address: it would mean something else among allowed signers',
    async (email) => {
      await expect(createIdentity(path, { ...wanted, email })).rejects.toMatchObject({ kind: 'bad-key' });
      expect(await showIdentity(path)).toBeNull();
    },
  );

  it('in a broken file is an error with its place, and is not written over', async () => {
    await createIdentity(path, wanted);
    for (const broken of [
      '{',
      '{"format":"gatecheck/identity@2"}',
      '{"format":"gatecheck/identity@3"}',
      readFileSync(path, 'utf8').replace('aes-256-gcm', 'rot13'),
    ]) {
      writeFileSync(path, broken);
      await expect(showIdentity(path)).rejects.toMatchObject({ kind: 'unreadable' });
      await expect(createIdentity(path, { ...wanted, rotate: true })).rejects.toMatchObject({
        kind: 'unreadable',
      });
      expect(readFileSync(path, 'utf8')).toBe(broken);
    }
  });

  it('whose file was tampered with does not open: another public key, another tag, a costly derivation', async () => {
    await createIdentity(path, wanted);
    const good = JSON.parse(readFileSync(path, 'utf8')) as IdentityFile;
    const other = createPracticeSigner().publicKeyLine;
    writeFileSync(path, JSON.stringify({ ...good, publicKey: other }));
    await expect(openIdentity(path, 'zażółć gęślą jaźń')).rejects.toMatchObject({ kind: 'unreadable' });
    const box = ({ keys }: IdentityFile): PassphraseBox => {
      const found = keys.kind === 'sealed' ? keys.boxes[0] : undefined;
      if (found?.kind !== 'passphrase') throw new Error('no box');
      return found;
    };
    const short = structuredClone(good);
    box(short).cipher.tag = Buffer.from(box(short).cipher.tag, 'base64').subarray(0, 4).toString('base64');
    writeFileSync(path, JSON.stringify(short));
    await expect(openIdentity(path, 'zażółć gęślą jaźń')).rejects.toMatchObject({ kind: 'wrong-passphrase' });
    const costly = structuredClone(good);
    box(costly).kdf.cost = 2 ** 30;
    writeFileSync(path, JSON.stringify(costly));
    await expect(openIdentity(path, 'zażółć gęślą jaźń')).rejects.toMatchObject({ kind: 'unreadable' });
    const swapped = structuredClone(good);
    if (swapped.keys.kind === 'sealed' && swapped.keys.document !== null) {
      swapped.keys.signing = swapped.keys.document;
    }
    writeFileSync(path, JSON.stringify(swapped));
    await expect(openIdentity(path, 'zażółć gęślą jaźń')).rejects.toMatchObject({ kind: 'unreadable' });
  });

  it('that is missing names the cure', async () => {
    await expect(openIdentity(path, null)).rejects.toMatchObject({
      kind: 'no-identity',
      cure: expect.stringContaining('key create') as string,
    });
  });
});

describe('a practice signer', () => {
  it('is called PRACTICE, is another one each time, and its signature holds', async () => {
    const one = createPracticeSigner();
    const two = createPracticeSigner();
    expect(one.name).toBe('PRACTICE');
    expect(one.fingerprint).not.toBe(two.fingerprint);
    expect(verifySignature(bytes, await one.sign(bytes))).toMatchObject({
      ok: true,
      fingerprint: one.fingerprint,
    });
  });
});

describe('--signing-key FILE', () => {
  const who = { name: 'Tech', email: 'tech@example.com' };
  const passphrase = 'a good one';

  it.each([
    ['Ed25519', 'ed25519', {}, undefined],
    ['ECDSA P-256', 'ecdsa', { bits: 256 }, undefined],
    ['RSA', 'rsa', { bits: 2048 }, undefined],
    ['Ed25519 with a passphrase', 'ed25519', { passphrase }, passphrase],
    ['RSA with a passphrase', 'rsa', { bits: 2048, passphrase }, passphrase],
  ])('opens an OpenSSH key: %s', async (name, type, options, opens) => {
    const file = sshKeygen.makeKey(name.replace(/\W/g, '-'), type, options);
    const signer = await openSigningKeyFile(file, { ...who, passphrase: opens ?? null });
    const line = readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
    expect(signer.publicKeyLine).toBe(line);
    expect(verifySignature(bytes, await signer.sign(bytes)).ok).toBe(true);
    const documents = { ed25519: undefined, ecdsa: 'ecdsa-p256-sha256', rsa: 'rsa-pkcs1-sha256' }[type];
    expect(signer.documents?.algorithm).toBe(documents);
    if (opens === undefined) return;
    await expect(openSigningKeyFile(file, { ...who, passphrase: null })).rejects.toMatchObject({
      kind: 'passphrase-needed',
    });
    await expect(openSigningKeyFile(file, { ...who, passphrase: 'wrong' })).rejects.toMatchObject({
      kind: 'wrong-passphrase',
    });
  });

  it('opens a PKCS#8 key, in clear and encrypted', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('ed25519');
    const plain = join(folder, 'plain.pem');
    writeFileSync(plain, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const sealed = join(folder, 'sealed.pem');
    writeFileSync(
      sealed,
      privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }),
    );
    const one = await openSigningKeyFile(plain, { ...who, passphrase: null });
    const two = await openSigningKeyFile(sealed, { ...who, passphrase });
    expect(two.fingerprint).toBe(one.fingerprint);
    await expect(openSigningKeyFile(sealed, { ...who, passphrase: null })).rejects.toMatchObject({
      kind: 'passphrase-needed',
    });
    await expect(openSigningKeyFile(sealed, { ...who, passphrase: 'wrong' })).rejects.toMatchObject({
      kind: 'wrong-passphrase',
    });
  });

  it.each<[string, string]>([
    ['a text', 'hello'],
    ['nothing', ''],
    [
      'a broken OpenSSH key',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
    ],
    ['a large file', 'x'.repeat(200_000)],
  ])('refuses %s and names the file', async (_name, content) => {
    const file = join(folder, 'no-key');
    writeFileSync(file, content);
    await expect(openSigningKeyFile(file, { ...who, passphrase: null })).rejects.toMatchObject({
      kind: 'bad-key',
      message: expect.stringContaining(file) as string,
    });
  });

  it('refuses a public key, a key of another type, and a file that is not there', async () => {
    const file = sshKeygen.makeKey('public-part', 'ed25519');
    chmodSync(`${file}.pub`, 0o600);
    const open = (path: string): Promise<unknown> => openSigningKeyFile(path, { ...who, passphrase: null });
    await expect(open(`${file}.pub`)).rejects.toMatchObject({ kind: 'bad-key' });
    await expect(open(sshKeygen.makeKey('p384', 'ecdsa', { bits: 384 }))).rejects.toMatchObject({
      kind: 'bad-key',
    });
    await expect(open(join(folder, 'absent'))).rejects.toMatchObject({ kind: 'bad-key' });
  });
});
