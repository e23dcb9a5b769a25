import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cmsSize, signCms } from '../../../../electron/signing/cms/sign-cms.ts';
import { verifyCms } from '../../../../electron/signing/cms/verify-cms.ts';
import { documentSigner, newKey, selfMade } from './document-signers.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatecheck-cms-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const content = randomBytes(5_000);
const digest = createHash('sha256').update(content).digest();

function write(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'pipe'] });

describe.each(['P-256', 'RSA-3072'] as const)('a signature over a document with a %s key', (kind) => {
  it('is accepted by OpenSSL as CAdES, and its size was known before', async () => {
    const signer = await selfMade(kind);
    const cms = await signCms(content, signer);
    const [own = new Uint8Array()] = signer.certificates;
    const pem = write(
      `${kind}.pem`,
      Buffer.from(openssl('x509', '-inform', 'DER', '-in', write('own.der', own))),
    );
    const [file, signed] = [write('cms.der', cms), write('content', content)];
    const verified = openssl(
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', file, '-content', signed],
      ...['-CAfile', pem, '-purpose', 'any', '-attime', '1795550000', '-out', path.join(folder, 'out')],
    );
    expect(verified).toBe('');
    expect(cms.length).toBeLessThanOrEqual(cmsSize(signer));
    expect(cms.length).toBeGreaterThan(cmsSize(signer) - 9);
  });

  it('holds content type, digest and certificate, and no time of its own', async () => {
    const cms = await signCms(content, await selfMade(kind));
    const read = openssl('cms', '-cmsout', '-print', '-inform', 'DER', '-in', write('cms.der', cms));
    const named = [...read.matchAll(/^ {12}object: (\S+)/gm)].map((match) => match[1]);
    expect(named).toEqual(['contentType', 'messageDigest', 'id-smime-aa-signingCertificateV2']);
  });

  it('is good for its content and no other', async () => {
    const signer = await selfMade(kind);
    const cms = await signCms(content, signer);
    expect(verifyCms(cms, digest)).toEqual({
      kind: 'good',
      signer: {
        certificates: signer.certificates.map((der) => Buffer.from(der)),
        algorithm: signer.algorithm,
      },
    });
    expect(verifyCms(cms, createHash('sha256').update('other').digest()).kind).toBe('other-content');
  });

  it('is good in no other form: not with any of its bits flipped, cut, or longer', async () => {
    const cms = await signCms(content, await selfMade(kind));
    for (let at = 0; at < cms.length; at++) {
      const changed = Uint8Array.from(cms);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(verifyCms(changed, digest).kind, `byte ${at}`).not.toBe('good');
    }
    expect(verifyCms(cms.subarray(0, -1), digest).kind).toBe('unreadable');
    expect(verifyCms(Buffer.concat([cms, Buffer.alloc(1)]), digest).kind).toBe('unreadable');
    expect(verifyCms(new Uint8Array(), digest).kind).toBe('unreadable');
  });
});

describe('a certificate of another key', () => {
  it('signs nothing: the mistake shows at once, not at the reader', async () => {
    const { certificates } = await selfMade('P-256');
    await expect(signCms(content, documentSigner(newKey('P-256'), certificates))).rejects.toThrow(
      /does not belong/,
    );
  });
});
