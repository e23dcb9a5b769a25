import type { PdfValue } from './pdf-objects.ts';
import { isKind } from './pdf-file.ts';

function nameText(name: string): string {
  const bytes = [...Buffer.from(name, 'utf8')];
  const plain = (byte: number): boolean => /[A-Za-z0-9_.+-]/.test(String.fromCharCode(byte));
  const parts = bytes.map((byte) =>
    plain(byte) ? String.fromCharCode(byte) : `#${byte.toString(16).padStart(2, '0')}`,
  );
  return `/${parts.join('')}`;
}

/** A value as it is written into a file. Streams are written by who makes them. */
export function writtenValue(value: PdfValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number')
    return Number.isInteger(value) ? `${value}` : value.toFixed(6).replace(/0+$/, '');
  if (isKind(value, 'name')) return nameText(value.name);
  if (isKind(value, 'string')) return `<${value.bytes.toString('hex')}>`;
  if (isKind(value, 'reference')) return `${value.number} 0 R`;
  if (isKind(value, 'dictionary') || isKind(value, 'stream')) return writtenEntries(value.entries);
  return `[${value.map(writtenValue).join(' ')}]`;
}

export function writtenEntries(entries: ReadonlyMap<string, PdfValue>): string {
  return `<<${[...entries].map(([key, value]) => `${nameText(key)} ${writtenValue(value)}`).join('')}>>`;
}
