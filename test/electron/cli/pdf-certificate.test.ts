import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetSecrets } from '../../../electron/cli/credentials.ts';
import { openSigner, type SigningOptions } from '../../../electron/cli/signer.ts';
import type { Surroundings } from '../../../electron/cli/surroundings.ts';
import { createIdentity } from '../../../electron/signing/index.ts';
import type { Signer } from '../../../electron/signing/index.ts';
import { identityPath } from '../../../electron/store/user-directory.ts';
import { Judge } from '../pdf/signed-report.ts';
import { CompanyCa, passphrase } from '../signing/cms/company-ca.ts';

const judge = new Judge();
const technician = { name: 'Ada Tester', email: 'ada@example.com' };
let file = '';

beforeAll(async () => {
  const company = new CompanyCa(judge);
  company.issue('ada', 'issuing', 'Ada Tester');
  file = company.export('ada');
  const protection = { kind: 'none' } as const;
  const wanted = { ...technician, protection, now: '2026-11-23T08:00:00Z', rotate: false };
  await createIdentity(identityPath(judge.folder), wanted);
});
afterAll(() => {
  judge.end();
});

function surroundings(environment: NodeJS.ProcessEnv): Surroundings {
  const given: Pick<Surroundings, 'environment' | 'userFolder' | 'now' | 'signal'> = {
    environment,
    userFolder: judge.folder,
    now: () => new Date(Date.now() + 1_000),
    signal: new AbortController().signal,
  };
  // Signing needs no more of them.
  return given as Surroundings;
}

function open(
  options: SigningOptions,
  environment: NodeJS.ProcessEnv = { P12: passphrase },
): Promise<Signer> {
  return openSigner(options, { technician }, surroundings(environment));
}

describe('--pdf-certificate', () => {
  it('signs the PDF with the certificate of the company; the report itself stays signed by the identity', async () => {
    const own = await open({});
    const signer = await open({ pdfCertificate: file, pdfPassphraseEnv: 'P12' });
    expect(signer.publicKeyLine).toBe(own.publicKeyLine);
    const [certificate = new Uint8Array()] = signer.documents?.certificates ?? [];
    expect(new X509Certificate(certificate).issuer).toContain('CN=Aurora Issuing CA');
    expect(signer.documents?.certificates).not.toEqual(own.documents?.certificates);
  });

  it('needs its passphrase in a variable, which no child process inherits', async () => {
    await expect(open({ pdfCertificate: file })).rejects.toThrow(/needs its passphrase/);
    await expect(open({ pdfPassphraseEnv: 'P12' })).rejects.toThrow(/none is given/);
    await expect(open({ pdfCertificate: file, pdfPassphraseEnv: 'P12' }, {})).rejects.toThrow(
      /P12, which is not set/,
    );
    const environment = { P12: passphrase, OTHER: 'x' };
    forgetSecrets({ passwordEnv: [], passphraseEnv: [], pdfPassphraseEnv: 'P12' }, environment);
    expect(environment).toEqual({ OTHER: 'x' });
  });

  it('that cannot be opened stops the run before anything is sent', async () => {
    const wrong = { P12: 'wrong' };
    await expect(open({ pdfCertificate: file, pdfPassphraseEnv: 'P12' }, wrong)).rejects.toMatchObject({
      kind: 'wrong-passphrase',
    });
  });
});
