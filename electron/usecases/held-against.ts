import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { answerSchema, type Answer } from '../../shared/documents/answer/schema.ts';
import {
  maxRequestBytes,
  parseRequestFile,
  type EarlierRequest,
} from '../../shared/documents/change-request/earlier-request.ts';
import type { CheckedReport } from '../../shared/documents/change-request/only-blocked.ts';
import { parseJsonText } from '../../shared/lib/json-text.ts';
import type { Finding } from '../../shared/lib/result.ts';
import { findingsOf } from '../../shared/lib/zod-findings.ts';
import { parseReport } from '../../shared/report/parse-report.ts';
import { StoreError } from '../store/store-error.ts';
import { readTextFile } from '../store/text-file.ts';
import { UseCaseError } from './problem.ts';
import { decodeUtf8 } from './report-files.ts';
import { verifyAndKeep, type VerifyOptions } from './verify-report.ts';

/** The files that a request is held against: the revision before, or a readiness report. */

async function readText(path: string): Promise<string> {
  try {
    return await readTextFile(path, maxRequestBytes);
  } catch (error) {
    if (error instanceof StoreError) throw new UseCaseError('bad-input', error.message, error.cure);
    throw error;
  }
}

/**
 * Reads the JSON file of an earlier request.
 *
 * @throws UseCaseError `bad-input` with every fault and its place
 */
export async function readEarlierRequest(path: string): Promise<EarlierRequest> {
  const text = await readText(path);
  const parsed = parseRequestFile(text);
  if (parsed.ok)
    return { file: parsed.value, sha256: createHash('sha256').update(text, 'utf8').digest('hex') };
  throw new UseCaseError(
    'bad-input',
    `${path} is no request that can be compared with.`,
    'Give the JSON file of the earlier revision, unchanged:',
    parsed.error,
  );
}

/**
 * Reads an answer that was kept: `NUMBER_REVISION.answer.json`.
 *
 * @throws UseCaseError `bad-input` with every fault and its place
 */
export async function readAnswer(path: string): Promise<Answer> {
  const refused = (findings: readonly Finding[]): UseCaseError =>
    new UseCaseError(
      'bad-input',
      `${path} is no answer to a change request.`,
      'Give the file that gatecheck answer --apply keeps, e.g. FCR-2026-014_A.answer.json:',
      findings.slice(0, 100),
    );
  const json = parseJsonText(await readText(path));
  if (!json.ok) {
    const { line, column, message } = json.error;
    throw refused([{ path: '', message: `Line ${line}, column ${column}: ${message}` }]);
  }
  const parsed = answerSchema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  throw refused(findingsOf(parsed.error, json.value, answerSchema));
}

/**
 * Verifies a readiness report, and reads what was verified.
 *
 * @throws UseCaseError `bad-input` when it is not valid, or its signer is not known here
 */
export async function readCheckedReport(path: string, options: VerifyOptions): Promise<CheckedReport> {
  const { result, bytes } = await verifyAndKeep(path, options);
  const against = result.lines.filter(
    ({ answer, what }) =>
      answer === 'invalid' || (answer === 'cannot-tell' && what !== 'pdf' && what !== 'previous'),
  );
  if (result.result !== 'valid')
    throw new UseCaseError(
      'bad-input',
      `${basename(path)} is not used: ${result.result === 'invalid' ? 'it does not verify' : 'its signer is not known here, or its rules cannot be recomputed'}.`,
      'Only a verified report of a known signer can say what works already (gatecheck verify; gatecheck key import, or --allowed-signers):',
      against.flatMap(({ what, says, findings }) => [{ path: what, message: says }, ...findings]),
    );
  const text = bytes === null ? null : decodeUtf8(bytes);
  const parsed = text === null ? null : parseReport(text);
  if (bytes === null || parsed?.ok !== true) throw new Error('A valid report cannot be read again.');
  return { report: parsed.value.report, sha256: createHash('sha256').update(bytes).digest('hex') };
}
