import { realpath } from 'node:fs/promises';
import { composeChangeRequest, type ChangeRequest } from '../../shared/documents/change-request/compose.ts';
import type { EarlierRequest } from '../../shared/documents/change-request/earlier-request.ts';
import type { SentForm } from '../../shared/documents/answer/compare-forms.ts';
import type { PdfForm } from '../../shared/documents/answer/pdf-form.ts';
import { sha256Hex } from '../../shared/lib/digest.ts';
import type { Catalog } from '../../shared/catalog/schema.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { FilledReading } from '../forms/read-filled.ts';
import { readForm } from '../forms/read-form.ts';
import { StoreError } from '../store/store-error.ts';
import { readWholeFile } from '../store/text-file.ts';
import type { RequestChangePorts } from './request-change.ts';

/** Larger than the form of any request. */
export const maxFilledBytes = 50_000_000;

export interface SentFormInput {
  readonly catalog: Catalog;
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly siteName: string;
  readonly version: string;
  readonly request: EarlierRequest;
  readonly requestPath: string;
  readonly filledPath: string;
  /** Of the file that came back. */
  readonly filledSha256: string;
}

export interface SentFormPorts {
  readonly renderPdf: RequestChangePorts['renderPdf'];
  readonly readFilled: (bytes: Uint8Array) => Promise<FilledReading>;
}

/**
 * The form as it was sent: made again from the site when that gives the same request, else the PDF that lies beside the
 * request's JSON, if it is the blank one.
 */
export async function sentForm(input: SentFormInput, came: PdfForm, ports: SentFormPorts): Promise<SentForm> {
  const made = await madeAgain(input, came, ports);
  if (made !== null) return { kind: 'known', form: made };
  return formBeside(input, ports);
}

async function madeAgain(
  input: SentFormInput,
  came: PdfForm,
  { renderPdf }: SentFormPorts,
): Promise<PdfForm | null> {
  const { file, sha256 } = input.request;
  if (file.software.version !== input.version) return null;
  // A delta, or a request for what is blocked, was made of more than the site.
  if (file.kind === 'delta' || file.kind === 'only-blocked') return null;
  const { catalog, site, ruleSet, siteName, version } = input;
  const make = (withDenials: boolean): ChangeRequest =>
    composeChangeRequest({
      withDenials,
      catalog,
      site,
      ruleSet,
      createdAt: file.createdAt,
      version,
      practice: file.practice,
      siteName,
    });
  const plain = make(false);
  if (plain.digest !== sha256) return null;
  const a4 = 800;
  const paper = (came.pages[0]?.width ?? a4) > a4 ? 'a4' : 'letter';
  const formOf = async ({ document }: ChangeRequest): Promise<PdfForm> =>
    readForm((await renderPdf(document, paper)).bytes);
  const form = await formOf(plain);
  if (differingPages(form, came) === 0) return form;
  // The annex of denials is no part of the JSON: the form may have been sent with it.
  const longer = await formOf(make(true));
  return differingPages(longer, came) < differingPages(form, came) ? longer : form;
}

function differingPages(one: PdfForm, other: PdfForm): number {
  const differing = one.pages.filter(({ drawn }, index) => drawn !== other.pages[index]?.drawn);
  return differing.length + Math.max(other.pages.length - one.pages.length, 0);
}

async function formBeside(input: SentFormInput, { readFilled }: SentFormPorts): Promise<SentForm> {
  const path = input.requestPath.replace(/\.json$/i, '.pdf');
  const unknown = (why: string): SentForm => ({ kind: 'unknown', why });
  const advice = 'Keep the PDF as it was sent beside its JSON.';
  const made = 'the site, or the version of the program, is another one than when it was made';
  if (path === input.requestPath || (await samePlace(path, input.filledPath)))
    return unknown(`${made}, and the PDF that was sent is not beside its JSON. ${advice}`);
  let bytes: Uint8Array;
  try {
    bytes = await readWholeFile(path, maxFilledBytes);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return unknown(`${made}, and there is no PDF beside its JSON. ${advice}`);
  }
  const reading = sha256Hex(bytes) === input.filledSha256 ? null : await readFilled(bytes);
  const form = reading?.ok === true && reading.file.kind === 'pdf' ? reading.file.form : null;
  const blank = form?.fields.every(({ value }) => value === null) === true;
  const own = form?.attachments.some((one) => sha256Hex(one.bytes) === input.request.sha256) === true;
  return form !== null && blank && own
    ? { kind: 'known', form }
    : unknown(`${made}, and the PDF beside its JSON is not the blank form that was sent. ${advice}`);
}

async function samePlace(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((path) => realpath(path).catch(() => path)));
  return one === other;
}
