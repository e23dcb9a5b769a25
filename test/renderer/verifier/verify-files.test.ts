import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllowedSigners } from '../../../electron/signing/allowed-signers.ts';
import { verifyReportFile } from '../../../electron/usecases/verify-report.ts';
import { verifyFiles } from '../../../renderer/verifier/verify-files.ts';
import type { Sample } from '../../helpers/report-samples.ts';
import {
  badSamples,
  chainBy,
  goodSamples,
  hugeFile,
  personWith,
  sampleName,
} from '../../helpers/report-samples.ts';

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

async function byPage({ files, title }: Sample) {
  const { reports } = await verifyFiles(files, now, null);
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
});
