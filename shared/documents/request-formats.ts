import { textFormats, type TextFormatName } from './text-formats.ts';

/** Every form that a change request can be written in, by the word that `--format` takes. */
export type RequestFormat = 'pdf' | 'xlsx' | TextFormatName;

export const requestFormats: readonly RequestFormat[] = [
  'pdf',
  'xlsx',
  ...(Object.keys(textFormats) as TextFormatName[]),
];
