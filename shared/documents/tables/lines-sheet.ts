import type { RequestFile } from '../change-request/request-json.ts';
import { tlsServices } from '../change-request/to-settle.ts';
import {
  addressText,
  beforeText,
  beforeTitle,
  changeText,
  directionText,
  familyText,
  groupsOf,
  isWaiting,
  natText,
  needText,
  portText,
  servicesText,
  sideName,
  todayText,
  whyText,
  zoneText,
  type FileLine,
} from './line-words.ts';
import { sheetTitle } from './summary.ts';
import type { FillCell, Sheet, SheetCell, SheetColumn } from './types.ts';
import { oneLine } from './visible-text.ts';

/** The sheet of lines: one a row, with the places that the customer fills in. */

/** Words of a decision as the sheet offers them, with their values. */
export const decisionWords = {
  approve: 'Approve',
  deny: 'Deny',
  'in-place': 'In place',
  withdraw: 'Withdraw',
  keep: 'Keep',
} as const;

export type LineDecision = keyof typeof decisionWords;

export const tlsWords = { exempt: 'Exempt', inspect: 'Inspect' } as const;

export type TlsDecision = keyof typeof tlsWords;

/** Addresses that a cell lists; more stand on the sheet of flows. */
const addressesInCell = 16;

const permitChoices: readonly LineDecision[] = ['approve', 'deny', 'in-place'];
const withdrawChoices: readonly LineDecision[] = ['withdraw', 'keep'];

function choiceCell(words: readonly string[], required: boolean): FillCell {
  return { kind: 'fill', choices: words, required };
}

const permitCell = choiceCell(
  permitChoices.map((word) => decisionWords[word]),
  true,
);
const withdrawCell = choiceCell(
  withdrawChoices.map((word) => decisionWords[word]),
  true,
);
const tlsCell = choiceCell(Object.values(tlsWords), false);
const textCell: FillCell = { kind: 'fill', choices: null, required: false };

interface LineColumn extends SheetColumn {
  readonly cell: (line: FileLine) => SheetCell;
}

const waitingDecision: SheetCell = 'Decide when the address is known';

function columnsOf(file: RequestFile): LineColumn[] {
  const groups = groupsOf(file);
  const compares = file.kind === 'delta' || file.kind === 'removal';
  const revised: LineColumn[] = [
    {
      key: 'change',
      title: 'Asked',
      width: 11,
      cell: (line) => ({ kind: 'text', text: changeText(line), look: 'strong' }),
    },
    { key: 'before', title: beforeTitle(file), width: 16, cell: (line) => beforeText(file, line) },
  ];
  return [
    { key: 'number', title: 'No.', width: 4.5, cell: ({ number }) => number },
    {
      key: 'service',
      title: 'Service',
      width: 13,
      cell: ({ title }) => ({ kind: 'text', text: oneLine(title), look: 'strong' }),
    },
    ...(compares ? revised : []),
    { key: 'fromZone', title: 'From zone', width: 9.5, cell: (line) => zoneOfSide(line, 'from') },
    { key: 'from', title: 'From: starts the session', width: 14, cell: (line) => sideName(line, 'from') },
    { key: 'fromAddress', title: 'From address', width: 15.5, cell: (line) => addressCell(line, 'from') },
    {
      key: 'direction',
      title: 'Direction',
      width: 8.5,
      cell: (line) => ({ kind: 'text', text: directionText(line), look: line.direction }),
    },
    { key: 'port', title: 'Node port', width: 9, cell: portText },
    { key: 'toZone', title: 'To zone', width: 9.5, cell: (line) => zoneOfSide(line, 'to') },
    { key: 'to', title: 'To: receives the session', width: 14, cell: (line) => sideName(line, 'to') },
    { key: 'toAddress', title: 'To address', width: 15.5, cell: (line) => addressCell(line, 'to') },
    {
      key: 'services',
      title: 'Protocol, port at "To"',
      width: 12,
      cell: (line) => ({ kind: 'text', text: servicesText(line), look: 'strong' }),
    },
    { key: 'family', title: 'Family', width: 7, cell: familyText },
    { key: 'nat', title: 'Address translation', width: 12, cell: natText },
    { key: 'why', title: 'Why', width: 22, cell: (line) => whyText(line, groups) },
    { key: 'need', title: 'Need', width: 10, cell: needText },
    { key: 'today', title: 'Today', width: 9, cell: todayText },
    {
      key: 'decision',
      title: 'Your decision',
      hint: 'required',
      width: 11.5,
      cell: (line) =>
        isWaiting(line) ? waitingDecision : line.change === 'removed' ? withdrawCell : permitCell,
    },
    {
      key: 'comment',
      title: 'Comment',
      hint: 'needed with Deny and Keep',
      width: 18,
      cell: () => textCell,
    },
    {
      key: 'tls',
      title: 'TLS inspection',
      hint: 'please exempt',
      width: 9.5,
      cell: (line) => (takesTls(line) ? tlsCell : 'No TLS'),
    },
    { key: 'rule', title: 'Firewall and rule name', hint: 'implementer', width: 15, cell: implementer(file) },
    { key: 'by', title: 'Implemented by', hint: 'implementer', width: 12, cell: implementer(file) },
    {
      key: 'active',
      title: file.kind === 'removal' ? 'Withdrawn at (UTC)' : 'Active since (UTC)',
      hint: 'YYYY-MM-DD HH:MM:SS',
      width: 15,
      cell: implementer(file),
    },
    { key: 'id', title: 'Line id', width: 20, cell: ({ id }) => ({ kind: 'text', text: id, look: 'id' }) },
  ];
}

function zoneOfSide(line: FileLine, side: 'from' | 'to'): string {
  const near = (line.direction === 'out') === (side === 'from');
  return zoneText(near ? line.nodeZone : line.farZone);
}

function addressCell(line: FileLine, side: 'from' | 'to'): SheetCell {
  const parties = line[side];
  if (parties.length === 0)
    return {
      kind: 'text',
      text: line.missing === null ? 'To be supplied' : `To be supplied: Missing, no. ${line.missing}`,
      look: 'missing',
    };
  if (parties.length > addressesInCell)
    return `${parties.length} addresses: sheet Flows, line ${line.number}`;
  return parties.map(addressText).join('\n');
}

function takesTls(line: FileLine): boolean {
  return (
    line.direction === 'out' &&
    line.change !== 'removed' &&
    !isWaiting(line) &&
    line.services.some((service) => tlsServices.has(service))
  );
}

/** What the implementer fills in; a draft is not implemented. */
function implementer(file: RequestFile): (line: FileLine) => SheetCell {
  return (line) => {
    if (file.status === 'draft') return 'Draft: do not implement';
    return isWaiting(line) ? 'Wait for the address' : textCell;
  };
}

/** One line a row, with every fixed value of the form and the fields that the customer fills in. */
export function linesSheet(file: RequestFile): Sheet {
  const columns = columnsOf(file);
  return {
    name: 'Lines',
    title: sheetTitle(file),
    columns,
    rowKey: 'id',
    rows: file.lines.map((line) => columns.map(({ cell }) => cell(line))),
    frozenColumns: 2,
    filter: true,
  };
}
