import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Signer } from '../../../electron/signing/index.ts';
import { allowedSignersLine, parseAllowedSigners } from '../../../electron/signing/index.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import { previousReport, saveReport } from '../../../electron/usecases/save-report.ts';
import type { VerifyOptions } from '../../../electron/usecases/verify-report.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import { composeReport, reportBytes } from '../../../shared/report/compose-report.ts';
import type { VerifyAnswer, VerifyLine, VerifyResult } from '../../../shared/report/types.ts';
import { passing, runOf } from '../../helpers/site-run.ts';
import { generateKeyPairSync } from 'node:crypto';
import { createdAt, provableSite } from '../../shared/report/sample-report.ts';
import { sshKeygenIn } from '../signing/ssh-keygen.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-verify-'));
const planned = provableSite();
const signer: Signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Tech', 'tech@example.com');
const name = 'gdansk-dc1';
let folder = '';
let count = 0;

beforeEach(() => {
  count += 1;
  folder = join(root, `out-${count}`);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A run of the site, reported, signed and saved as `gatecheck check` does. */
async function saveRun(id: string): Promise<string> {
  const { report } = composeReport({
    ...planned,
    siteName: name,
    run: runOf(planned, passing),
    id,
    createdAt,
    version: '0.1.0',
    previous: await previousReport(folder, name),
    signer: {
      name: signer.name,
      email: signer.email,
      publicKey: signer.publicKeyLine,
      fingerprint: signer.fingerprint,
    },
  });
  const bytes = reportBytes(report);
  const pdf = Buffer.from('a PDF');
  const saved = await saveReport({ folder, name, report: bytes, signature: await signer.sign(bytes), pdf });
  return saved.files[0] ?? '';
}

const nobody: VerifyOptions = {
  knownKeys: { kind: 'own', own: [], imported: parseAllowedSigners('') },
  now: new Date('2026-11-25T00:00:00Z'),
  version: '0.1.0',
};
const ourselves: VerifyOptions = {
  ...nobody,
  knownKeys: {
    kind: 'own',
    own: [
      {
        name: 'Tech',
        email: 'tech@example.com',
        publicKey: signer.publicKeyLine,
        until: '2026-11-25T00:00:00Z',
      },
    ],
    imported: parseAllowedSigners(''),
  },
};

function answer(result: VerifyResult, what: VerifyLine['what']): VerifyAnswer | undefined {
  return result.lines.find((line) => line.what === what)?.answer;
}

const id1 = '11111111-aaaa-4bbb-8ccc-000000000000';
const id2 = '22222222-aaaa-4bbb-8ccc-000000000000';

describe('a saved report', () => {
  it('by one’s own key, also a rotated one, is valid', async () => {
    const result = await verifyReportFile(await saveRun(id1), ourselves);
    expect(result.lines.filter((line) => line.answer === 'invalid')).toEqual([]);
    expect(result).toMatchObject({
      result: 'valid',
      readiness: 'ready',
      signer: { name: 'Tech', known: true },
    });
  });

  it('by a key that nobody knows is intact', async () => {
    const result = await verifyReportFile(await saveRun(id1), nobody);
    expect(result).toMatchObject({ result: 'intact', signer: { known: false } });
  });

  it('by an imported key is valid', async () => {
    const imported = parseAllowedSigners(allowedSignersLine(signer.email, signer.publicKeyLine));
    const options: VerifyOptions = { ...nobody, knownKeys: { kind: 'own', own: [], imported } };
    expect((await verifyReportFile(await saveRun(id1), options)).result).toBe('valid');
  });

  it('is held against the allowed signers given, and against nobody else', async () => {
    const path = await saveRun(id1);
    const file = join(root, 'allowed_signers');
    const options: VerifyOptions = { ...ourselves, knownKeys: { kind: 'file', path: file } };
    writeFileSync(file, allowedSignersLine(signer.email, signer.publicKeyLine));
    expect((await verifyReportFile(path, options)).result).toBe('valid');
    writeFileSync(file, allowedSignersLine('boss@example.com', signer.publicKeyLine));
    const other = await verifyReportFile(path, options);
    expect(other.result).toBe('intact');
    expect(other.lines.find((line) => line.what === 'signer')?.says).toContain('not for tech@example.com');
    writeFileSync(file, '');
    expect((await verifyReportFile(path, options)).result).toBe('intact');
    await expect(
      verifyReportFile(path, { ...nobody, knownKeys: { kind: 'file', path: join(root, 'absent') } }),
    ).rejects.toMatchObject({ kind: 'bad-input' });
  });

  it('is accepted by ssh-keygen as it lies on disk, and by neither of us after one byte is changed', async () => {
    const path = await saveRun(id1);
    const judge = sshKeygenIn(root);
    const judged = (): boolean =>
      judge.verify({
        bytes: readFileSync(path),
        signature: readFileSync(`${path}.sig`),
        allowedSigners: `${allowedSignersLine(signer.email, signer.publicKeyLine)}\n`,
        email: signer.email,
      }).ok;
    expect(judged()).toBe(true);
    const bytes = readFileSync(path);
    for (const at of [1, Math.floor(bytes.length / 2), bytes.length - 2]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      writeFileSync(path, changed);
      const result = await verifyReportFile(path, ourselves);
      expect(result.result).toBe('invalid');
      expect(answer(result, 'signature')).toBe('invalid');
      expect(judged()).toBe(false);
    }
  });

  it('without its signature, or with that of another report, is invalid', async () => {
    const path = await saveRun(id1);
    writeFileSync(`${path}.sig`, await signer.sign(Buffer.from('another report')));
    expect((await verifyReportFile(path, ourselves)).result).toBe('invalid');
    rmSync(`${path}.sig`);
    const result = await verifyReportFile(path, ourselves);
    expect(result.result).toBe('invalid');
    expect(result.lines[0]?.says).toContain(`${basename(path)}.sig is missing`);
  });
});

describe('the report before', () => {
  it('is found beside it and compared; gone or changed is told apart', async () => {
    await saveRun(id1);
    const path = await saveRun(id2);
    const kept = join(folder, `${name}.20261124T204107Z-11111111.readiness.json`);
    expect(answer(await verifyReportFile(path, ourselves), 'previous')).toBe('valid');
    const before = readFileSync(kept);
    writeFileSync(kept, `${before.toString()}\n`);
    expect(answer(await verifyReportFile(path, ourselves), 'previous')).toBe('invalid');
    rmSync(kept);
    const result = await verifyReportFile(path, ourselves);
    expect(answer(result, 'previous')).toBe('cannot-tell');
    expect(result.result).toBe('valid');
  });
});

describe('the PDF beside it', () => {
  it('is not claimed to agree: it is compared by who can, or cannot be told', async () => {
    const path = await saveRun(id1);
    expect(answer(await verifyReportFile(path, ourselves), 'pdf')).toBe('cannot-tell');
    const comparePdf: NonNullable<VerifyOptions['comparePdf']> = ({ report, reportBytes, pdf }) =>
      Promise.resolve({
        answer:
          report.id === id1 && reportBytes.length > 0 && Buffer.from(pdf).toString() === 'a PDF'
            ? 'valid'
            : 'invalid',
        says: 'Compared.',
      });
    expect(answer(await verifyReportFile(path, { ...ourselves, comparePdf }), 'pdf')).toBe('valid');
    rmSync(path.replace(/json$/, 'pdf'));
    const result = await verifyReportFile(path, { ...ourselves, comparePdf });
    expect(answer(result, 'pdf')).toBe('cannot-tell');
    expect(result.result).toBe('valid');
  });
});

describe('a file that cannot be a report', () => {
  it('that is absent, or a folder, is bad input', async () => {
    await expect(verifyReportFile(join(root, 'absent.json'), nobody)).rejects.toMatchObject({
      kind: 'bad-input',
    });
    await expect(verifyReportFile(root, nobody)).rejects.toMatchObject({ kind: 'bad-input' });
  });

  it('that is empty, no UTF-8 or oversized is invalid, unread beyond its size', async () => {
    const path = join(root, 'odd.readiness.json');
    for (const bytes of [Buffer.alloc(0), Buffer.from([0xff, 0xfe, 0x7b]), Buffer.from('\ufeff{}')]) {
      writeFileSync(path, bytes);
      expect((await verifyReportFile(path, nobody)).result).toBe('invalid');
    }
    truncateSync(path, 60_000_000);
    const result = await verifyReportFile(path, nobody);
    expect(result.result).toBe('invalid');
    expect(result.lines.map((line) => line.says)).toEqual(['The file is larger than 50 MB; no report is.']);
  });
});
