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
import { dateOf, ranges, utcWindow } from './words.ts';

/**
 * The request as Markdown for a ticket. Every text is escaped, so that neither GitHub nor Jira nor ServiceNow reads a name as
 * markup, as HTML, as a mention or as a link.
 */

const addressesInCell = 8;

/** A text as it stands, on one line and in a cell of a table. */
function md(text: string): string {
  return (
    oneLine(text)
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_{}[\]|~^$!]/g, (character) => `\\${character}`)
      .replace(/:(?=\/\/)/g, '&#58;')
      .replace(/\b(www)\./gi, '$1&#46;')
      // Nobody is called, and no other ticket is named, by a name that reads like one.
      .replace(/(?<![\w.])@(?=\w)/g, '@<!-- -->')
      .replace(/#(?=\d)/g, '#<!-- -->')
  );
}

/** The same where a line begins: nothing makes it a heading, a list or a rule. */
function mdLine(text: string): string {
  return md(text).replace(/^(\s*)([#+\-=]|\d+(?=[.)]))/, (_, space: string, start: string) =>
    /\d/.test(start) ? `${space}${start}\\` : `${space}\\${start}`,
  );
}

/** Ids and addresses as code: nothing in them is markup there but the back tick and, in a table, the bar. */
function code(text: string): string {
  const line = oneLine(text);
  return /[`|<>&\\]/.test(line) ? md(line) : `\`${line}\``;
}

/** A text of several lines as a quotation. */
function quote(text: string): string {
  return visibleText(text)
    .split('\n')
    .map((line) => `> ${mdLine(line)}`)
    .join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

type Say = Speaker['say'];

function side(line: FileLine, which: 'from' | 'to', say: Say): string {
  const parties = line[which];
  const name = `**${md(say(sideName(line, which)))}**`;
  if (parties.length === 0)
    return `${name}<br>${say(line.missing === null ? 'to be supplied' : `to be supplied, no. ${line.missing} below`)}`;
  const shown = parties.slice(0, addressesInCell).map((party) => code(addressText(party)));
  const more = parties.length - shown.length;
  return `${name}<br>${shown.join(', ')}${more === 0 ? '' : ` ${say(`and ${more} more, all in the CSV file`)}`}`;
}

function lineTable(
  file: RequestFile,
  lines: readonly FileLine[],
  groups: ReadonlyMap<string, string>,
  say: Say,
): string {
  const revised = file.kind === 'delta' || file.kind === 'removal';
  const heads = [
    'No.',
    ...(revised ? ['Asked'] : []),
    'From (starts the session)',
    'Direction, node port',
    'To (receives the session)',
    'Protocol, port at "To"',
    'Service, line id',
    'Why',
    'Need',
    'Today',
    ...(revised ? [beforeTitle(file)] : []),
  ];
  return table(
    heads.map((head) => md(say(head))),
    lines.map((line) => [
      `${line.number}`,
      ...(revised ? [`**${say(changeText(line))}**`] : []),
      side(line, 'from', say),
      `${directionText(line)}, ${md(say(portText(line)))}`,
      side(line, 'to', say),
      `**${md(servicesText(line, '; '))}**`,
      `${md(say(line.title))}<br>${code(line.id)}`,
      md(say(whyText(line, groups))),
      md(say(needText(line))),
      say(todayText(line)),
      ...(revised ? [md(say(beforeText(file, line)))] : []),
    ]),
  );
}

/** The lines by the zones that they cross, in the order of the request. */
function byZones(lines: readonly FileLine[]): Map<string, FileLine[]> {
  const groups = new Map<string, FileLine[]>();
  for (const line of lines) {
    const name = (zone: string | null): string => (zone === null ? 'zone not given' : zoneText(zone));
    const heading = `${name(line.nodeZone)} (node, ${line.port.toUpperCase()} port) and ${name(line.farZone)}`;
    const group = groups.get(heading);
    if (group === undefined) groups.set(heading, [line]);
    else group.push(line);
  }
  return groups;
}

function facts(file: RequestFile, digest: string, say: Say): string {
  const { customer, technician, request } = file;
  const { window } = request;
  const rows: (readonly [string, string])[] = [
    ['Status', say(statusText(file))],
    ['Date', dateOf(file.createdAt)],
    ['Supersedes', file.supersedes === null ? say('nothing (first)') : md(file.supersedes)],
    [
      'Customer, site',
      md([customer.name, customer.site].filter((text) => text.trim() !== '').join(', ')) || say('not given'),
    ],
    ['Ticket', md(customer.ticket) || say('not given')],
    [
      'Requester',
      md(
        [technician.name, technician.company, technician.email, technician.phone]
          .filter((text) => text.trim() !== '')
          .join(', '),
      ) || say('not given'),
    ],
    ['Change window', window === null ? say('not agreed yet') : utcWindow(window.start, window.end)],
    ['Valid until', request.validUntil === null ? say('no end date') : dateOf(request.validUntil)],
    ['Catalogue', `${md(file.catalog.id)} ${md(file.catalog.version)}`],
    ['Request (JSON), SHA-256', `\`${digest}\``],
  ];
  return table(
    ['', ''],
    rows.map(([label, value]) => [md(say(label)), value]),
  );
}

function missing(file: RequestFile, say: Say): string[] {
  if (file.missing.length === 0 && file.undecided.length === 0) return [];
  const addresses = file.missing.map(
    ({ number, name, lines, whoKnows }) =>
      [`${number}`, ranges(lines), md(say(name)), md(say(whoKnows))] as const,
  );
  const undecided = file.undecided.map(
    (each) =>
      `- ${md(say(`${each.title}, ${each.node}: the vendor's table gives no ${each.missing.join(' and no ')}.`))}`,
  );
  return [
    `## ${say('Missing')}`,
    ...(addresses.length === 0
      ? []
      : [
          md(say(notAny)),
          table(
            ['No.', 'Lines', 'Counterpart', 'Who knows it'].map((head) => md(say(head))),
            addresses,
          ),
        ]),
    ...(undecided.length === 0 ? [] : [undecided.join('\n')]),
  ];
}

function whatToDecide(file: RequestFile): string {
  if (file.status === 'draft')
    return 'Please give the missing addresses, and tell us which of the other lines you would not permit. Do not implement anything yet.';
  const one =
    file.kind === 'removal'
      ? 'Withdraw, or Keep (with the reason)'
      : 'Approve, Deny (with the reason), or In place if a rule of yours already permits it';
  const removed = file.kind === 'delta' ? ' For a removed line: Withdraw, or Keep (with the reason).' : '';
  return `For each line: ${one}.${removed} A decision on a line counts for all of its addresses and ports. When it is active: firewall, rule name, implementer and the time in UTC.`;
}

/**
 * @param digest SHA-256 of the request's JSON file.
 */
export function requestMarkdown(
  file: RequestFile,
  digest: string,
  speaker: Speaker = englishSpeaker,
): string {
  const { say } = speaker;
  const groups = groupsOf(file);
  const { justification } = file.request;
  const parts = [
    `# ${md(say(requestName(file)))}`,
    ...marksOf(file).map((mark) => `**${md(say(mark))}**`),
    md(say(summaryText(file))),
    facts(file, digest, say),
    ...(justification.trim() === '' ? [] : [`## ${say('Why')}`, quote(justification)]),
    `## ${say('What to decide')}`,
    speaker.words.language === 'en' ? whatToDecide(file) : md(say(whatToDecide(file))),
    `## ${say('Lines')}`,
    md(say(everyLine(file))),
    ...[...byZones(file.lines)].flatMap(([heading, lines]) => [
      `### ${md(say(heading))}`,
      lineTable(file, lines, groups, say),
    ]),
    ...missing(file, say),
    md(
      say(
        `Gatecheck ${file.software.version}. Confidential: contains network addresses. "Assumed": the vendor's table does not state it.`,
      ),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}
