import { readFilled } from '../../../electron/forms/read-filled.ts';
import { valueHoldsHalf } from '../../../shared/lib/half-characters.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { miniForms } from '../mini-pdf.ts';
import { pdfMutator } from '../mutators/pdf.ts';

/** A PDF form that came back from a customer, and a report's PDF that another program saved. */
export const target: FuzzTarget = {
  name: 'pdf-form',
  seeds: miniForms,
  mutators: [pdfMutator],
  words: [
    ...[
      '/Kids',
      '/Parent',
      '/T',
      '/V',
      '/FT',
      '/Tx',
      '/Btn',
      '/Ch',
      '/Sig',
      '/AP',
      '/N',
      '/AS',
      '/Off',
      '/Ff',
      '/TU',
    ],
    ...[
      '/Rect',
      '/Annots',
      '/Contents',
      '/Resources',
      '/Font',
      '/ToUnicode',
      '/Filter',
      '/FlateDecode',
      '/Length',
    ],
    ...[
      '/DecodeParms',
      '/Predictor 12',
      '/Columns 7',
      '/Colors',
      '/BitsPerComponent',
      '/Type/ObjStm',
      '/First',
      '/N 9',
    ],
    ...[
      '/Type/XRef',
      '/W[1 4 2]',
      '/Index[0 9]',
      '/Size',
      '/Prev',
      '/XRefStm',
      '/Root',
      '/Encrypt',
      '/XFA',
      '/AA',
      '/A',
    ],
    ...[
      'obj',
      'endobj',
      'stream\n',
      'endstream',
      'xref\n',
      'trailer',
      'startxref\n',
      '%%EOF',
      '<<',
      '>>',
      '[',
      ']',
      '(',
      ')',
    ],
    ...[
      '1 0 R',
      '2 0 R',
      '9 0 R',
      '30 0 R',
      'null',
      'true',
      'BT',
      'ET',
      'Tf',
      'Tj',
      'TJ',
      "'",
      '"',
      '<0041>',
      '<FEFF',
      '<FFFE',
    ],
    ...[
      'beginbfchar',
      'endbfchar',
      'beginbfrange',
      'endbfrange',
      'endcodespacerange',
      '<0000> <ffff>',
      '\\101',
      '\\(',
    ],
  ],
  mostBytes: 64_000,
  run: (input) => {
    const reading = readFilled(input);
    if (!reading.ok) {
      promise(reading.message !== '' && reading.cure !== '', 'A refusal says why, and what to do.');
      return 'refused';
    }
    // What goes on to the program crosses from one thread to another.
    structuredClone(reading.file);
    if (reading.file.kind === 'pdf')
      promise(!valueHoldsHalf(reading.file.form.fields, '\\ud800'), 'No text holds half of a character.');
    return 'loaded';
  },
};
