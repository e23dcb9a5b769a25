import { isKind, utf16 } from './pdf-file.ts';
import type { PdfReader, PdfValue } from './pdf-objects.ts';
import type { PdfWork } from './pdf-work.ts';

/** What the codes of a font mean as text. */
export type CharacterMap = (codes: Buffer) => string;

const maxRange = 70_000;

/** What one code means at most: the longest ligature of Unicode stands for 18 characters. */
const longestMeaning = 32;
/** As in `read-pages`: no operator shows more. */
const longestShown = 1_000_000;

/**
 * Reads a ToUnicode map (ISO 32000-1, 9.10.3).
 *
 * @param work is told how many meanings follow from what is read, before they are kept
 * @throws PdfFault
 */
export function readCharacterMap(reader: PdfReader, work: PdfWork): CharacterMap {
  const meanings = new Map<number, string>();
  let width = 2;
  let operands: PdfValue[] = [];
  while (reader.more()) {
    const token = reader.token();
    if (typeof token !== 'object' || token === null || !('kind' in token) || token.kind !== 'operator') {
      operands.push(token);
      continue;
    }
    if (token.name === 'endcodespacerange') width = codeBytes(operands[0]).length || 2;
    if (token.name === 'endbfchar') {
      work.mean(operands.length);
      addCharacters(operands, meanings);
    }
    if (token.name === 'endbfrange') addRanges(operands, meanings, work);
    operands = [];
  }
  return (codes) => {
    let text = '';
    for (let at = 0; at + width <= codes.length && text.length <= longestShown; at += width)
      text += meanings.get(codes.readUIntBE(at, width)) ?? '\ufffd';
    return text;
  };
}

function codeBytes(value: PdfValue | undefined): Buffer {
  const bytes = isKind(value ?? null, 'string')
    ? (value as { readonly bytes: Buffer }).bytes
    : Buffer.alloc(0);
  return bytes.subarray(0, 6);
}

function codeOf(value: PdfValue | undefined): number {
  const bytes = codeBytes(value);
  return bytes.length === 0 ? 0 : bytes.readUIntBE(0, bytes.length);
}

function meaning(value: PdfValue | undefined): string {
  if (!isKind(value ?? null, 'string')) return '';
  return utf16((value as { readonly bytes: Buffer }).bytes.subarray(0, 2 * longestMeaning));
}

function addCharacters(operands: readonly PdfValue[], meanings: Map<number, string>): void {
  for (let at = 0; at + 1 < operands.length; at += 2)
    meanings.set(codeOf(operands[at]), meaning(operands[at + 1]));
}

function addRanges(operands: readonly PdfValue[], meanings: Map<number, string>, work: PdfWork): void {
  for (let at = 0; at + 2 < operands.length; at += 3) {
    const first = codeOf(operands[at]);
    const last = Math.min(codeOf(operands[at + 1]), first + maxRange);
    work.mean(Math.max(1, last - first));
    const target = operands[at + 2] ?? null;
    const list = Array.isArray(target) ? (target as readonly PdfValue[]) : null;
    const start = list === null ? meaning(target) : '';
    for (let code = first; code <= last; code++) {
      if (list !== null) meanings.set(code, meaning(list[code - first]));
      else meanings.set(code, raised(start, code - first));
    }
  }
}

function raised(text: string, by: number): string {
  const point = text.codePointAt(text.length - 1) ?? 0;
  return text.slice(0, -1) + String.fromCodePoint(Math.min(point + by, 0xffff));
}
