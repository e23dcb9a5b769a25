import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFilled } from '../../../electron/forms/read-filled.ts';
import { readForm } from '../../../electron/forms/read-form.ts';
import type { ChangeRequest } from '../../../shared/documents/change-request/compose.ts';
import type { PdfForm } from '../../../shared/documents/answer/pdf-form.ts';
import { requestOfSite } from '../../shared/documents/request-of-site.ts';
import { fieldsOf, render } from '../pdf/pdf-tools.ts';
import {
  fillWithPdfJs,
  fillWithPdftk,
  fillWithPikepdf,
  fillWithPypdf,
  withQpdf,
  type Values,
} from './other-tools.ts';

let request: ChangeRequest;
let sent: Uint8Array;
let form: PdfForm;

beforeAll(async () => {
  request = requestOfSite('gdansk-dc1');
  sent = (await render(request.document)).bytes;
  form = readForm(sent);
}, 60_000);

function filledIn(values: Values): Values {
  return Object.fromEntries(Object.entries(values).sort());
}

function valuesOf({ fields }: PdfForm): Values {
  return Object.fromEntries(
    fields
      .flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Every script that a comment may come in, and every character that PDF syntax gives a meaning. */
const comments = [
  'Approved by the board.',
  'Δεν επιτρέπεται χωρίς έγκριση.',
  '外部のストレージは許可できません。',
  'Только через прокси; žluťoučký kůň, Gdańsk.',
  'parentheses ) ( ( and \\ and <<>> [/Name] % and "quotes" & <tags>',
  '-1+2=3; @SUM(A1); \u{1f512}',
];

function values(): Values {
  const lines = request.file.lines.map(({ id }) => id.replaceAll('.', '-'));
  const decisions = ['approve', 'deny', 'in-place'];
  return filledIn(
    Object.fromEntries([
      ...lines.map((id, index) => [`line.${id}.decision`, decisions[index % 3] ?? ''] as const),
      ...lines.map((id, index) => [`line.${id}.comment`, comments[index % comments.length] ?? ''] as const),
      ...lines.map((id, index) => [`impl.${id}.rule`, `ASA-1 rule ${index}`] as const),
      ['approval.1.decision', 'approved'],
      ['approval.1.date', '2026-11-20'],
      ['approval.ticket', 'CHG0099'],
      ['approval.conditions', 'Only until March.\nThen again.'],
    ]),
  );
}

describe('our own form', () => {
  it('is read with every field that qpdf finds, empty', () => {
    const names = new Set(fieldsOf(sent).map(({ fullname }) => fullname));
    expect(new Set(form.fields.map(({ name }) => name))).toEqual(names);
    expect(valuesOf(form)).toEqual({});
  });

  it('gives back its JSON byte for byte, and the texts of its pages', () => {
    expect(form.attachments.map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual([request.json]);
    const texts = form.pages.flatMap(({ texts: list }) => list ?? []);
    for (const { services } of request.file.lines) expect(services.length).toBeGreaterThan(0);
    expect(texts).toContain('gdn-1 (node)');
    expect(texts.join(' ')).toContain('Bałtycka Spółka Spedycyjna');
    expect(form.actions).toEqual([]);
  });
});

describe('a form that another program filled in', () => {
  const tools = [
    ['pdftk', fillWithPdftk],
    ['pikepdf', fillWithPikepdf],
    ['pypdf', fillWithPypdf],
  ] as const;

  it.each(tools)('%s: every decision and every comment arrives, whatever its script', (_name, fill) => {
    const wanted = values();
    const came = readForm(fill(sent, wanted));
    expect(valuesOf(came)).toEqual(wanted);
    expect(came.attachments).toEqual(form.attachments);
    expect(came.pages).toEqual(form.pages);
  });

  // pdf.js needs a newer Node than the one inside the oldest Electron that we run in.
  it.skipIf('electron' in process.versions)(
    'in Firefox’s viewer: as an update at the end of the file',
    async () => {
      const wanted = values();
      const came = readForm(await fillWithPdfJs(sent, wanted));
      expect(valuesOf(came)).toEqual(wanted);
      expect(came.attachments).toEqual(form.attachments);
      expect(came.pages).toEqual(form.pages);
    },
  );

  it('is the same after qpdf packed it into object streams, or laid it out for the web', () => {
    const wanted = values();
    const filled = fillWithPdftk(sent, wanted);
    for (const options of [
      ['--object-streams=generate', '--recompress-flate', '--compression-level=1'],
      ['--linearize', '--coalesce-contents'],
      ['--qdf', '--object-streams=disable'],
    ]) {
      const came = readForm(withQpdf(filled, ...options));
      expect(valuesOf(came), options.join(' ')).toEqual(wanted);
      expect(came.pages, options.join(' ')).toEqual(form.pages);
    }
  });
});

function refusal(bytes: Uint8Array): string {
  const reading = readFilled(bytes);
  if (reading.ok) throw new Error('It was read.');
  expect(reading.cure).not.toBe('');
  return reading.message;
}

/** A PDF with these objects, with a table that leads to them. */
function pdfOf(objects: readonly (string | Buffer)[], trailer = '/Root 1 0 R'): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let at = 9;
  const add = (bytes: Buffer): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  objects.forEach((object, index) => {
    offsets.push(at);
    add(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]));
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = at;
  add(
    Buffer.from(
      `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${offsets.length + 1} ${trailer} >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}

function stream(dictionary: string, bytes: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

const page = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>';
const pages = '<< /Kids [3 0 R] /Count 1 >>';

describe('a file that means harm, or is none of ours', () => {
  it('that is encrypted is refused with the way to open it', () => {
    const locked = withQpdf(sent, '--encrypt', 'secret', 'owner', '256', '--');
    expect(refusal(locked)).toContain('encrypted');
    const open = withQpdf(sent, '--encrypt', '', 'owner', '256', '--');
    expect(refusal(open)).toContain('encrypted');
  });

  it('that is cut off anywhere is refused', () => {
    for (const share of [0.001, 0.1, 0.5, 0.9, 0.999])
      expect(refusal(sent.subarray(0, Math.floor(sent.length * share)))).not.toBe('');
  });

  it('whose bytes were changed anywhere is read or refused, and never stops the program', () => {
    for (let step = 0; step < 40; step++) {
      const changed = Buffer.from(sent);
      const at = Math.floor((changed.length * step) / 40);
      changed.writeUInt8((changed[at] ?? 0) ^ (1 << (step % 8)), at);
      const reading = readFilled(changed);
      if (!reading.ok) expect(reading.message).not.toBe('');
    }
  });

  it('that unpacks without end is refused before it fills the memory', () => {
    const bomb = deflateSync(Buffer.alloc(100_000_000));
    expect(bomb.length).toBeLessThan(1_000_000);
    const file = pdfOf([
      page,
      pages,
      '<< /Type /Page /Contents 5 0 R >>',
      '<< /T (a) /FT /Tx >>',
      stream('/Filter /FlateDecode', bomb),
    ]);
    expect(refusal(file)).toContain('unpack');
  });

  it('whose parts lead in circles is refused', () => {
    const circles = [
      pdfOf(['<< /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>', '<< /Kids [2 0 R] >>', 'null', 'null']),
      pdfOf(['2 0 R', '1 0 R']),
      pdfOf(['['.repeat(5000)]),
    ];
    for (const file of circles) expect(refusal(file)).not.toBe('');
  });

  it('whose fields contain each other is read once, without end', () => {
    const file = pdfOf([
      page,
      pages,
      '<< /Type /Page >>',
      '<< /T (a) /Kids [4 0 R 5 0 R] >>',
      '<< /T (b) /FT /Tx /V (x) /Kids [4 0 R] >>',
    ]);
    const reading = readFilled(file);
    expect(reading.ok).toBe(true);
  });

  it('that carries JavaScript or starts a program is read, never run, and the action is named', () => {
    const file = pdfOf([
      '<< /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> /AcroForm << /Fields [4 0 R] >> >>',
      pages,
      '<< /Type /Page >>',
      '<< /T (a) /FT /Tx /A << /S /Launch /F (calc.exe) >> /AA << /K << /S /JavaScript >> >> >>',
    ]);
    const reading = readFilled(file);
    if (!reading.ok || reading.file.kind !== 'pdf') throw new Error('It was not read.');
    expect(reading.file.form.actions).toEqual(expect.arrayContaining(['JavaScript', 'Launch']));
  });

  it('that is no PDF and no workbook is told as such', () => {
    expect(refusal(Buffer.from('hello'))).toContain('neither a PDF nor an Excel workbook');
    expect(refusal(Buffer.alloc(0))).toContain('neither');
    expect(refusal(Buffer.from('%PDF-1.7\n%%EOF'))).toContain('cut off');
    expect(refusal(Buffer.from('PK\u0003\u0004 not a workbook'))).not.toBe('');
  });
});
