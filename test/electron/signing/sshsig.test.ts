import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSshKeyToPem } from '../../../electron/ssh/private-key-pem.ts';
import { allowedSignersLine } from '../../../electron/signing/allowed-signers.ts';
import { sshPublicKeyOf } from '../../../electron/signing/ssh-public-key.ts';
import { createSshSignature, verifySignature } from '../../../electron/signing/sshsig.ts';
import { sshKeygenIn, temporaryFolder } from './ssh-keygen.ts';

const folder = temporaryFolder();
const sshKeygen = sshKeygenIn(folder);
const email = 'tech@example.com';
const message = Buffer.from('{"readiness":"not-ready","site":"Gdańsk DC1"}', 'utf8');

const kinds = [
  { name: 'ed25519', type: 'ed25519', bits: undefined, deterministic: true },
  { name: 'p256', type: 'ecdsa', bits: 256, deterministic: false },
  { name: 'rsa', type: 'rsa', bits: 3072, deterministic: true },
] as const;

const files = new Map<string, string>();

beforeAll(() => {
  for (const { name, type, bits } of kinds) {
    files.set(name, sshKeygen.makeKey(name, type, bits === undefined ? {} : { bits }));
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function keyFile(name: string): string {
  const path = files.get(name);
  if (path === undefined) throw new Error(`no key ${name}`);
  return path;
}

function openKey(name: string): KeyObject {
  const opened = openSshKeyToPem(readFileSync(keyFile(name)), null);
  if (opened.kind !== 'key') throw new Error(opened.kind);
  return createPrivateKey(opened.pem);
}

function flipped(bytes: Uint8Array, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8((copy[index] ?? 0) ^ 1, index);
  return copy;
}

describe.each(kinds)('a signature with $name', ({ name, deterministic }) => {
  it('is accepted by ssh-keygen, and refused after one byte of the file is changed', () => {
    const key = openKey(name);
    const signature = createSshSignature(message, key);
    const allowedSigners = `${allowedSignersLine(email, sshPublicKeyOf(key).line)}\n`;
    const judged = sshKeygen.verify({ bytes: message, signature, allowedSigners, email });
    expect(judged.says).toContain('Good "gatecheck" signature');
    expect(judged.ok).toBe(true);
    const bytes = flipped(message, 5);
    expect(sshKeygen.verify({ bytes, signature, allowedSigners, email }).ok).toBe(false);
  });

  it('made by ssh-keygen is accepted by us with its key named, and refused after one byte is changed', () => {
    const signature = sshKeygen.sign(keyFile(name), message);
    const publicLine = readFileSync(`${keyFile(name)}.pub`, 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ');
    const answer = verifySignature(message, signature);
    expect(answer).toMatchObject({ ok: true, publicKey: publicLine });
    for (const index of [0, 20, message.length - 1]) {
      expect(verifySignature(flipped(message, index), signature)).toMatchObject({ ok: false });
    }
  });

  it('is the same, byte for byte, as that of ssh-keygen where the algorithm is deterministic', () => {
    const ours = createSshSignature(message, openKey(name));
    const theirs = sshKeygen.sign(keyFile(name), message);
    if (deterministic) expect(Buffer.from(ours).toString()).toBe(theirs.toString());
    else expect(Buffer.from(ours).toString().split('\n')[0]).toBe(theirs.toString().split('\n')[0]);
  });

  it('for another namespace is refused, ours by ssh-keygen and theirs by us', () => {
    const theirs = sshKeygen.sign(keyFile(name), message, 'git');
    const answer = verifySignature(message, theirs);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.ok ? '' : answer.reason).toContain('“git”');
    const key = openKey(name);
    const signature = createSshSignature(message, key, 'git');
    const allowedSigners = `${email} ${sshPublicKeyOf(key).line}\n`;
    expect(sshKeygen.verify({ bytes: message, signature, allowedSigners, email }).ok).toBe(false);
  });
});

describe('a damaged signature file', () => {
  const signature = createSshSignature(message, generateKeyPairSync('ed25519').privateKey);

  it('is refused whichever bit of it is flipped, and never throws', () => {
    const armored = Buffer.from(signature);
    expect(verifySignature(message, armored).ok).toBe(true);
    for (let bit = 0; bit < armored.length * 8; bit++) {
      const changed = Buffer.from(armored);
      changed.writeUInt8((changed[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
      expect(verifySignature(message, changed), `bit ${bit}`).toMatchObject({ ok: false });
    }
  });

  it.each([
    ['an empty file', Buffer.alloc(0)],
    ['a text', Buffer.from('hello')],
    ['an armor around nothing', Buffer.from('-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n')],
    ['a large file', Buffer.alloc(100_000, 65)],
    ['a cut signature', Buffer.from(signature).subarray(0, 200)],
  ])('that is %s is refused with a reason', (_name, bytes) => {
    const answer = verifySignature(message, bytes);
    expect(answer).toMatchObject({ ok: false });
    expect(answer.ok ? '' : answer.reason).toMatch(/^The signature .+\.$/);
  });

  const text = Buffer.from(signature).toString();
  it.each([
    ['with Windows line ends', text.replace(/\n/g, '\r\n'), /line ends were changed.+ZIP/],
    ['with a byte order mark', `\u{feff}${text}`, /wrapped or spaced anew.+ZIP/u],
    ['without its last line end', text.trimEnd(), /wrapped or spaced anew/],
    ['wrapped at 64 columns', text.replace(/(.{64})(.{6})\n/g, '$1\n$2'), /wrapped or spaced anew/],
    ['twice in one file', text + text, /holds 2 signatures/],
    ['cut in the middle', text.slice(0, 200), /a part is missing/],
    ['empty', '', /is empty/],
  ])('%s is refused, and says what happened to it', (_name, changed, says) => {
    const answer = verifySignature(message, Buffer.from(changed));
    expect(answer.ok ? 'accepted' : answer.reason).toMatch(says);
  });
});

describe('a key that is too weak', () => {
  it('does not count: RSA under 2048 bits', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    expect(() => createSshSignature(message, privateKey)).toThrow(/2048/);
  });
});
