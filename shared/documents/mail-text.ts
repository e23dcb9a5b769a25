import type { RequestFile } from './change-request/request-json.ts';
import {
  addressText,
  beforeText,
  beforeTitle,
  changeText,
  directionText,
  groupsOf,
  needText,
  portText,
  servicesText,
  sideName,
  todayText,
  whyText,
  zoneText,
  type FileLine,
} from './tables/line-words.ts';
import { everyLine, marksOf, notAny, requestName, statusText, summaryText } from './tables/summary.ts';
import { oneLine, visibleText } from './tables/visible-text.ts';
import { count, dateOf, given, lineNumbers, utcWindow } from './words.ts';
import { textColumns, wrap } from './wrapped-text.ts';

/** The request as plain text for a mail: no line longer than 72 characters, but where a word alone is. */

function paragraphs(text: string): string {
  return visibleText(text)
    .split('\n')
    .map((line) => wrap(line.replace(/\s+/g, ' ').trim()))
    .join('\n');
}

function labelled(label: string, value: string): string {
  return wrap(oneLine(value), `${label.padEnd(14)} `);
}

function heading(text: string): string {
  return `${text}\n${'-'.repeat(Math.min(text.length, textColumns))}`;
}

function side(line: FileLine, which: 'from' | 'to'): string {
  const parties = line[which];
  const missing = line.missing === null ? 'to be supplied' : `to be supplied (missing, no. ${line.missing})`;
  const addresses = parties.length === 0 ? missing : parties.map(addressText).join(', ');
  return `${sideName(line, which)}, ${addresses}`;
}

function lineText(file: RequestFile, line: FileLine, groups: ReadonlyMap<string, string>): string {
  const part = (label: string, value: string): string => wrap(value, `     ${label.padEnd(5)} `);
  const revised = file.kind === 'delta' || file.kind === 'removal';
  return [
    wrap(
      `${directionText(line)} ${portText(line)}: ${servicesText(line, '; ')}, ${oneLine(line.title)}`,
      `${line.number}.`.padEnd(5),
    ),
    ...(revised
      ? [part('Asked', `${changeText(line)}. ${beforeTitle(file)}: ${beforeText(file, line)}`)]
      : []),
    part('From', side(line, 'from')),
    part('To', side(line, 'to')),
    part('Zones', `${zoneText(line.nodeZone)} (node), ${zoneText(line.farZone)}`),
    part('Need', `${needText(line)}. Today: ${todayText(line).toLowerCase()}.`),
    part('Why', whyText(line, groups)),
    part('Id', line.id),
  ].join('\n');
}

function missing(file: RequestFile): string[] {
  if (file.missing.length === 0 && file.undecided.length === 0) return [];
  return [
    heading('Missing'),
    ...(file.missing.length === 0 ? [] : [wrap(notAny)]),
    ...file.missing.map(({ number, name, lines, whoKnows }) =>
      wrap(
        `${oneLine(name)}, ${lineNumbers(lines)}. Who knows it: ${oneLine(whoKnows)}`,
        `${number}.`.padEnd(5),
      ),
    ),
    ...file.undecided.map((each) =>
      wrap(
        `${oneLine(each.title)}, ${oneLine(each.node)}: the vendor's table gives no ${each.missing.join(' and no ')}.`,
        '-    ',
      ),
    ),
  ];
}

function whatToDecide(file: RequestFile): string {
  if (file.status === 'draft')
    return 'Please answer with the missing addresses, and tell us which of the other lines you would not permit. Do not implement anything yet.';
  const words =
    file.kind === 'removal'
      ? 'Withdraw or Keep'
      : 'Approve, Deny, or In place if a rule of yours already permits it';
  return `Please answer for each line: ${words}, and tell us why where you do not agree. The PDF and the spreadsheet of this request have a field for each.`;
}

/**
 * @param digest SHA-256 of the request's JSON file.
 */
export function requestMailText(file: RequestFile, digest: string): string {
  const groups = groupsOf(file);
  const { customer, technician, request } = file;
  const joined = (...texts: readonly string[]): string =>
    given(texts.filter((text) => text.trim() !== '').join(', '));
  const parts = [
    ...marksOf(file).map((mark) => `*** ${mark} ***`),
    wrap(requestName(file)),
    wrap(summaryText(file)),
    [
      labelled('Status', statusText(file)),
      labelled('Date', dateOf(file.createdAt)),
      labelled('Customer', joined(customer.name, customer.site)),
      labelled('Ticket', given(customer.ticket)),
      labelled('Requester', joined(technician.name, technician.company, technician.email, technician.phone)),
      labelled(
        'Window',
        request.window === null ? 'not agreed yet' : utcWindow(request.window.start, request.window.end),
      ),
      labelled('Valid until', request.validUntil === null ? 'no end date' : dateOf(request.validUntil)),
    ].join('\n'),
    ...(request.justification.trim() === '' ? [] : [paragraphs(request.justification)]),
    wrap(whatToDecide(file)),
    heading(count(file.lines.length, 'line')),
    wrap(everyLine(file)),
    ...file.lines.map((line) => lineText(file, line, groups)),
    ...missing(file),
    heading('About this text'),
    wrap(
      `Gatecheck ${file.software.version}, catalogue ${file.catalog.id} ${file.catalog.version}. Assumed: the vendor's table does not state it. Confidential: contains network addresses.`,
    ),
    `SHA-256 of the request (JSON):\n${digest}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
