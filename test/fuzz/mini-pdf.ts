import { deflateSync } from 'node:zlib';

/** Writes small PDFs by hand: good ones, and ones that no program would write. */

export interface MiniObject {
  readonly number: number;
  /** A dictionary without its brackets, or a whole value. */
  readonly value: string;
  readonly stream?: Uint8Array | string;
  /** Pack it with FlateDecode. */
  readonly packed?: boolean;
}

function written({ number, value, stream, packed = false }: MiniObject): string {
  if (stream === undefined) return `${number} 0 obj\n${value}\nendobj\n`;
  const plain = typeof stream === 'string' ? Buffer.from(stream, 'latin1') : Buffer.from(stream);
  const bytes = packed ? deflateSync(plain, { level: 9 }) : plain;
  const filter = packed ? '/Filter/FlateDecode' : '';
  return `${number} 0 obj\n<<${value}${filter}/Length ${bytes.length}>>\nstream\n${bytes.toString('latin1')}\nendstream\nendobj\n`;
}

/** With a plain table, as old programs write them. `trailer`: its entries. */
export function miniPdf(objects: readonly MiniObject[], trailer: string): Uint8Array {
  let text = '%PDF-1.7\n';
  const rows: string[] = [];
  for (const object of objects) {
    rows.push(`${object.number} 1\n${String(text.length).padStart(10, '0')} 00000 n \n`);
    text += written(object);
  }
  const at = text.length;
  text += `xref\n0 1\n0000000000 65535 f \n${rows.join('')}trailer\n<<${trailer}>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** A row of a table stream: kind, then two numbers. */
export type TableRow = readonly [kind: number, second: number, third: number];

/**
 * With a table that is itself a stream, as the programs of today write them; objects may lie packed inside others.
 *
 * @param rows what the table says of each number but those that are written here; `entries`: more of its dictionary
 */
export function miniPdfWithTableStream(
  objects: readonly MiniObject[],
  rows: ReadonlyMap<number, TableRow>,
  entries: string,
  options: { readonly packed?: boolean; readonly tableNumber?: number } = {},
): Uint8Array {
  let text = '%PDF-1.7\n';
  const all = new Map<number, TableRow>(rows);
  for (const object of objects) {
    all.set(object.number, [1, text.length, 0]);
    text += written(object);
  }
  const at = text.length;
  const number = options.tableNumber ?? Math.max(...all.keys()) + 1;
  all.set(number, [1, at, 0]);
  const size = Math.max(...all.keys()) + 1;
  const table = Buffer.alloc(size * 7);
  for (const [key, [kind, second, third]] of all) {
    table.writeUInt8(kind, key * 7);
    table.writeUInt32BE(second, key * 7 + 1);
    table.writeUInt16BE(third, key * 7 + 5);
  }
  text += written({
    number,
    value: `/Type/XRef/W[1 4 2]/Size ${size}${entries}`,
    stream: table,
    packed: options.packed ?? false,
  });
  return Buffer.from(`${text}startxref\n${at}\n%%EOF\n`, 'latin1');
}

const unicodeMap = `/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar <0041> <0041> <0042> <00420042> endbfchar
2 beginbfrange <0050> <0060> <0050> <0061> <0063> [<0061> <0062> <0063>] endbfrange
endcmap end end`;

/** A form with what forms have: fields of all kinds, pages, a font that says its characters, an attachment, actions. */
export function miniForm(packed = false): MiniObject[] {
  return [
    {
      number: 1,
      value:
        '<</Type/Catalog/Pages 2 0 R/AcroForm 5 0 R/Names<</EmbeddedFiles 12 0 R/JavaScript 14 0 R>>/OpenAction<</S/JavaScript/JS(app.alert)>>>>',
    },
    {
      number: 2,
      value:
        '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/MediaBox[0 0 595 842]/Resources<</Font<</F1 10 0 R>>>>>>',
    },
    { number: 3, value: '<</Type/Page/Parent 2 0 R/Contents 9 0 R/Annots[6 0 R 7 0 R 8 0 R 15 0 R]>>' },
    { number: 4, value: '<</Type/Page/Parent 2 0 R/Contents[9 0 R 9 0 R]/Rotate 90>>' },
    { number: 5, value: '<</Fields[6 0 R 7 0 R 8 0 R 16 0 R]/DA(/F1 9 Tf)>>' },
    {
      number: 6,
      value:
        '<</Type/Annot/Subtype/Widget/FT/Tx/T(line.dns.comment)/TU(A comment)/V<FEFF004100E9>/Rect[10 10 90 30]/F 4/DA(/F1 9 Tf)>>',
    },
    {
      number: 7,
      value:
        '<</Type/Annot/Subtype/Widget/FT/Btn/T(line.dns.decision)/Ff 49152/V/approve/AS/approve/AP<</N<</approve 13 0 R/Off 13 0 R>>>>/Rect[10 40 20 50]>>',
    },
    { number: 8, value: '<</Type/Annot/Subtype/Widget/FT/Sig/T(approval.1.signature)/Rect[0 0 0 0]/F 132>>' },
    {
      number: 9,
      value: '',
      stream: 'BT /F1 12 Tf 10 700 Td <00410042> Tj [<0050> -20 <0062>] TJ ET\n0 0 10 10 re f',
      packed,
    },
    {
      number: 10,
      value:
        '<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 11 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2>>]>>',
    },
    { number: 11, value: '', stream: unicodeMap, packed },
    {
      number: 12,
      value: '<</Names[(request.json) <</Type/Filespec/F(request.json)/UF(request.json)/EF<</F 17 0 R>>>>]>>',
    },
    { number: 13, value: '/Subtype/Form/BBox[0 0 10 10]', stream: '0 g', packed },
    { number: 14, value: '<</Names[(x) <</S/JavaScript/JS(1)>>]>>' },
    {
      number: 15,
      value:
        '<</Type/Annot/Subtype/FreeText/Contents(written over \\(it\\) \\101)/Rect[1 2 3 4]/A<</S/URI/URI(x)>>>>',
    },
    { number: 16, value: '<</FT/Tx/T(address.1)/Kids[18 0 R 19 0 R]>>' },
    {
      number: 17,
      value: '/Type/EmbeddedFile',
      stream: '{"format":"gatecheck/request@1","number":null,"revision":"A"}',
      packed,
    },
    { number: 18, value: '<</T(ip)/V(10.1.1.53)/Parent 16 0 R/Subtype/Widget/Rect[1 1 9 9]>>' },
    {
      number: 19,
      value:
        '<</T(name)/V 20 0 R/Parent 16 0 R/Kids[<</Subtype/Widget/Rect[1 1 9 9]/AA<</K<</S/JavaScript>>>>>>]>>',
    },
    { number: 20, value: '', stream: 'dns1.example', packed },
  ];
}

/** `miniForm` in several layouts, and with its objects packed inside another. */
export function miniForms(): Uint8Array[] {
  const plain = miniForm();
  const inside = plain.filter(({ stream }) => stream === undefined);
  const outside = miniForm(true).filter(({ stream }) => stream !== undefined);
  const bodies = inside.map(({ value }) => `${value}\n`);
  const offsets = bodies.map((_, index) => bodies.slice(0, index).join('').length);
  const head = inside.map(({ number }, index) => `${number} ${offsets[index] ?? 0}`).join(' ');
  const holder: MiniObject = {
    number: 30,
    value: `/Type/ObjStm/N ${inside.length}/First ${head.length + 1}`,
    stream: `${head} ${bodies.join('')}`,
    packed: true,
  };
  const rows = new Map(inside.map(({ number }, index) => [number, [2, 30, index] as TableRow] as const));
  return [
    miniPdf(plain, '/Root 1 0 R/Size 21/Info<</Producer(Some program)>>'),
    miniPdf(miniForm(true), '/Root 1 0 R/Size 21'),
    miniPdfWithTableStream(plain, new Map(), '/Root 1 0 R'),
    miniPdfWithTableStream([...outside, holder], rows, '/Root 1 0 R'),
    miniPdfWithTableStream([...outside, holder], rows, '/Root 1 0 R', { packed: true }),
  ];
}
