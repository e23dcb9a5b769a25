import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { compareForms } from '../../shared/documents/answer/compare-forms.ts';
import { workbookIntegrity } from '../../shared/documents/answer/compare-workbook.ts';
import { filledForm, filledWorkbook } from '../../shared/documents/answer/filled.ts';
import { interpretAnswer } from '../../shared/documents/answer/interpret.ts';
import { denialOf, judgeAnswer, type Outcome } from '../../shared/documents/answer/judge.ts';
import type { PdfForm } from '../../shared/documents/answer/pdf-form.ts';
import { proposeChanges, type Proposal } from '../../shared/documents/answer/proposal.ts';
import type { Answer } from '../../shared/documents/answer/schema.ts';
import type { EarlierRequest } from '../../shared/documents/change-request/earlier-request.ts';
import type { RequestFile } from '../../shared/documents/change-request/request-json.ts';
import { readFilledWorkbook } from '../../shared/documents/tables/read-lines-sheet.ts';
import type { SheetTexts } from '../../shared/documents/tables/types.ts';
import type { Catalog } from '../../shared/catalog/schema.ts';
import type { DenialEffect } from '../../shared/rules/denial/types.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import { StoreError } from '../store/store-error.ts';
import { readWholeFile } from '../store/text-file.ts';
import { readEarlierRequest } from './held-against.ts';
import { UseCaseError } from './problem.ts';
import { maxFilledBytes, sentForm, type SentFormPorts } from './sent-form.ts';

export interface ReadAnswerInput {
  readonly catalog: Catalog;
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly siteName: string;
  /** The JSON file of the request that was sent. */
  readonly requestPath: string;
  /** The PDF or XLSX that came back. */
  readonly filledPath: string;
  /** UTC. */
  readonly now: string;
  readonly version: string;
}

/** An answer and what follows from it. Nothing was changed. */
export interface AnswerReading {
  readonly answer: Answer;
  readonly outcome: Outcome;
  readonly effect: DenialEffect;
  readonly proposal: Proposal;
}

/**
 * Reads a filled request, and holds it against the one that was sent.
 *
 * @throws UseCaseError `bad-input` when a file cannot be read, or is the answer to another request
 */
export async function readAnswer(input: ReadAnswerInput, ports: SentFormPorts): Promise<AnswerReading> {
  const { catalog, site, ruleSet } = input;
  const request = await readEarlierRequest(input.requestPath);
  refuseOtherSite(request.file, site, input);
  const bytes = await readFilledFile(input.filledPath);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const reading = await ports.readFilled(bytes);
  if (!reading.ok)
    throw new UseCaseError(
      'bad-input',
      `${basename(input.filledPath)} cannot be read. ${reading.message}`,
      reading.cure,
    );
  const asked = { file: request.file, digest: request.sha256 };
  const source = {
    file: { kind: reading.file.kind, name: basename(input.filledPath), sha256 },
    readAt: input.now,
    software: { name: 'gatecheck' as const, version: input.version },
  };
  const answer =
    reading.file.kind === 'pdf'
      ? await answerOfForm(reading.file.form)
      : answerOfWorkbook(reading.file.sheets);
  const effect = denialOf(answer, catalog, site, ruleSet);
  const proposal = proposeChanges(answer, catalog, site, effect);
  return { answer, outcome: judgeAnswer(answer), effect, proposal };

  async function answerOfForm(form: PdfForm): Promise<Answer> {
    refuseOtherForm(form, request, input.filledPath);
    const sent = await sentForm({ ...input, request, filledSha256: sha256 }, form, ports);
    const integrity = compareForms(sent, form, request.sha256);
    return interpretAnswer(asked, filledForm(form.fields), { ...source, integrity });
  }

  function answerOfWorkbook(sheets: readonly SheetTexts[]): Answer {
    const book = readFilledWorkbook(sheets, request.file, request.sha256);
    if (!sheets.some(({ name }) => name === 'Lines'))
      throw notOurs(input.filledPath, 'it has no sheet "Lines"', requestName(request.file));
    const integrity = workbookIntegrity(book, request.sha256);
    return interpretAnswer(asked, filledWorkbook(book), { ...source, integrity });
  }
}

async function readFilledFile(path: string): Promise<Buffer> {
  try {
    return await readWholeFile(path, maxFilledBytes);
  } catch (error) {
    if (error instanceof StoreError) throw new UseCaseError('bad-input', error.message, error.cure);
    throw error;
  }
}

function requestName({ number, revision }: RequestFile): string {
  return `${number ?? 'the request'}, revision ${revision}`;
}

/** Decisions on another site's lines must not be laid upon this one. */
function refuseOtherSite(file: RequestFile, site: Site, { requestPath }: ReadAnswerInput): void {
  const own = site.request.number.trim();
  const nodes = new Set(site.nodes.map(({ name }) => name));
  const same = (file.number ?? '') === own && file.nodes.some(({ name }) => nodes.has(name));
  if (same && file.catalog.id === site.catalog) return;
  throw new UseCaseError(
    'bad-input',
    `${basename(requestPath)} is ${requestName(file)}, for ${file.nodes.map(({ name }) => name).join(', ')}; the site asks as ${own === '' ? 'a request without a number' : own}, for ${[...nodes].join(', ')}.`,
    'Give the site and the request that belong together.',
  );
}

function notOurs(path: string, why: string, wanted: string): UseCaseError {
  return new UseCaseError(
    'bad-input',
    `${basename(path)} is no filled form of ${wanted}: ${why}.`,
    'Give the PDF form or the XLSX of that request, as the customer saved it after filling it in.',
  );
}

/** Another product's form, a flattened one, or the form of another request. */
function refuseOtherForm(form: PdfForm, { file, sha256 }: EarlierRequest, path: string): void {
  const attached = form.attachments.flatMap(({ bytes }) => requestIn(bytes) ?? []);
  const wanted = requestName(file);
  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const same = form.attachments.some(({ bytes }) => digest(bytes) === sha256);
  const other = attached.find(({ number, revision }) => number !== file.number || revision !== file.revision);
  if (!same && other !== undefined)
    throw notOurs(
      path,
      `it is the form of ${other.number ?? 'a request without a number'}, revision ${other.revision}`,
      wanted,
    );
  const ours = form.fields.some(({ name }) => /^(?:line|address|impl|approval)\./.test(name));
  if (ours) return;
  if (attached.length > 0 || same)
    throw notOurs(
      path,
      'its fields are gone; it was flattened or printed, and only a person can read it',
      wanted,
    );
  throw notOurs(
    path,
    form.fields.length === 0 ? 'it has no fields' : 'its fields are of another form',
    wanted,
  );
}

interface NamedRequest {
  readonly number: string | null;
  readonly revision: string;
}

function requestIn(bytes: Uint8Array): NamedRequest | null {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof json !== 'object' || json === null) return null;
    const { format, number, revision } = json as Record<string, unknown>;
    if (format !== 'gatecheck/request@1' || typeof revision !== 'string') return null;
    return { number: typeof number === 'string' ? number : null, revision };
  } catch {
    return null;
  }
}
