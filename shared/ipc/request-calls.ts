import { z } from 'zod';
import { requestFormats, type RequestFormat } from '../documents/request-formats.ts';

/** Calls about a change request's files besides its PDF: each as the text that saving would write. */

const id = z.string().min(1).max(100);

/** Formats that are a text: every one but the PDF and the workbook. */
export const textFormatNames = requestFormats.filter(
  (name): name is Exclude<RequestFormat, 'pdf' | 'xlsx'> => name !== 'pdf' && name !== 'xlsx',
);

export const requestArguments = {
  /** The text of a format as saving would write it now. */
  'request.text': z.tuple([
    id,
    z.record(z.string(), z.unknown()),
    z.strictObject({ format: z.enum(textFormatNames), against: id.nullable() }),
  ]),
} as const satisfies Record<string, z.ZodType>;

export type TextFormatName = (typeof textFormatNames)[number];

/** A file of a change request that is a text. */
export interface RequestText {
  readonly name: string;
  readonly text: string;
  /** Sentences: what this format cannot say. */
  readonly remarks: readonly string[];
}

export interface RequestResults {
  'request.text': RequestText;
}
