import type { RequestFile } from '../change-request/request-json.ts';
import { count, dateOf, given, lineNumbers, listed, utcWindow } from '../words.ts';
import {
  everyLine,
  marksOf,
  notAny,
  numberText,
  revisionText,
  sheetTitle,
  statusText,
  summaryText,
} from './summary.ts';
import type { FillCell, Sheet, SheetCell } from './types.ts';
import { oneLine, visibleText } from './visible-text.ts';

/** The sheet that says what this is, how to fill it in, what is missing and where it comes from. */

type Row = readonly [item: string, value: SheetCell];

/** What is filled in once for the whole request, by the item that stands before it. */
export const wholeFields = {
  all: 'Approve every unmarked line',
  ticket: 'Your change number',
  window: 'Approved window (UTC)',
  expires: 'Rules expire on (YYYY-MM-DD)',
  conditions: 'Conditions that hold for all lines',
  by: 'Implementer of all lines',
  firewall: 'Firewall or policy, if one for all',
  policyBefore: 'Policy version before the change',
} as const;

export type WholeField = keyof typeof wholeFields;

/** What a draft leaves open: nothing is approved or implemented by it. */
const notInDraft: ReadonlySet<WholeField> = new Set([
  'all',
  'window',
  'expires',
  'by',
  'firewall',
  'policyBefore',
]);

const field: FillCell = { kind: 'fill', choices: null, required: false };
const approveAll: FillCell = { kind: 'fill', choices: ['Approve'], required: false };

function strong(text: string): SheetCell {
  return { kind: 'text', text, look: 'strong' };
}

/** A text of several lines or none. */
function texts(lines: readonly string[], none: string): string {
  return lines.length === 0 ? none : lines.map(oneLine).join('\n');
}

function said(text: string): string {
  return given(visibleText(text));
}

function howToFill(file: RequestFile): Row[] {
  if (file.status === 'draft')
    return [
      [
        'How to fill in',
        'Give the addresses that are asked for on the sheet Missing. Look through the other lines and tell us what you would not permit.',
      ],
      [
        'Where',
        'Only framed cells can be filled in. The sheets are protected without a password against slips of the hand. Every other cell is compared with what we sent when the file comes back.',
      ],
      ['Then', `Send this file back ${backTo(file)}. Please do not implement it.`],
    ];
  const removal = file.kind === 'removal';
  const words = removal
    ? 'Withdraw, or Keep if the rule has to stay (with a comment)'
    : 'Approve, Deny (with a comment), or In place if a rule of yours already permits it';
  const both =
    file.kind === 'delta' ? `${words}; for a line to be removed: Withdraw or Keep (with a comment)` : words;
  return [
    [
      'How to fill in',
      `Choose for every line on the sheet Lines, column "Your decision": ${both}. A decision on a line counts for all of its flows.`,
    ],
    [
      'Where',
      'Only framed cells can be filled in. The sheets are protected without a password against slips of the hand. Every other cell is compared with what we sent when the file comes back.',
    ],
    [
      'When it is done',
      'Fill in firewall and rule name, implementer, and the time in UTC, for example 2026-11-24 20:17:05.',
    ],
    ['Then', `Send this file back ${backTo(file)}. Signatures belong into the PDF of this request.`],
  ];
}

function backTo({ technician }: RequestFile): string {
  return technician.email.trim() === '' ? 'to the requester' : `to ${oneLine(technician.email)}`;
}

function wholeRows(file: RequestFile): Row[] {
  const draft = file.status === 'draft';
  return (Object.keys(wholeFields) as WholeField[])
    .filter((key) => !(draft && notInDraft.has(key)) && !(key === 'all' && file.kind === 'removal'))
    .map((key) => [wholeFields[key], key === 'all' ? approveAll : field]);
}

function missingRows(file: RequestFile): Row[] {
  const undecided = file.undecided.map(
    ({ title, node, missing }) =>
      `${title}, ${node}: the vendor's table gives no ${listed(missing)}. Nothing is asked for before somebody chooses.`,
  );
  const names = file.missing.map(
    ({ number, name, whoKnows, lines }) =>
      `${number}. ${name}, ${lineNumbers(lines)}. Who knows it: ${whoKnows}`,
  );
  return [
    ['Missing addresses', names.length === 0 ? 'None. Every line names its addresses.' : texts(names, '')],
    ...(names.length === 0 ? [] : [['Without an address', notAny] as const]),
    ['Undecided', texts(undecided, 'Nothing')],
  ];
}

function kindRows(file: RequestFile): Row[] {
  const { since, report } = file;
  return [
    ...(since === undefined
      ? []
      : [
          [
            'Compared with',
            `Revision ${oneLine(since.revision)} of ${dateOf(since.createdAt)}, SHA-256 ${since.sha256}`,
          ] as const,
          ['Lines that stay', count(file.unchanged?.length ?? 0, 'line')] as const,
          ['Remarks', texts(since.remarks, 'None')] as const,
        ]),
    ...(report === undefined
      ? []
      : [
          [
            'What works already',
            `${count(file.open?.length ?? 0, 'line')}, by report ${report.id} of ${dateOf(report.createdAt)}, SHA-256 ${report.sha256}`,
          ] as const,
          ['Remarks', texts(report.remarks, 'None')] as const,
        ]),
  ];
}

function takenAwayRow({ takenAway }: RequestFile): Row {
  const words = takenAway.map(
    ({ entry, what, by, reason }) =>
      `${entry}, ${what}: taken away by ${given(by)}. Reason: ${given(reason)}`,
  );
  return ['Required by the catalogue, taken away by a person', texts(words, 'Nothing')];
}

function rowsOf(file: RequestFile, digest: string): Row[] {
  const { customer, technician, request, catalog } = file;
  const { window } = request;
  const sensitive = request.sensitiveData === null ? 'not stated' : request.sensitiveData ? 'yes' : 'no';
  const words = { new: 'New', modify: 'Modify', remove: 'Remove' } as const;
  const categories = { standard: 'Standard', emergency: 'Emergency', temporary: 'Temporary' } as const;
  return [
    ...marksOf(file).map((mark, index): Row => [
      index === 0 ? 'Please note' : 'Please note too',
      strong(mark),
    ]),
    ['The request', strong(summaryText(file))],
    ...howToFill(file),
    ...wholeRows(file),
    ...missingRows(file),
    [
      'For every line',
      everyLine(file).replace(/^For every line: (.)/, (_, first: string) => first.toUpperCase()),
    ],
    [
      'OUT, IN',
      'OUT: the node starts the session. IN: the counterpart starts it. LAN, WAN: the physical port of the node.',
    ],
    [
      'Assumed',
      "A value that the vendor's table does not state: the port of an Inline node, or the need of a service without a published condition.",
    ],
    ['Number', numberText(file)],
    ['Revision', revisionText(file)],
    ['Supersedes', file.supersedes === null ? 'Nothing (first)' : oneLine(file.supersedes)],
    ['Status', statusText(file)],
    ['Date', dateOf(file.createdAt)],
    ...kindRows(file),
    [
      'Type, category, priority',
      `${words[request.type]}, ${categories[request.category]}, ${given(oneLine(request.priority))}`,
    ],
    ['Change window', window === null ? 'Not agreed yet' : utcWindow(window.start, window.end)],
    ['Valid until', request.validUntil === null ? 'No end date' : dateOf(request.validUntil)],
    ['Customer', said(customer.name)],
    ['Site', said(customer.site)],
    ['Address of the site', said(customer.address)],
    ['Ticket of the customer', said(customer.ticket)],
    [
      'Network contact',
      given(
        [customer.contact.name, customer.contact.email]
          .map(oneLine)
          .filter((text) => text !== '')
          .join(', '),
      ),
    ],
    [
      'Requester',
      given(
        [technician.name, technician.company, technician.email, technician.phone]
          .map(oneLine)
          .filter((text) => text !== '')
          .join(', '),
      ),
    ],
    ['Also notify', texts(request.notify, 'Nobody else')],
    ['Justification', said(request.justification)],
    ['Who gets access', said(request.access)],
    ['Data carried', `${said(request.data)}. Sensitive data: ${sensitive}`],
    ['Not answered', texts(file.notAnswered, 'Nothing')],
    takenAwayRow(file),
    ['Catalogue', `${catalog.id} ${catalog.version}, SHA-256 ${catalog.sha256}`],
    [digestItem, { kind: 'text', text: digest, look: 'mono' }],
    ['Software', `Gatecheck ${file.software.version}`],
    ['Confidential', 'Contains network addresses'],
  ];
}

/** The item before the SHA-256 of the request's JSON file. */
export const digestItem = 'Request (JSON file), SHA-256';

export function aboutSheet(file: RequestFile, digest: string): Sheet {
  return {
    name: 'About',
    title: sheetTitle(file),
    columns: [
      { key: 'item', title: 'Item', width: 30 },
      { key: 'value', title: 'What it says', width: 100 },
    ],
    rowKey: 'item',
    rows: rowsOf(file, digest).map(([item, value]) => [{ kind: 'text', text: item, look: 'heading' }, value]),
    frozenColumns: 1,
    filter: false,
  };
}
