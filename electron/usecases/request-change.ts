import path from 'node:path';
import { composeChangeRequest, type ChangeRequest } from '../../shared/documents/change-request/compose.ts';
import type { Answer } from '../../shared/documents/answer/schema.ts';
import type { EarlierRequest } from '../../shared/documents/change-request/earlier-request.ts';
import type { CheckedReport } from '../../shared/documents/change-request/only-blocked.ts';
import { whyNoRequest } from '../../shared/documents/change-request/revise.ts';
import type { RequestFormat } from '../../shared/documents/request-formats.ts';
import { textFormats } from '../../shared/documents/text-formats.ts';
import type { Catalog } from '../../shared/catalog/schema.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { DocumentModel } from '../../shared/documents/model.ts';
import { requestWorkbook } from '../../shared/documents/tables/workbook.ts';
import type { PdfOptions, RenderedPdf } from '../pdf/render-document.ts';
import { UseCaseError } from './problem.ts';
import { writeXlsx } from '../xlsx/write-xlsx.ts';

export interface RequestChangeInput {
  readonly catalog: Catalog;
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly outDir: string;
  readonly formats: readonly RequestFormat[];
  readonly paper: PdfOptions['paper'];
  /** UTC, as 2026-11-24T20:41:07Z. */
  readonly now: string;
  /** Version of this software. */
  readonly version: string;
  readonly practice: boolean;
  /** File name of the site without its ending: names the files when the site gives no number. */
  readonly siteName: string;
  /** Prints what a denial of each service costs. */
  readonly withDenials?: boolean;
  /** Makes a delta to this earlier request. */
  readonly since?: EarlierRequest;
  /** Asks only for what does not work by this report. */
  readonly checked?: CheckedReport;
  /** What the customer answered to the earlier request: decisions and rule names. */
  readonly answer?: Answer;
}

export interface RequestChangePorts {
  /** Writes a whole file or nothing. Throws when it cannot. */
  readonly writeFile: (file: string, bytes: Uint8Array) => Promise<void>;
  readonly renderPdf: (model: DocumentModel, paper: PdfOptions['paper']) => Promise<RenderedPdf>;
}

export interface RequestChangeResult {
  readonly status: 'draft' | 'for-decision';
  /** Full paths, in the order of `formats`. */
  readonly files: readonly string[];
  /** SHA-256 of the request's JSON. */
  readonly digest: string;
  readonly lines: number;
  /** Sentences for people: characters that no font of the PDF has, lines that a dialect cannot say. */
  readonly remarks: readonly string[];
}

/**
 * Makes the change request of a site and writes it in the wanted formats. Everything is made before anything is written.
 *
 * @throws UseCaseError `bad-input` when the site and what it is held against do not fit together
 */
export async function requestChange(
  input: RequestChangeInput,
  ports: RequestChangePorts,
): Promise<RequestChangeResult> {
  const { catalog, site, ruleSet, version, practice, since, checked, answer } = input;
  const against = whyNoRequest({ site, practice, since, checked, answer });
  if (against !== null) throw new UseCaseError('bad-input', against.message, against.cure);
  const request = composeChangeRequest({
    catalog,
    site,
    ruleSet,
    createdAt: input.now,
    version,
    practice,
    siteName: input.siteName,
    withDenials: input.withDenials === true,
    ...(since === undefined ? {} : { since }),
    ...(checked === undefined ? {} : { checked }),
    ...(answer === undefined ? {} : { answer }),
  });
  const { asks } = request.facts;
  const remarks: string[] = asks.kind === 'delta' || asks.kind === 'only-blocked' ? [...asks.remarks] : [];
  const outputs: { file: string; bytes: Uint8Array }[] = [];
  for (const format of input.formats) {
    const { bytes, extension, says } = await written(format, request, input.paper, ports);
    remarks.push(...says);
    outputs.push({ file: path.join(input.outDir, `${request.stem}${extension}`), bytes });
  }
  for (const { file, bytes } of outputs) await ports.writeFile(file, bytes);
  return {
    status: request.status,
    files: outputs.map(({ file }) => file),
    digest: request.digest,
    lines: request.file.lines.length,
    remarks,
  };
}

interface Written {
  readonly bytes: Uint8Array;
  readonly extension: string;
  /** Sentences for people. */
  readonly says: readonly string[];
}

async function written(
  format: RequestFormat,
  request: ChangeRequest,
  paper: PdfOptions['paper'],
  ports: RequestChangePorts,
): Promise<Written> {
  switch (format) {
    case 'pdf': {
      const pdf = await ports.renderPdf(request.document, paper);
      return { bytes: pdf.bytes, extension: '.pdf', says: fontRemarks(pdf) };
    }
    case 'xlsx': {
      const workbook = requestWorkbook(request.file, request.digest);
      return { bytes: writeXlsx(workbook, paper), extension: '.xlsx', says: [] };
    }
    default: {
      const { extension, write } = textFormats[format];
      const { text, remarks } = write(request);
      return { bytes: new TextEncoder().encode(text), extension, says: remarks };
    }
  }
}

/** Sentences about the characters that no font of the PDF has. */
export function fontRemarks({ missingCharacters }: RenderedPdf): string[] {
  return missingCharacters.map(
    ({ codePoint, text }) =>
      `No font of the PDF has the character ${codePoint} in "${text}"; it stands there as [${codePoint}].`,
  );
}
