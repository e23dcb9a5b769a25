import { readFilled } from '../../../electron/forms/read-filled.ts';
import { fillSlot, signatureDictionary } from '../../../electron/pdf/signature-slot.ts';
import { signCms } from '../../../electron/signing/cms/sign-cms.ts';
import { makeDocumentKey } from '../../../electron/signing/document-key.ts';
import type { DocumentSigner } from '../../../electron/signing/signer.ts';
import { slotOf } from '../../../electron/usecases/pdf-slot.ts';
import { pdfSignatureLine, readPdfSignature } from '../../../electron/usecases/pdf-signature.ts';
import { reportInPdf } from '../../../electron/usecases/report-in-pdf.ts';
import { sign } from 'node:crypto';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { miniForms, miniPdfWithTableStream, type MiniObject } from '../mini-pdf.ts';
import { bytesMutator } from '../mutators/bytes.ts';
import { pdfMutator } from '../mutators/pdf.ts';
import type { Mutator } from '../engine/target.ts';

const now = '2026-11-24T20:41:07Z';
const { key, certificate } = await makeDocumentKey('Inês Carvalho', 'ines@example.com', new Date(now));
const signer: DocumentSigner = {
  certificates: [certificate],
  algorithm: 'ecdsa-p256-sha256',
  sign: (bytes) => Promise.resolve(sign('sha256', bytes, key)),
};

/** Laid out as the product lays out its reports: a table stream, attachments, and the place for a signature. */
function unsigned(): Uint8Array {
  const attached = (number: number, name: string): MiniObject => ({
    number,
    value: `<</Type /Filespec /AFRelationship /Data /F (${name}) /EF <<\n/F ${number + 1} 0 R\n>>>>`,
  });
  return miniPdfWithTableStream(
    [
      { number: 1, value: '<</Type/Catalog/Pages 2 0 R>>' },
      { number: 2, value: '<</Type/Pages/Kids[]/Count 0>>' },
      attached(3, 'x.readiness.json'),
      { number: 4, value: '/Type/EmbeddedFile', stream: '{"format":"gatecheck/report@1"}', packed: true },
      attached(5, 'x.readiness.json.sig'),
      { number: 6, value: '/Type/EmbeddedFile', stream: '-----BEGIN SSH SIGNATURE-----', packed: true },
      { number: 7, value: signatureDictionary(slotOf(signer, now)) },
    ],
    new Map(),
    '/Root 1 0 R',
    { packed: true },
  );
}

const good = await fillSlot(unsigned(), (covered) => signCms(covered, signer));

/** Changes the bytes behind the longest run of hexadecimal digits: the signature itself. */
const hexMutator: Mutator = (input, pantry) => {
  const text = Buffer.from(input).toString('latin1');
  const runs = [...text.matchAll(/<([0-9a-f]{100,})>/g)];
  if (runs.length === 0) return null;
  const { 1: hex = '', index } = pantry.random.pick(runs);
  const changed = bytesMutator(Buffer.from(hex, 'hex'), pantry) ?? new Uint8Array();
  const written = Buffer.from(changed).toString('hex').slice(0, hex.length).padEnd(hex.length, '0');
  return Buffer.from(`${text.slice(0, index + 1)}${written}${text.slice(index + 1 + hex.length)}`, 'latin1');
};

/** The PDF of a readiness report: what lies inside it, and its own signature. */
export const target: FuzzTarget = {
  name: 'pdf-report',
  seeds: () => [good, unsigned(), ...miniForms().slice(0, 1)],
  mutators: [hexMutator, hexMutator, pdfMutator],
  words: [
    ...[
      '/Type /Filespec',
      '/F (x.readiness.json)',
      '/F (../../x.readiness.json)',
      '/EF <<\n/F 4 0 R',
      '/Length 9',
      'obj\n',
      'endobj\n',
    ],
    ...[
      '/Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached',
      '/ByteRange[0 ',
      '/Contents<',
      '/M(D:20261124204107Z)',
      '>>>',
    ],
    ...[
      'stream\n',
      '\nendstream',
      'startxref\n',
      '%%EOF',
      '/W[1 4 2]',
      '/Type/XRef',
      '/Type/ObjStm',
      '/First 9',
      '1 0 obj\n',
      '99 0 obj\n',
    ],
  ],
  mostBytes: 64_000,
  run: async (input) => {
    const signature = readPdfSignature(input);
    const line = pdfSignatureLine(signature, input.length, now, []);
    promise(line.says !== '', 'The line of a verification says something.');
    if (signature.kind === 'read' && signature.cms.kind === 'good')
      promise(
        Buffer.compare(input.subarray(0, signature.end), good) === 0,
        'A changed PDF never has a good signature.',
      );
    const found = await reportInPdf('x.pdf', input, (bytes) => Promise.resolve(readFilled(bytes)));
    if (found.kind === 'none') {
      promise(found.says !== '', 'A refusal says why.');
      return 'refused';
    }
    promise(found.name.endsWith('.readiness.json'), 'A report is found by its name.');
    return 'loaded';
  },
};
