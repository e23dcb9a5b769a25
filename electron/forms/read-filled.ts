import type { PdfForm } from '../../shared/documents/answer/pdf-form.ts';
import type { SheetTexts } from '../../shared/documents/tables/types.ts';
import { readXlsx } from '../xlsx/read-xlsx.ts';
import { XlsxError } from '../xlsx/xlsx-error.ts';
import { PdfFault } from './pdf-objects.ts';
import { readForm } from './read-form.ts';

/** What stands in a file that came back: fields and pages of a form, or the cells of a workbook. */
export type FilledFile =
  | { readonly kind: 'pdf'; readonly form: PdfForm }
  | { readonly kind: 'xlsx'; readonly sheets: readonly SheetTexts[] };

export type FilledReading =
  | { readonly ok: true; readonly file: FilledFile }
  | { readonly ok: false; readonly message: string; readonly cure: string };

/** Reads a filled file by what it is, not by its name. Whatever is in it, the answer is a value. */
export function readFilled(bytes: Uint8Array): FilledReading {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024));
  try {
    if (start.includes('%PDF-')) return { ok: true, file: { kind: 'pdf', form: readForm(bytes) } };
    if (start[0] === 0x50 && start[1] === 0x4b)
      return { ok: true, file: { kind: 'xlsx', sheets: readXlsx(bytes) } };
  } catch (error) {
    if (error instanceof XlsxError) return { ok: false, message: error.message, cure: error.cure };
    if (error instanceof PdfFault) return { ok: false, message: error.message, cure: cureOf(error) };
    throw error;
  }
  return {
    ok: false,
    message: 'It is neither a PDF nor an Excel workbook (.xlsx).',
    cure: 'Give the file that the customer filled in: the PDF form or the XLSX of the request.',
  };
}

function cureOf({ message }: PdfFault): string {
  return message.includes('encrypted')
    ? 'Ask for it without a password, or remove the password with the program that set it (qpdf --decrypt IN.pdf OUT.pdf).'
    : 'Open it in a PDF program, save it under another name, and try that; or ask the customer to send it again.';
}
