import type { RequestFile } from '../change-request/request-json.ts';
import { speakerOf } from '../language/document-words.ts';
import { sheetInLanguage } from '../language/sheet-in-language.ts';
import type { Speaker } from '../language/speaker.ts';
import { aboutSheet } from './about-sheet.ts';
import { flowsSheet } from './flows-sheet.ts';
import { linesSheet } from './lines-sheet.ts';
import { missingSheet } from './missing-sheet.ts';
import { documentName, marksOf, numberText, requestName, revisionText, statusText } from './summary.ts';
import type { Sheet, Workbook } from './types.ts';
import { oneLine } from './visible-text.ts';

/** The sheets of a request in its language, made of its data alone. */
export function requestSheets(
  file: RequestFile,
  digest: string,
  speaker: Speaker = speakerOf(file, null),
): Sheet[] {
  const missing = missingSheet(file);
  return [
    linesSheet(file),
    flowsSheet(file),
    aboutSheet(file, digest),
    ...(missing === null ? [] : [missing]),
  ].map((sheet) => sheetInLanguage(sheet, speaker));
}

/**
 * The request as a workbook.
 *
 * @param digest SHA-256 of the request's JSON file.
 */
export function requestWorkbook(file: RequestFile, digest: string): Workbook {
  const speaker = speakerOf(file, null);
  const { say } = speaker;
  const marks = marksOf(file).map(say);
  const site = oneLine(file.customer.site) || oneLine(file.customer.name) || 'site not named';
  return {
    title: say(requestName(file)),
    subject: `${say(documentName(file))}, ${site}`,
    author: oneLine(file.technician.name) || 'not given',
    software: `Gatecheck ${file.software.version}`,
    createdAt: file.createdAt,
    header: `${say(`${numberText(file)}, revision ${revisionText(file)}`)}: ${[...marks, ...(marks.length === 0 ? [say(statusText(file))] : [])].join(', ')}`,
    mark: marks.length === 0 ? null : marks.join(', '),
    sheets: requestSheets(file, digest, speaker),
  };
}
