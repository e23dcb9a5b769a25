import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyCertificate } from '../../../../electron/signing/cms/company-certificate.ts';
import { signCms } from '../../../../electron/signing/cms/sign-cms.ts';
import { verifyCms } from '../../../../electron/signing/cms/verify-cms.ts';
import { SigningError } from '../../../../electron/signing/signing-error.ts';
import { Judge, signedPdf, verified } from '../../pdf/signed-report.ts';
import { CompanyCa, forDocuments, passphrase } from './company-ca.ts';

const judge = new Judge();
let company: CompanyCa;
const now = new Date();
const tomorrow = new Date(now.getTime() + 86_400_000);

beforeAll(() => {
  company = new CompanyCa(judge);
  company.issue('ada', 'issuing', 'Ada Tester');
  company.issue('rsa', 'issuing', 'Błażej Żmijewski', { kind: 'rsa' });
  judge.run('certutil', '-N', '-d', `sql:${judge.folder}`, '--empty-password');
  judge.run('certutil', '-A', '-d', `sql:${judge.folder}`, '-n', 'Aurora', '-t', 'C,C,C', '-i', 'root.pem');
});
afterAll(() => {
  judge.end();
});

const open = (path: string, secret = passphrase, at = tomorrow): ReturnType<typeof openCompanyCertificate> =>
  openCompanyCertificate(path, secret, at);

describe("a certificate of the company's authority", () => {
  it.each([
    ['as OpenSSL 3 writes it', 'ada', []],
    ['with an RSA key', 'rsa', []],
    [
      'with 3DES, as older programs write it',
      'ada',
      ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    ],
    [
      'with AES-128 and a MAC of SHA-512',
      'ada',
      ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-128-CBC', '-macalg', 'sha512'],
    ],
    [
      'with 3DES under PBES2',
      'ada',
      ['-certpbe', 'DES-EDE3-CBC', '-keypbe', 'DES-EDE3-CBC', '-macalg', 'sha384'],
    ],
    ['whose certificates are in clear', 'ada', ['-certpbe', 'NONE', '-iter', '10000']],
    ['whose key is in clear too', 'ada', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
  ])('%s is opened, with the authority above it and without the root', async (_name, who, options) => {
    const signer = await open(company.export(who, ...options));
    const subjects = signer.certificates.map((der) => new X509Certificate(der).subject.split('\n')[0]);
    expect(subjects).toHaveLength(2);
    expect(subjects[1]).toBe('CN=Aurora Issuing CA');
    const content = randomBytes(100);
    const cms = await signCms(content, signer);
    expect(verifyCms(cms, createHash('sha256').update(content).digest()).kind).toBe('good');
  });

  it.each(['ada', 'rsa'])('makes a PDF that pdfsig trusts where the root is trusted (%s)', async (who) => {
    const signer = await open(company.export(who));
    const pdf = await signedPdf(signer);
    judge.file('company.pdf', pdf);
    // The certificates name nobody who could be asked: pdfsig sends nothing.
    const says = judge.says('pdfsig', '-nssdir', `sql:${judge.folder}`, 'company.pdf');
    expect(says).toContain('Signature is Valid.');
    expect(says).toContain('Total document signed');
    expect(says).toContain('Certificate is Trusted.');
    const { answer, signature } = await verified(pdf);
    // Whether that issuer is to be trusted, pdfsig can say, and we cannot.
    expect([answer, signature?.answer]).toEqual(['valid', 'cannot-tell']);
    expect(signature?.says).toContain('issued by Aurora Issuing CA');
  });
});

describe('a certificate file that cannot be used', () => {
  /** Why it is refused: kind, message and cure. */
  const refused = async (path: string, secret = passphrase, at = tomorrow): Promise<string> => {
    try {
      await open(path, secret, at);
      return 'opened';
    } catch (error) {
      return error instanceof SigningError
        ? `${error.kind}: ${error.message} ${error.cure}`
        : 'another error';
    }
  };

  it('with another passphrase, or a byte changed, says so and holds no secret', async () => {
    const path = company.export('ada');
    const wrong = await refused(path, 'not this one');
    expect(wrong).toContain('wrong-passphrase: ');
    expect(wrong).toContain('--pdf-passphrase-env');
    expect(wrong).not.toContain('not this one');
    const bytes = judge.read('ada.p12');
    for (const at of [0, 30, 60, 200, 500, bytes.length - 40, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[at] ?? 0) ^ 4, at);
      expect(await refused(judge.file('changed.p12', changed)), `byte ${at}`).toMatch(
        /^(bad-key|wrong-passphrase): /,
      );
    }
    for (const length of [0, 1, 100, bytes.length - 1]) {
      const cut = judge.file('cut.p12', bytes.subarray(0, length));
      expect(await refused(cut)).toContain('bad-key: ');
    }
  });

  it('in the old form with RC2 names the form, and how to convert it', async () => {
    const error = await refused(company.export('ada', '-legacy'));
    expect(error).toContain('bad-key: ');
    expect(error).toContain('RC2');
    expect(error).toContain('openssl pkcs12 -legacy');
  });

  it('that would take millions of rounds is not tried', async () => {
    company.export('ada', '-iter', '65535');
    const bytes = judge.read('ada.p12');
    // The last number of the file: 65,535 rounds become eight million.
    expect(bytes.subarray(-5).toString('hex')).toBe('020300ffff');
    bytes.writeUInt8(0x7f, bytes.length - 3);
    const error = await refused(judge.file('slow.p12', bytes));
    expect(error).toContain('bad-key: ');
    expect(error).toContain('rounds');
  });

  it('without a MAC is not taken', async () => {
    expect(await refused(company.export('ada', '-nomac'))).toContain('no MAC');
  });

  it('that has ended, or has not begun, says when', async () => {
    const later = new Date(now.getTime() + 40 * 86_400_000);
    expect(await refused(company.export('ada'), passphrase, later)).toMatch(
      /the certificate of Ada Tester ended on \d{4}-\d\d-\d\d/,
    );
    const earlier = new Date(now.getTime() - 86_400_000);
    expect(await refused(company.export('ada'), passphrase, earlier)).toMatch(
      /is not valid before \d{4}-\d\d-\d\d/,
    );
  });

  it.each([
    [
      'for encryption only',
      [...forDocuments.slice(0, 1), 'keyUsage=keyEncipherment'],
      'not for signing documents',
    ],
    [
      'of a web server',
      [...forDocuments.slice(0, 2), 'extendedKeyUsage=serverAuth'],
      'not for signing documents',
    ],
  ])('%s is refused', async (_name, extensions, why) => {
    company.issue('other', 'issuing', 'Other', { extensions });
    expect(await refused(company.export('other'))).toContain(why);
  });

  it.each([
    ['ed25519', 'neither RSA nor P-256'],
    ['p384', 'neither RSA nor P-256'],
    ['rsa1024', 'only 1024 bits'],
  ] as const)('with a key of the kind %s is refused', async (kind, why) => {
    company.issue('other', 'issuing', 'Other', { kind });
    expect(await refused(company.export('other'))).toContain(why);
  });

  it('without a private key, or without the certificate of that key, is refused', async () => {
    const options = ['-passout', `pass:${passphrase}`, '-out', 'half.p12'];
    const half = `${judge.folder}/half.p12`;
    judge.run('openssl', 'pkcs12', '-export', '-nokeys', '-in', 'ada.pem', ...options);
    expect(await refused(half)).toContain('no private key');
    judge.run('openssl', 'pkcs12', '-export', '-nocerts', '-inkey', 'ada.key', ...options);
    expect(await refused(half)).toContain('none of its certificates belongs to its private key');
  });

  it('that is absent, a folder, no PKCS#12 or far too large is refused', async () => {
    expect(await refused(`${judge.folder}/none.p12`)).toContain('no such file');
    expect(await refused(judge.folder)).toContain('it is no file');
    judge.run('mkfifo', 'pipe.p12');
    expect(await refused(`${judge.folder}/pipe.p12`)).toContain('it is no file');
    expect(await refused(judge.file('pem.p12', judge.read('ada.pem')))).toContain('bad-key: ');
    const large = judge.file('large.p12', Buffer.alloc(1_000_001));
    expect(await refused(large)).toContain('1 MB');
  });
});
