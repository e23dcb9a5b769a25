import { decodeUtf8 } from '../../../electron/usecases/report-files.ts';
import { answerSchema } from '../../../shared/documents/answer/schema.ts';
import {
  lineFromFile,
  parseRequestFile,
  standingLines,
} from '../../../shared/documents/change-request/earlier-request.ts';
import { requestCsv } from '../../../shared/documents/csv.ts';
import { requestMailText } from '../../../shared/documents/mail-text.ts';
import { requestMarkdown } from '../../../shared/documents/markdown.ts';
import { requestWorkbook } from '../../../shared/documents/tables/workbook.ts';
import { parseJsonText } from '../../../shared/lib/json-text.ts';
import { findingsOf } from '../../../shared/lib/zod-findings.ts';
import { faultOfCsv } from '../../helpers/read-csv.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedRequest, fixedSite } from '../fixed-site.ts';
import { jsonMutator } from '../mutators/json.ts';

/** Controls, and marks that turn the direction of writing. */
const obeyed = /\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const digest = '0'.repeat(64);

/** The JSON file of an earlier request, or a kept answer: what a delta, a withdrawal and a table are made of. */
export const target: FuzzTarget = {
  name: 'request',
  seeds: () => [Buffer.from(fixedRequest(fixedSite()).json, 'utf8')],
  mutators: [jsonMutator],
  words: [
    ...[
      'gatecheck/request@1',
      'gatecheck/answer@1',
      'removed',
      'added',
      'changed',
      'lan',
      'wan',
      'v4',
      'v6',
      'name',
    ],
    ...[
      'lines',
      'unchanged',
      'open',
      'since',
      'missing',
      'services',
      'rules',
      'mirrors',
      'from',
      'to',
      '53/udp',
    ],
  ],
  mostBytes: 60_000,
  run: (input) => {
    const text = decodeUtf8(input);
    if (text === null) return 'refused';
    const json = parseJsonText(text);
    if (json.ok) {
      const answer = answerSchema.safeParse(json.value);
      if (!answer.success) findingsOf(answer.error, json.value, answerSchema);
    }
    const read = parseRequestFile(text);
    if (!read.ok) {
      promise(
        read.error.length > 0 && read.error.length <= 100,
        'A refusal names some reasons, not all of them.',
      );
      return 'refused';
    }
    for (const line of standingLines(read.value)) lineFromFile(line, 'purpose');
    const table = requestCsv(read.value, digest);
    const fault = faultOfCsv(table);
    promise(fault === null, `Its CSV is one: ${fault ?? ''}`);
    for (const words of [requestMarkdown(read.value, digest), requestMailText(read.value, digest)])
      promise(!obeyed.test(words.replace(/\r?\n/g, '')), 'No text of it holds what a terminal would obey.');
    requestWorkbook(read.value, digest);
    return 'loaded';
  },
};
