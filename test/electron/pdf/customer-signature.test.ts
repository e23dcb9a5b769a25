import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyCertificate } from '../../../electron/signing/cms/company-certificate.ts';
import { CompanyCa, passphrase } from '../signing/cms/company-ca.ts';
import { Judge, signedPdf, verified } from './signed-report.ts';

const judge = new Judge();
const database = `sql:${judge.folder}`;
let first: Buffer = Buffer.alloc(0);

beforeAll(async () => {
  const company = new CompanyCa(judge);
  company.issue('ada', 'issuing', 'Ada Tester');
  // RSA: pdfsig 22.12 makes signatures with P-256 that it calls mismatched itself, also in files that nobody signed before.
  company.issue('kate', 'issuing', 'Kate Customer', { kind: 'rsa' });
  const soon = new Date(Date.now() + 60_000);
  first = await signedPdf(await openCompanyCertificate(company.export('ada'), passphrase, soon));
  judge.file('once.pdf', first);
  judge.run('certutil', '-N', '-d', database, '--empty-password');
  judge.run('certutil', '-A', '-d', database, '-n', 'Aurora', '-t', 'C,C,C', '-i', 'root.pem');
  judge.run('certutil', '-A', '-d', database, '-n', 'Issuing', '-t', ',,', '-i', 'issuing.pem');
  company.export('kate', '-name', 'kate');
  judge.run('pk12util', '-i', 'kate.p12', '-d', database, '-W', passphrase, '-K', '');
  const certificate = ['-nssdir', database, '-no-ocsp', '-nick', 'kate'];
  judge.says('pdfsig', ...certificate, '-sign', 'signature.customer', 'once.pdf', 'twice.pdf');
});
afterAll(() => {
  judge.end();
});

describe('a report that the customer signs behind the technician', () => {
  it('has two valid signatures, and only the second covers the whole file', () => {
    const says = judge.says('pdfsig', '-nssdir', database, '-no-ocsp', 'twice.pdf');
    const [, technician = '', customer = ''] = says.split(/Signature #\d:/);
    expect(technician).toContain('Field Name: signature.technician');
    expect(technician).toContain('Signature is Valid.');
    expect(technician).toContain('Not total document signed');
    expect(customer).toContain('Field Name: signature.customer');
    expect(customer).toContain('Common Name: Kate Customer');
    expect(customer).toContain('Signature is Valid.');
    expect(customer).toContain('- Total document signed');
    expect(judge.run('qpdf', '--check', 'twice.pdf')).toContain('No syntax or stream encoding errors');
  });

  it('keeps every byte that the technician signed', () => {
    expect(judge.read('twice.pdf').subarray(0, first.length).equals(first)).toBe(true);
  });

  it('cannot be told here: what was added may be more than a signature', async () => {
    const { answer, says, signature } = await verified(judge.read('twice.pdf'));
    expect([answer, signature?.answer]).toEqual(['cannot-tell', 'cannot-tell']);
    expect(says).toContain('until something was added behind its end');
    expect(signature?.says).toContain(`holds for the first ${first.length} bytes`);
  });

  it('is invalid when what the technician signed was changed before', async () => {
    const changed = judge.read('twice.pdf');
    changed.writeUInt8((changed[4_000] ?? 0) ^ 1, 4_000);
    expect((await verified(changed)).signature?.answer).toBe('invalid');
  });
});
