import type { RequestFile } from '../change-request/request-json.ts';
import { aboutSheet } from './about-sheet.ts';
import { flowsSheet } from './flows-sheet.ts';
import { linesSheet } from './lines-sheet.ts';
import { missingSheet } from './missing-sheet.ts';
import { documentName, marksOf, numberText, requestName, revisionText, statusText } from './summary.ts';
import type { Sheet, Workbook } from './types.ts';
import { oneLine } from './visible-text.ts';

/** The sheets of a request, made of its data alone. */
export function requestSheets(file: RequestFile, digest: string): Sheet[] {
  const missing = missingSheet(file);
  return [
    linesSheet(file),
    flowsSheet(file),
    aboutSheet(file, digest),
    ...(missing === null ? [] : [missing]),
  ];
}

/**
 * The request as a workbook.
 *
 * @param digest SHA-256 of the request's JSON file.
 */
export function requestWorkbook(file: RequestFile, digest: string): Workbook {
  const marks = marksOf(file);
  const site = oneLine(file.customer.site) || oneLine(file.customer.name) || 'site not named';
  return {
    title: requestName(file),
    subject: `${documentName(file)}, ${site}`,
    author: oneLine(file.technician.name) || 'not given',
    software: `Gatecheck ${file.software.version}`,
    createdAt: file.createdAt,
    header: `${numberText(file)}, revision ${revisionText(file)}: ${[...marks, ...(marks.length === 0 ? [statusText(file)] : [])].join(', ')}`,
    mark: marks.length === 0 ? null : marks.join(', '),
    sheets: requestSheets(file, digest),
  };
}
