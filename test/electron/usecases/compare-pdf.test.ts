import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderReportPdf, type ReportPdf } from '../../../electron/pdf/render-report.ts';
import { pdfComparer, type PdfToCompare } from '../../../electron/usecases/compare-pdf.ts';
import { pdfContent } from '../../../electron/usecases/pdf-content.ts';
import { version } from '../../../shared/lib/version.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import { provableSite, sampleReport } from '../../shared/report/sample-report.ts';

const fontsDir = fileURLToPath(new URL('../../../node_modules/@expo-google-fonts', import.meta.url));
const render = async (wanted: ReportPdf): Promise<Uint8Array> =>
  (await renderReportPdf(wanted, { paper: 'a4', fontsDir })).bytes;
const report = sampleReport(provableSite());
const bytes = reportBytes(report);
const signature = Buffer.from('armoured');
/** The PDF as it is made of a report. */
const made = (of: Report): Promise<Uint8Array> =>
  render({
    report: of,
    sha256: createHash('sha256').update(reportBytes(of)).digest('hex'),
    signature: signature.toString(),
    slot: null,
  });
const wanted = (more: Partial<PdfToCompare>): PdfToCompare => ({
  ...{ report, reportBytes: bytes, signature, pdf, ownCertificates: [] },
  ...more,
});
const compare = pdfComparer(render, report.software.version);
let pdf = Buffer.alloc(0);

beforeAll(async () => {
  pdf = Buffer.from(await made(report));
});

/** The PDF with every stream packed anew, as another build of zlib would. */
function repacked(original: Buffer): Buffer {
  const text = original.toString('latin1');
  const parts: Buffer[] = [];
  let at = 0;
  for (const match of text.matchAll(/\/Length (\d+)([^>]*>>\nstream\n)/g)) {
    const from = match.index + match[0].length;
    const length = Number(match[1]);
    const dictionary = text.slice(text.lastIndexOf('<<', match.index), from);
    if (!dictionary.includes('/FlateDecode') || match.index < at) continue;
    const stream = deflateSync(inflateSync(original.subarray(from, from + length)), { level: 1 });
    parts.push(
      original.subarray(at, match.index),
      Buffer.from(`/Length ${stream.length}${match[2] ?? ''}`, 'latin1'),
      stream,
    );
    at = from + length;
  }
  return withNewTable(Buffer.concat([...parts, original.subarray(at)]).toString('latin1'));
}

/** The table at the end, a stream of seven bytes an object, written anew for objects that moved. */
function withNewTable(text: string): Buffer {
  const start = text.lastIndexOf('\n', text.lastIndexOf(' 0 obj\n')) + 1;
  const from = text.indexOf('stream\n', start) + 'stream\n'.length;
  const packed = Buffer.from(text.slice(from, text.indexOf('\nendstream', from)), 'latin1');
  const table = inflateSync(packed);
  for (let number = 1; number < table.length / 7; number++)
    if (table[number * 7] === 1)
      table.writeUInt32BE(text.search(new RegExp(`(?<=\\n)${number} 0 obj\\n`)), number * 7 + 1);
  const again = deflateSync(table, { level: 1 });
  const head = text
    .slice(0, from)
    .replace(/\/Length \d+>>\nstream\n$/, `/Length ${again.length}>>\nstream\n`);
  const end = `\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), again, Buffer.from(end, 'latin1')]);
}

/** A PDF of one object, whose stream has more than a reader should take. */
function bomb(): Buffer {
  const packed = deflateSync(Buffer.alloc(100_000_001));
  const head = `%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode/Length ${packed.length}>>\nstream\n`;
  return Buffer.concat([
    Buffer.from(head),
    packed,
    Buffer.from('\nendstream\nendobj\nstartxref\n9\n%%EOF\n'),
  ]);
}

describe('the PDF beside a report', () => {
  it('that this version made of it shows what the report says, also when read back from disk', async () => {
    const parsed = parseReport(new TextDecoder().decode(bytes));
    if (!parsed.ok) throw new Error('unreadable');
    expect((await compare(wanted({ report: parsed.value.report, pdf }))).answer).toBe('valid');
  });

  it('that another runtime packed is the same content in other bytes', async () => {
    const other = repacked(pdf);
    expect(other.equals(pdf)).toBe(false);
    expect((await compare(wanted({ pdf: other }))).answer).toBe('valid');
  });

  it('of another report shows something else', async () => {
    const other = { ...report, id: '99999999-77d2-4d4c-9c53-1c3a5b2d8c1e' };
    const otherPdf = await made(other);
    expect((await compare(wanted({ pdf: otherPdf }))).answer).toBe('invalid');
  });

  it('with one byte changed is never taken for the one that was made, wherever it is', () => {
    const content = JSON.stringify(pdfContent(pdf));
    const table = pdf.lastIndexOf(' 0 obj\n');
    const places = [...Array(150).keys()].map((step) => 20 + step * Math.floor((table - 40) / 150));
    for (const at of [...places, table + 40, table + 60, pdf.length - 10]) {
      const changed = Buffer.from(pdf);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      expect(JSON.stringify(pdfContent(changed)), `byte ${at}`).not.toBe(content);
    }
  });

  it('to which something was added cannot be told: it may be a signature, or another page', async () => {
    const added = Buffer.concat([
      pdf,
      Buffer.from('1 0 obj\n<< >>\nendobj\n\nxref\n0 1\ntrailer\n<<\n>>\nstartxref\n1\n%%EOF\n'),
    ]);
    expect((await compare(wanted({ pdf: added }))).answer).toBe('cannot-tell');
  });

  it('is held against the signature inside it when the one beside the report is missing', async () => {
    expect((await compare(wanted({ pdf, signature: null }))).answer).toBe('valid');
  });

  it('with another signature inside than the one beside the report shows something else', async () => {
    expect((await compare(wanted({ pdf, signature: Buffer.from('another') }))).answer).toBe('invalid');
  });

  it('by another version of the program cannot be told', async () => {
    const later = pdfComparer(render, '99.0.0');
    expect(await later(wanted({ pdf }))).toMatchObject({ answer: 'cannot-tell' });
    expect(version).not.toBe('99.0.0');
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['no PDF', Buffer.from('hello')],
    ['larger than any report', Buffer.alloc(100_000_001)],
    ['a small file that unpacks into a huge one', bomb()],
    ['cut off', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Length 99 >>\nstream\nabc')],
  ])('that is %s cannot be told, and never stops the verification', async (_name, content) => {
    expect((await compare(wanted({ pdf: content }))).answer).toBe('cannot-tell');
  });
});
