import { readFilled } from '../../../electron/forms/read-filled.ts';
import { writeXlsx } from '../../../electron/xlsx/write-xlsx.ts';
import { workbookIntegrity } from '../../../shared/documents/answer/compare-workbook.ts';
import { filledWorkbook } from '../../../shared/documents/answer/filled.ts';
import { interpretAnswer } from '../../../shared/documents/answer/interpret.ts';
import { denialOf, judgeAnswer } from '../../../shared/documents/answer/judge.ts';
import { proposeChanges } from '../../../shared/documents/answer/proposal.ts';
import { valueHoldsHalf } from '../../../shared/lib/half-characters.ts';
import { readFilledWorkbook } from '../../../shared/documents/tables/read-lines-sheet.ts';
import { requestWorkbook } from '../../../shared/documents/tables/workbook.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedRequest, fixedSite } from '../fixed-site.ts';
import { miniBook } from '../mini-book.ts';
import { zipMutator } from '../mutators/zip.ts';

const planned = fixedSite();
const { file, digest, ...request } = fixedRequest(planned);

/** The workbook of a request that came back filled in, down to what would be done about it. */
export const target: FuzzTarget = {
  name: 'xlsx',
  seeds: () => [writeXlsx(requestWorkbook(file, digest), 'a4'), miniBook()],
  mutators: [zipMutator, zipMutator, zipMutator],
  words: [
    ...[
      '<row r="3">',
      '<c r="F3" t="inlineStr"><is><t>deny</t></is></c>',
      ' t="s"',
      ' t="str"',
      ' t="b"',
      ' t="n"',
      ' s="1"',
    ],
    ...[
      '</c>',
      '</row>',
      '<v>',
      '</v>',
      '<si>',
      '</si>',
      '<t>',
      '</t>',
      '<rPh>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE x>',
    ],
    ...[
      '&amp;',
      '&#x41;',
      '&#xD800;',
      '&#0;',
      '&lol;',
      '_x0041_',
      '_xD800_',
      'approve',
      'deny',
      'Lines',
      'r:id="rId1"',
      'date1904="1"',
    ],
    ...[
      'numFmtId="14"',
      'formatCode="[h]:mm"',
      'TargetMode="External"',
      'Target="/xl/workbook.xml"',
      'XFD1048576',
      '"',
      "'",
      '=',
    ],
  ],
  mostBytes: 64_000,
  run: (input) => {
    const reading = readFilled(input);
    if (!reading.ok) {
      promise(reading.message !== '' && reading.cure !== '', 'A refusal says why, and what to do.');
      return 'refused';
    }
    structuredClone(reading.file);
    promise(!valueHoldsHalf(reading.file, '\\ud800'), 'No text holds half of a character.');
    if (reading.file.kind !== 'xlsx') return 'loaded';
    const book = readFilledWorkbook(reading.file.sheets, file, digest);
    const source = {
      file: { kind: 'xlsx' as const, name: 'x.xlsx', sha256: '0'.repeat(64) },
      readAt: '2026-11-25T08:00:00Z',
      software: { name: 'gatecheck' as const, version: '0.1.0' },
      integrity: workbookIntegrity(book, digest),
    };
    const answer = interpretAnswer({ file, digest }, filledWorkbook(book), source);
    judgeAnswer(answer);
    const effect = denialOf(answer, planned.catalog, planned.site, planned.ruleSet);
    proposeChanges(answer, planned.catalog, planned.site, effect);
    promise(request.json !== '', 'The request itself is as it was.');
    return 'loaded';
  },
};
