import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeSelfMadeCertificate } from '../../../../electron/signing/cms/self-made-certificate.ts';

const now = new Date('2026-11-24T20:41:07.900Z');
const serial = Uint8Array.from({ length: 16 }, (_, index) => 0xf0 + index);

function make(
  privateKey: KeyObject,
  more: { name?: string; email?: string; now?: Date } = {},
): Promise<Uint8Array> {
  return makeSelfMadeCertificate({
    name: 'Ada Zażółć',
    email: 'ada@example.com',
    privateKey,
    now,
    serial,
    ...more,
  });
}

/** What OpenSSL reads in it. */
function openssl(der: Uint8Array, ...args: string[]): string {
  return execFileSync('openssl', ['x509', '-inform', 'DER', '-noout', ...args], {
    input: der,
    encoding: 'utf8',
    timeout: 60_000,
  });
}

const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;

describe('a certificate that the technician makes', () => {
  it.each([
    ['P-256', p256, 'ecdsa-with-SHA256'],
    ['RSA-3072', rsa, 'sha256WithRSAEncryption'],
  ])('of a %s key is signed by that key, and OpenSSL reads it', async (_name, key, algorithm) => {
    const der = await make(key);
    const certificate = new X509Certificate(der);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(openssl(der, '-text')).toContain(`Signature Algorithm: ${algorithm}`);
  });

  it('names its holder, and what the key may be used for', async () => {
    const text = openssl(await make(p256), '-text', '-nameopt', 'utf8,sep_multiline');
    expect(text).toContain('CN=Ada Zażółć');
    expect(text).toContain('email:ada@example.com');
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Digital Signature, Non Repudiation\n/);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(text).toMatch(
      /Extended Key Usage: \s*(1\.3\.6\.1\.5\.5\.7\.3\.36|Document Signing), E-mail Protection/,
    );
    expect(text).toContain('Version: 3');
  });

  it('is valid for ten years from the second it was made, also beyond 2049', async () => {
    expect(openssl(await make(p256), '-dates')).toBe(
      'notBefore=Nov 24 20:41:07 2026 GMT\nnotAfter=Nov 24 20:41:07 2036 GMT\n',
    );
    const later = await make(p256, { now: new Date('2045-01-01T00:00:00Z') });
    expect(openssl(later, '-dates')).toContain('notAfter=Jan  1 00:00:00 2055 GMT');
  });

  it('has a positive serial number of all given bytes', async () => {
    expect(openssl(await make(p256), '-serial')).toBe('serial=70F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF\n');
  });

  it('takes an address beyond ASCII, and a name longer than a certificate may hold', async () => {
    const der = await make(p256, { email: 'zażółć@przykład.example', name: 'ż'.repeat(200) });
    const text = openssl(der, '-text', '-nameopt', 'utf8');
    expect(text).toContain(`CN=${'ż'.repeat(64)}\n`);
    expect(new X509Certificate(der).checkEmail('ada@example.com')).toBe(undefined);
  });

  it('is not made for a key that viewers of PDFs do not know', async () => {
    await expect(make(generateKeyPairSync('ed25519').privateKey)).rejects.toThrow(/RSA or P-256/);
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    await expect(make(p384)).rejects.toThrow(/RSA or P-256/);
  });
});
