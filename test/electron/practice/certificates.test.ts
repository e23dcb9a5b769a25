import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeAuthority, makeServerCertificate } from '../../../electron/practice/certificates.ts';

const now = new Date('2026-11-24T20:00:00Z');
const authority = makeAuthority('PRACTICE Public CA', now);
const proxy = makeAuthority('PRACTICE Proxy CA', now);
const server = makeServerCertificate(['s3.dc2.example', '203.0.113.20'], authority, now);

describe('practice certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'practice-certificates-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('say PRACTICE in their issuer and carry the names that they were made for', () => {
    const certificate = new X509Certificate(server.certificate);
    expect(certificate.issuer).toBe('O=PRACTICE\nCN=PRACTICE Public CA');
    expect(certificate.checkHost('s3.dc2.example')).toBe('s3.dc2.example');
    expect(certificate.checkIP('203.0.113.20')).toBe('203.0.113.20');
    expect(certificate.checkHost('other.example')).toBeUndefined();
    expect(certificate.ca).toBe(false);
    expect(new X509Certificate(authority.certificate).ca).toBe(true);
  });

  it('are signed by their own authority and by no other', () => {
    const certificate = new X509Certificate(server.certificate);
    expect(certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.verify(proxy.publicKey)).toBe(false);
    expect(certificate.checkPrivateKey(server.privateKey)).toBe(true);
  });

  it('are valid from the day before for a month', () => {
    const certificate = new X509Certificate(server.certificate);
    expect(new Date(certificate.validFrom).toISOString()).toBe('2026-11-23T20:00:00.000Z');
    expect(new Date(certificate.validTo).toISOString()).toBe('2026-12-24T20:00:00.000Z');
  });

  it('satisfy openssl under their own authority only', () => {
    const fresh = new Date();
    const root = makeAuthority('PRACTICE Public CA', fresh);
    const leaf = makeServerCertificate(['s3.dc2.example'], root, fresh);
    const other = makeAuthority('PRACTICE Proxy CA', fresh);
    for (const [name, pem] of [
      ['root', root.pem],
      ['leaf', leaf.pem],
      ['other', other.pem],
    ] as const)
      writeFileSync(join(folder, `${name}.pem`), pem);
    const verify = (authorityFile: string): string =>
      execFileSync(
        'openssl',
        [
          'verify',
          '-x509_strict',
          '-verify_hostname',
          's3.dc2.example',
          '-CAfile',
          authorityFile,
          'leaf.pem',
        ],
        { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      );
    expect(verify('root.pem')).toBe('leaf.pem: OK\n');
    expect(() => verify('other.pem')).toThrow();
  });
});
