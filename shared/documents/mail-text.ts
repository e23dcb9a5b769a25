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
import { englishSpeaker, type Speaker } from './language/speaker.ts';
import { oneLine, visibleText } from './tables/visible-text.ts';
import { count, dateOf, lineNumbers, utcWindow } from './words.ts';
import { textColumns, wrap } from './wrapped-text.ts';

/** The request as plain text for a mail: no line longer than 72 characters, but where a word alone is. */

function paragraphs(text: string): string {
  return visibleText(text)
    .split('\n')
    .map((line) => wrap(line.replace(/\s+/g, ' ').trim()))
    .join('\n');
}

function heading(text: string): string {
  return `${text}\n${'-'.repeat(Math.min(text.length, textColumns))}`;
}

type Say = Speaker['say'];

function side(line: FileLine, which: 'from' | 'to', say: Say): string {
  const parties = line[which];
  const missing = say(
    line.missing === null ? 'to be supplied' : `to be supplied (missing, no. ${line.missing})`,
  );
  const addresses = parties.length === 0 ? missing : parties.map(addressText).join(', ');
  return `${say(sideName(line, which))}, ${addresses}`;
}

function inSentence(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function lineText(file: RequestFile, line: FileLine, groups: ReadonlyMap<string, string>, say: Say): string {
  const part = (label: string, value: string): string => wrap(value, `     ${say(label).padEnd(5)} `);
  const revised = file.kind === 'delta' || file.kind === 'removal';
  return [
    wrap(
      `${directionText(line)} ${say(portText(line))}: ${servicesText(line, '; ')}, ${say(oneLine(line.title))}`,
      `${line.number}.`.padEnd(5),
    ),
    ...(revised
      ? [part('Asked', `${say(changeText(line))}. ${say(beforeTitle(file))}: ${say(beforeText(file, line))}`)]
      : []),
    part('From', side(line, 'from', say)),
    part('To', side(line, 'to', say)),
    part('Zones', say(`${zoneText(line.nodeZone)} (node), ${zoneText(line.farZone)}`)),
    part('Need', `${say(needText(line))}. ${say('Today')}: ${inSentence(say(todayText(line)))}.`),
    part('Why', say(whyText(line, groups))),
    part('Id', line.id),
  ].join('\n');
}

function missing(file: RequestFile, say: Say): string[] {
  if (file.missing.length === 0 && file.undecided.length === 0) return [];
  return [
    heading(say('Missing')),
    ...(file.missing.length === 0 ? [] : [wrap(say(notAny))]),
    ...file.missing.map(({ number, name, lines, whoKnows }) =>
      wrap(
        say(`${oneLine(name)}, ${lineNumbers(lines)}. Who knows it: ${oneLine(whoKnows)}`),
        `${number}.`.padEnd(5),
      ),
    ),
    ...file.undecided.map((each) =>
      wrap(
        say(
          `${oneLine(each.title)}, ${oneLine(each.node)}: the vendor's table gives no ${each.missing.join(' and no ')}.`,
        ),
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
export function requestMailText(
  file: RequestFile,
  digest: string,
  speaker: Speaker = englishSpeaker,
): string {
  const { say } = speaker;
  const labelled = (label: string, value: string): string =>
    wrap(oneLine(value), `${say(label).padEnd(14)} `);
  const groups = groupsOf(file);
  const { customer, technician, request } = file;
  const joined = (...texts: readonly string[]): string =>
    texts.filter((text) => text.trim() !== '').join(', ') || say('not given');
  const parts = [
    ...marksOf(file).map((mark) => `*** ${say(mark)} ***`),
    wrap(say(requestName(file))),
    wrap(say(summaryText(file))),
    [
      labelled('Status', say(statusText(file))),
      labelled('Date', dateOf(file.createdAt)),
      labelled('Customer', joined(customer.name, customer.site)),
      labelled('Ticket', joined(customer.ticket)),
      labelled('Requester', joined(technician.name, technician.company, technician.email, technician.phone)),
      labelled(
        'Window',
        request.window === null ? say('not agreed yet') : utcWindow(request.window.start, request.window.end),
      ),
      labelled('Valid until', request.validUntil === null ? say('no end date') : dateOf(request.validUntil)),
    ].join('\n'),
    ...(request.justification.trim() === '' ? [] : [paragraphs(request.justification)]),
    wrap(say(whatToDecide(file))),
    heading(say(count(file.lines.length, 'line'))),
    wrap(say(everyLine(file))),
    ...file.lines.map((line) => lineText(file, line, groups, say)),
    ...missing(file, say),
    heading(say('About this text')),
    wrap(
      say(
        `Gatecheck ${file.software.version}, catalogue ${file.catalog.id} ${file.catalog.version}. Assumed: the vendor's table does not state it. Confidential: contains network addresses.`,
      ),
    ),
    `${say('SHA-256 of the request (JSON):')}\n${digest}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
