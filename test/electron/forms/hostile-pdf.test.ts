import { describe, expect, it } from 'vitest';
import { readFilled } from '../../../electron/forms/read-filled.ts';
import { pdfContent } from '../../../electron/usecases/pdf-content.ts';
import { miniForm, miniPdf, miniPdfWithTableStream, type MiniObject } from '../../fuzz/mini-pdf.ts';

/** What a PDF is refused with; it must not be read. */
function refusal(pdf: Uint8Array): string {
  const reading = readFilled(pdf);
  if (reading.ok) throw new Error('It was not refused.');
  expect(reading.cure).not.toBe('');
  return reading.message;
}

const root = '/Root 1 0 R';
const catalog = (entries: string): MiniObject => ({ number: 1, value: `<</Type/Catalog${entries}>>` });
const noPages: MiniObject = { number: 2, value: '<</Type/Pages/Kids[]>>' };
const tooMuch = 'There is more in it than in any request.';

describe('a PDF that is made to hurt', { timeout: 120_000 }, () => {
  it('is read, where nothing is wrong with it', () => {
    const reading = readFilled(miniPdf(miniForm(), root));
    expect(
      reading.ok && reading.file.kind === 'pdf' && reading.file.form.fields.map(({ name }) => name),
    ).toEqual([
      'line.dns.comment',
      'line.dns.decision',
      'approval.1.signature',
      'address.1.ip',
      'address.1.name',
    ]);
  });

  it('packs zeros without end', () => {
    const bomb = { number: 3, value: '', stream: new Uint8Array(70_000_000), packed: true };
    const page = { number: 4, value: '<</Type/Page/Contents 3 0 R>>' };
    const pages = { number: 2, value: '<</Type/Pages/Kids[4 0 R]>>' };
    expect(refusal(miniPdf([catalog('/Pages 2 0 R'), pages, bomb, page], root))).toBe(
      'Its parts unpack to more than any request has.',
    );
  });

  it('packs much in many parts, each of which is small enough', () => {
    const bomb = { number: 3, value: '', stream: new Uint8Array(30_000_000), packed: true };
    const kids = Array.from({ length: 9 }, (_, index) => ({
      number: 4 + index,
      value: '<</Contents 3 0 R>>',
    }));
    const pages = { number: 2, value: `<</Kids[${kids.map(({ number }) => `${number} 0 R`).join(' ')}]>>` };
    expect(refusal(miniPdf([catalog('/Pages 2 0 R'), pages, bomb, ...kids], root))).toBe(
      'Its parts unpack to more than any request has.',
    );
  });

  it('names each branch of its pages twice: 2 to the power of 40 of them, none of which is a page', () => {
    const branches = Array.from({ length: 40 }, (_, index) => ({
      number: 2 + index,
      value: index === 39 ? '<</Kids[]>>' : `<</Kids[${3 + index} 0 R ${3 + index} 0 R]>>`,
    }));
    expect(refusal(miniPdf([catalog('/Pages 2 0 R'), ...branches], root))).toBe(tooMuch);
  });

  it('names each branch of its attachments many times', () => {
    const branches = Array.from({ length: 15 }, (_, index) => ({
      number: 3 + index,
      value: `<</Kids[${`${4 + index} 0 R `.repeat(20)}]>>`,
    }));
    const names = catalog('/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>');
    expect(refusal(miniPdf([names, noPages, ...branches], root))).toBe(tooMuch);
  });

  it('gives the same long text to many fields', () => {
    const long = { number: 3, value: `(${'x'.repeat(900_000)})` };
    const fields = Array.from({ length: 500 }, () => '<</FT/Tx/T(a)/V 3 0 R>>').join('');
    const form = catalog(`/Pages 2 0 R/AcroForm<</Fields[${fields}]>>`);
    expect(refusal(miniPdf([form, noPages, long], root))).toBe(tooMuch);
  });

  it('lets many fields have the same many boxes, half of them with names', () => {
    const boxes = Array.from({ length: 40_000 }, (_, index) => (index % 2 === 0 ? '<</T(x)>>' : '<<>>')).join(
      '',
    );
    const kids = { number: 3, value: `[${boxes}]` };
    const fields = Array.from({ length: 2000 }, () => '<</FT/Tx/T(a)/Kids 3 0 R>>').join('');
    const form = catalog(`/Pages 2 0 R/AcroForm<</Fields[${fields}]>>`);
    expect(refusal(miniPdf([form, noPages, kids], root))).toMatch(/more in it than|too large/);
  });

  it('has a chain of lengths, each of which is the length of the next', () => {
    const streams = Array.from({ length: 5000 }, (_, index) => ({
      number: 10 + index,
      value: `<</Length ${11 + index} 0 R>>\nstream\nx\nendstream`,
    }));
    const page = catalog('/Pages<</Kids[<</Contents 10 0 R>>]>>');
    expect(refusal(miniPdf([page, ...streams], root))).toBe('Its parts lead to each other too often.');
  });

  it('has object streams that lie in each other', () => {
    const rows = new Map(
      Array.from({ length: 300 }, (_, index) => [20 + index, [2, 21 + index, 0]] as const),
    );
    const pdf = miniPdfWithTableStream([catalog('/Pages 20 0 R'), noPages], rows, root);
    expect(refusal(pdf)).toBe('Its parts lead to each other too often.');
    const circle = miniPdfWithTableStream([catalog('/Pages 20 0 R')], new Map([[20, [2, 20, 0]]]), root);
    expect(refusal(circle)).toBe('A part of it contains itself.');
  });

  it('has an object stream in which every object is the whole of it', () => {
    const numbers = Array.from({ length: 3000 }, (_, index) => 100 + index);
    const head = numbers.map((number) => `${number} 0`).join(' ');
    const stream = `${head} [${'/a '.repeat(100_000)}]`;
    const holder = { number: 3, value: `/Type/ObjStm/N 3000/First ${head.length + 1}`, stream, packed: true };
    const rows = new Map(numbers.map((number, index) => [number, [2, 3, index]] as const));
    const fields = numbers.map((number) => `${number} 0 R`).join(' ');
    const form = catalog(`/Pages 2 0 R/AcroForm<</Fields[${fields}]>>`);
    expect(refusal(miniPdfWithTableStream([form, noPages, holder], rows, root))).toBe(tooMuch);
  });

  it('has a table whose rows have no bytes', () => {
    const text = Buffer.from('%PDF-1.7\n', 'latin1');
    const table = `3 0 obj\n<</Type/XRef/W[0 0 0]/Size 9999999999/Root 1 0 R/Length 0>>\nstream\n\nendstream\nendobj\n`;
    const pdf = Buffer.concat([text, Buffer.from(`${table}startxref\n${text.length}\n%%EOF`, 'latin1')]);
    expect(refusal(pdf)).toBe('Its table is damaged.');
  });

  it('has a table that frees more objects than a set can hold', () => {
    const text = '%PDF-1.7\n';
    const pdf = miniPdfWithTableStream([catalog('/Pages 2 0 R'), noPages], new Map(), root);
    const table: MiniObject = {
      number: 9,
      value: '/Type/XRef/W[1 0 0]/Size 2000000/Root 1 0 R',
      stream: new Uint8Array(2_000_000),
      packed: true,
    };
    const made = Buffer.from(miniPdf([table], root)).toString('latin1');
    const object = made.slice(made.indexOf('9 0 obj'), made.indexOf('xref\n0 1'));
    expect(pdf.length).toBeGreaterThan(0);
    const whole = Buffer.from(`${text}${object}startxref\n${text.length}\n%%EOF`, 'latin1');
    expect(refusal(whole)).toBe('It has too many parts.');
  });

  it('leads from one table to the next and back', () => {
    const first = Buffer.from(miniPdf([catalog('/Pages 2 0 R'), noPages], `${root}/Prev 9`)).toString(
      'latin1',
    );
    const at = first.lastIndexOf('xref\n0 1');
    const pdf = Buffer.from(first.replace('/Prev 9', `/Prev ${at}`), 'latin1');
    expect(readFilled(pdf).ok).toBe(true);
  });

  it('nests its values without end', () => {
    const pdf = miniPdf([catalog(`/Pages ${'['.repeat(100_000)}`)], root);
    expect(refusal(pdf)).toBe('Its values are nested too deeply.');
  });

  it('has a font in which every code is a long text, and shows it', () => {
    const ranges = `1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <${'0041'.repeat(100_000)}> endbfrange`;
    const objects: MiniObject[] = [
      catalog('/Pages 2 0 R'),
      { number: 2, value: '<</Kids[<</Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>]>>' },
      { number: 3, value: '', stream: `/F 1 Tf <${'00'.repeat(500_000)}> Tj`, packed: true },
      { number: 4, value: '<</ToUnicode 5 0 R>>' },
      { number: 5, value: '', stream: ranges, packed: true },
    ];
    const reading = readFilled(miniPdf(objects, root));
    expect(reading.ok && reading.file.kind === 'pdf' && reading.file.form.pages[0]?.texts).toBe(null);
  });

  it('has fonts that name all codes again and again', () => {
    const ranges = `${'<0000> <ffff> <0000> '.repeat(3000)}endbfrange`;
    const objects: MiniObject[] = [
      catalog('/Pages 2 0 R'),
      { number: 2, value: '<</Kids[<</Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>]>>' },
      { number: 3, value: '', stream: '/F 1 Tf <0041> Tj' },
      { number: 4, value: '<</ToUnicode 5 0 R>>' },
      { number: 5, value: '', stream: ranges, packed: true },
    ];
    expect(refusal(miniPdf(objects, root))).toBe(tooMuch);
  });

  it.each(['/a ', '1 ', 'q ', '<</a/b>>', '()', '/#61#61#61 ', '(\\1\\1\\1)'])(
    'shows the same content of nothing but %j on many pages',
    (piece) => {
      const stream = piece.repeat(990_000 / piece.length);
      const kids = Array.from({ length: 70 }, () => '<</Contents 3 0 R>>').join('');
      const objects: MiniObject[] = [
        catalog('/Pages 2 0 R'),
        { number: 2, value: `<</Kids[${kids}]>>` },
        { number: 3, value: '', stream, packed: true },
      ];
      expect(refusal(miniPdf(objects, root))).toMatch(/more in it than|unpack to more/);
    },
  );

  it('is no such file when it was printed and scanned: pictures of its pages are not unpacked', () => {
    const picture =
      '/Type/XObject/Subtype/Image/Width 3000/Height 3000/ColorSpace/DeviceRGB/BitsPerComponent 8';
    const digests = [0, 1].map((shade) => {
      const kids = [1, 2, 3].map((page) => `<</Contents 3 0 R/Resources<</XObject<</P${page} 4 0 R>>>>>>`);
      const objects: MiniObject[] = [
        catalog('/Pages 2 0 R'),
        { number: 2, value: `<</Kids[${kids.join('')}]>>` },
        { number: 3, value: '', stream: '/P1 Do' },
        { number: 4, value: picture, stream: new Uint8Array(27_000_000).fill(shade), packed: true },
      ];
      const reading = readFilled(miniPdf(objects, root));
      return reading.ok && reading.file.kind === 'pdf'
        ? reading.file.form.pages.map(({ drawn }) => drawn)
        : [];
    });
    expect(new Set(digests.flat()).size).toBe(6);
    expect(digests.flat()).not.toContain(null);
  });

  it('has pictures by the thousand, each of which goes on to the end of the file', () => {
    const numbers = Array.from({ length: 2000 }, (_, index) => 1000 + index);
    const picture = (length: number): string =>
      `<</Subtype/Image/Length ${String(length).padStart(7, '0')}>>\nstream\n`;
    const size = `1000 0 obj\n${picture(0)}\nendobj\n`.length;
    // Each ends among the blanks before the one end of a stream that there is.
    const rest = { number: 9, value: '', stream: ' '.repeat(300_000) };
    const pictures = numbers.map((number, index) => ({
      number,
      value: picture((numbers.length - index) * size + 299_000),
    }));
    const named = numbers.map((number) => `/P${number} ${number} 0 R`).join('');
    const page = { number: 2, value: `<</Kids[<</Resources<</XObject<<${named}>>>>>>]>>` };
    expect(refusal(miniPdf([catalog('/Pages 2 0 R'), page, ...pictures, rest], root))).toBe(tooMuch);
  });

  it('names something with a name without end', () => {
    const named = miniPdf([catalog(`/Pages 2 0 R/${'#61'.repeat(20_000)} 1`), noPages], root);
    expect(refusal(named)).toBe('A name in it is too long.');
  });

  it('begins with a number as long as the file, where a report is looked for', () => {
    expect(pdfContent(Buffer.from(`%PDF-1.7\n${'1'.repeat(3_000_000)}`))).toBe(null);
    const marks = `1 0 obj\n<<${'/Type /Filespec '.repeat(200_000)}>>\nendobj\n`;
    expect(pdfContent(Buffer.from(`%PDF-1.7\n${marks}startxref\n9\n%%EOF`))).toBe(null);
  });

  it('is small and unpacks to much, where a report is looked for', () => {
    const holding = (size: number): Uint8Array =>
      miniPdfWithTableStream(
        [{ number: 1, value: '', stream: new Uint8Array(size), packed: true }],
        new Map(),
        root,
        { packed: true },
      );
    // A report of 50 MB may be all the same, and is one.
    expect(pdfContent(holding(55_000_000))?.digests).toHaveLength(3);
    expect(pdfContent(holding(70_000_000))).toBe(null);
  });

  it('has an object stream that says to hold more than the table leads to', () => {
    const stream = '1 0 '.repeat(50);
    const held = (first: number): Uint8Array =>
      miniPdfWithTableStream(
        [{ number: 2, value: `/Type/ObjStm/N 1/First ${first}`, stream, packed: true }],
        new Map([[1, [2, 2, 0]]]),
        root,
      );
    expect(pdfContent(held(4))?.digests).toHaveLength(3);
    expect(pdfContent(held(200))).toBe(null);
    // The table leads to all that lie in files, and to none of what this one says to hold.
    const claims = { number: 1, value: '/Type/ObjStm/N 1/First 200', stream, packed: true };
    expect(pdfContent(miniPdfWithTableStream([claims], new Map(), root))).toBe(null);
  });
});
