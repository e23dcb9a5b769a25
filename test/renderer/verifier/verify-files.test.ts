import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../../../electron/signing/allowed-signers.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import type { Verified } from '../../../renderer/verifier/verify-files.ts';
import { verifyFiles } from '../../../renderer/verifier/verify-files.ts';
import { utf8 } from '../../../shared/lib/digest.ts';
import type { Sample, SampleFile } from '../../helpers/report-samples.ts';
import { badSamples, chainBy, goodSamples, personWith, sampleName } from '../../helpers/report-samples.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-verifier-'));
const now = new Date('2026-11-25T00:00:00Z');

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What the program says of the same files, without the PDF, which a page cannot compare. */
async function byProgram({ files, title }: Sample) {
  const folder = mkdtempSync(join(root, 'sample-'));
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  const signers = files.some(({ name }) => name === 'allowed_signers');
  const result = await verifyReportFile(join(folder, sampleName), {
    knownKeys: signers
      ? { kind: 'file', path: join(folder, 'allowed_signers') }
      : { kind: 'own', own: [], imported: parseAllowedSigners('') },
    now,
    version: '0.1.0',
  });
  return { title, result: result.result, lines: answers(result.lines) };
}

function answers(lines: readonly { readonly what: string; readonly answer: string }[]): string[] {
  return lines.filter(({ what }) => !what.startsWith('pdf')).map(({ what, answer }) => `${what}: ${answer}`);
}

function verify(files: readonly SampleFile[]): Promise<Verified> {
  return verifyFiles(files, now, null);
}

async function byPage({ files, title }: Sample) {
  const { reports } = await verify(files);
  const result = reports[0]?.result;
  return { title, result: result?.result, lines: answers(result?.lines ?? []) };
}

describe('the verifier page', () => {
  it('accepts what the program accepts, by keys of every type', async () => {
    for (const sample of goodSamples()) {
      const page = await byPage(sample);
      expect(page).toMatchObject({ result: sample.expected });
      expect(page).toEqual(await byProgram(sample));
    }
  });

  it('refuses every bad report, line by line as the program does', async () => {
    for (const sample of badSamples()) {
      const page = await byPage(sample);
      expect(page, sample.title).toMatchObject({ result: 'invalid' });
      expect(page).toEqual(await byProgram(sample));
    }
  });

  it('refuses a file that is too large to be read', async () => {
    const { reports } = await verifyFiles([{ name: sampleName, bytes: null }], now, null);
    expect(reports[0]).toMatchObject({ result: { result: 'invalid' }, view: null });
  });

  it('knows nobody but those in the allowed_signers file that was given', async () => {
    const [person, other] = [personWith('ed25519'), personWith('ed25519')];
    const [files = []] = chainBy(person);
    const given = async (line: string) => {
      const { reports } = await verify([...files, { name: 'allowed_signers', bytes: utf8(line) }]);
      return reports[0]?.result;
    };
    expect(await given(person.line)).toMatchObject({ result: 'valid', signer: { known: true } });
    expect(await given(other.line)).toMatchObject({ result: 'intact', signer: { known: false } });
    expect(await given(person.line.replace('tech@', 'boss@'))).toMatchObject({ result: 'intact' });
    expect(await given(person.line.replace('"gatecheck"', '"git"'))).toMatchObject({ result: 'intact' });
    expect(await given('')).toMatchObject({ result: 'intact' });
  });
});

describe('the reports before', () => {
  const person = personWith('ed25519');
  const [newest = [], middle = [], oldest = []] = chainBy(person);
  const kinds = ({ reports }: Verified): string[] => (reports[0]?.links ?? []).map(({ kind }) => kind);

  it('are followed back to the first one, whatever order the files come in', async () => {
    const verified = await verify([...oldest, ...newest, ...middle]);
    expect(verified.reports.map(({ result }) => result.file)).toEqual([
      newest[0]?.name,
      middle[0]?.name,
      oldest[0]?.name,
    ]);
    expect(kinds(verified)).toEqual(['here', 'here']);
  });

  it('are followed as far as they are here', async () => {
    expect(kinds(await verify([...newest, ...oldest]))).toEqual(['missing']);
    expect(kinds(await verify([...newest, ...middle]))).toEqual(['here', 'missing']);
  });

  it('make the report invalid when one of them was altered', async () => {
    const report = middle[0];
    if (report === undefined) throw new Error('The chain has no middle.');
    const text = new TextDecoder().decode(report.bytes);
    const altered = { ...report, bytes: utf8(text.replace('"cancelled":false', '"cancelled":true')) };
    const verified = await verify([...newest, altered]);
    expect(verified.reports.find(({ result }) => result.file === sampleName)).toMatchObject({
      result: { result: 'invalid' },
      links: [{ kind: 'altered' }],
    });
  });
});
