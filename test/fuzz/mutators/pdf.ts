import { deflateSync, inflateSync } from 'node:zlib';
import type { Mutator, Pantry } from '../engine/target.ts';
import { bytesMutator } from './bytes.ts';
import { textMutator } from './text.ts';

const heads = /(?:^|[\r\n])(\d{1,7}) 0 obj\b/g;

/** A table that leads to where the objects now are, so that a change gets behind it. */
function withNewTable(text: string): string {
  const places = new Map<number, number>();
  for (const match of text.matchAll(heads))
    places.set(Number(match[1]), match.index + match[0].indexOf(match[1] ?? ''));
  const table = /(?:^|\n)xref\r?\n/.exec(text);
  const trailer = text.lastIndexOf('trailer');
  if (places.size === 0 || table === null || trailer < table.index) return text;
  const rest = text.slice(trailer).replace(/startxref\s+\d+[^]*$/, '');
  const body = `${text.slice(0, table.index)}\n`;
  const rows = [...places].map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`);
  return `${body}xref\n0 1\n0000000000 65535 f \n${rows.join('')}${rest}startxref\n${body.length}\n%%EOF\n`;
}

const streams = /<<((?:[^<>]|<[^<>]*>|<<[^<>]*>>)*)>>\s*stream\r?\n/g;

/** Changes a stream behind its packing; the reader finds its end without its length. */
function changeStream(text: string, pantry: Pantry): string | null {
  const found = [...text.matchAll(streams)];
  if (found.length === 0) return null;
  const head = pantry.random.pick(found);
  const start = head.index + head[0].length;
  const end = text.indexOf('endstream', start);
  if (end < 0) return null;
  const packed = Buffer.from(text.slice(start, end).replace(/\r?\n$/, ''), 'latin1');
  const isPacked = head[0].includes('/FlateDecode');
  let bytes: Uint8Array = packed;
  if (isPacked)
    try {
      bytes = inflateSync(packed, { maxOutputLength: 1_000_000 });
    } catch {
      return null;
    }
  for (let times = 1 + pantry.random.small(4); times > 0; times--)
    bytes = (pantry.random.once(2) ? bytesMutator : textMutator)(bytes, pantry) ?? bytes;
  const packs = pantry.random.once(4) ? !isPacked : isPacked;
  const written = Buffer.from(packs ? deflateSync(bytes, { level: 1 }) : bytes).toString('latin1');
  const dictionary = (head[1] ?? '').replace(/\/Length\s+\d+/, '').replace(/\/Filter\s*\/FlateDecode/, '');
  const filter = packs ? '/Filter/FlateDecode' : '';
  return `${text.slice(0, head.index)}<<${dictionary}${filter}/Length ${written.length}>>\nstream\n${written}\n${text.slice(end)}`;
}

/** Leads a reference elsewhere, or puts one where a value stood. */
function changeReference(text: string, { random }: Pantry): string | null {
  const found = [...text.matchAll(/\b\d+ 0 R\b|\/\w+(?= )|(?<= )\d+\b/g)];
  if (found.length === 0) return null;
  const one = random.pick(found);
  const wanted = one[0].startsWith('/')
    ? `${one[0]} ${1 + random.below(40)} 0 R`
    : `${1 + random.below(40)} 0 R`;
  return text.slice(0, one.index) + wanted + text.slice(one.index + one[0].length);
}

/** Changes a PDF with a plain table: its objects, its references, and what is packed in its streams. */
export const pdfMutator: Mutator = (input, pantry) => {
  let text = Buffer.from(input).toString('latin1');
  for (let times = 1 + pantry.random.small(3); times > 0; times--) {
    switch (pantry.random.below(5)) {
      case 0:
      case 1:
        text = changeStream(text, pantry) ?? text;
        break;
      case 2:
        text = changeReference(text, pantry) ?? text;
        break;
      default:
        text = Buffer.from(bytesMutator(Buffer.from(text, 'latin1'), pantry) ?? []).toString('latin1');
    }
  }
  return Buffer.from(pantry.random.once(8) ? text : withNewTable(text), 'latin1');
};
