import { parseService } from '../../lib/service.ts';
import type { RequestFile } from '../change-request/request-json.ts';
import { flowRows, type FlowChange, type FlowRow } from './flow-rows.ts';
import {
  addressText,
  directionText,
  familyText,
  needText,
  portText,
  sideName,
  todayText,
  zoneText,
  type FileParty,
} from './line-words.ts';
import { sheetTitle } from './summary.ts';
import type { Sheet, SheetCell, SheetColumn } from './types.ts';
import { oneLine } from './visible-text.ts';

/** What a sheet takes beside its two head rows (a limit of the format is 1,048,576). */
const mostRows = 1_000_000;

const changeWords: Readonly<Record<FlowChange, string>> = {
  permit: 'Permit',
  keep: 'Keep as it is',
  withdraw: 'Withdraw',
};

/** Protocol and port of a service in words: `TCP`, `443`; ICMP has no port. */
export function protocolAndPort(service: string): readonly [string, string] {
  const parsed = parseService(service);
  if (!parsed.ok || parsed.value.kind === 'icmp') return ['ICMP', 'echo'];
  return [parsed.value.transport.toUpperCase(), service.split('/')[0] ?? service];
}

interface FlowColumn extends SheetColumn {
  readonly cell: (row: FlowRow) => SheetCell;
}

const missingAddress: SheetCell = { kind: 'text', text: 'To be supplied', look: 'missing' };

function address(party: FileParty | null): SheetCell {
  return party === null ? missingAddress : addressText(party);
}

function outside(party: FileParty | null): SheetCell {
  return party?.natAddress == null ? 'None given' : oneLine(party.natAddress);
}

function name({ line, from, to }: FlowRow, side: 'from' | 'to'): string {
  const party = side === 'from' ? from : to;
  if (party?.node != null || party?.label == null) return sideName(line, side);
  return oneLine(party.label);
}

const columns: readonly FlowColumn[] = [
  { key: 'line', title: 'Line', width: 5, cell: ({ line }) => line.number },
  { key: 'change', title: 'Asked', width: 10, cell: ({ change }) => changeWords[change] },
  { key: 'fromZone', title: 'From zone', width: 11, cell: ({ from }) => zoneText(from?.zone ?? null) },
  { key: 'from', title: 'From: starts the session', width: 18, cell: (row) => name(row, 'from') },
  { key: 'fromAddress', title: 'From address', width: 20, cell: ({ from }) => address(from) },
  { key: 'fromOutside', title: 'From, seen from outside', width: 13, cell: ({ from }) => outside(from) },
  {
    key: 'direction',
    title: 'Direction',
    width: 8.5,
    cell: ({ line }) => directionText(line),
  },
  { key: 'port', title: 'Node port', width: 9, cell: ({ line }) => portText(line) },
  { key: 'toZone', title: 'To zone', width: 11, cell: ({ to }) => zoneText(to?.zone ?? null) },
  { key: 'to', title: 'To: receives the session', width: 18, cell: (row) => name(row, 'to') },
  { key: 'toAddress', title: 'To address', width: 20, cell: ({ to }) => address(to) },
  { key: 'toOutside', title: 'To, seen from outside', width: 13, cell: ({ to }) => outside(to) },
  { key: 'protocol', title: 'Protocol', width: 8, cell: ({ service }) => protocolAndPort(service)[0] },
  { key: 'toPort', title: 'Port at "To"', width: 8, cell: ({ service }) => protocolAndPort(service)[1] },
  { key: 'family', title: 'Family', width: 7, cell: ({ line }) => familyText(line) },
  { key: 'service', title: 'Service', width: 16, cell: ({ line }) => oneLine(line.title) },
  { key: 'need', title: 'Need', width: 11, cell: ({ line }) => needText(line) },
  { key: 'today', title: 'Today (line)', width: 12, cell: ({ line }) => todayText(line) },
  {
    key: 'rule',
    title: 'Rule id',
    width: 26,
    cell: ({ rule }) => ({ kind: 'text', text: rule, look: 'id' }),
  },
  { key: 'id', title: 'Flow id', width: 34, cell: ({ id }) => ({ kind: 'text', text: id, look: 'id' }) },
];

/** Every flow a row: the lines taken apart into one source, one destination and one port each. */
export function flowsSheet(file: RequestFile): Sheet {
  const flows = flowRows(file);
  const shown = flows.length > mostRows ? [] : flows;
  const tooMany = `${flows.length} flows are more than a sheet holds. The CSV file of this request lists them all.`;
  return {
    name: 'Flows',
    title: `${sheetTitle(file)} · every flow a row${flows.length > mostRows ? ` · ${tooMany}` : ''}`,
    columns,
    rowKey: 'id',
    rows: shown.map((row) => columns.map(({ cell }) => cell(row))),
    frozenColumns: 1,
    filter: true,
  };
}
