import type { RequestFile } from './change-request/request-json.ts';
import { csvText, text } from './csv-fields.ts';
import { flowRows, type FlowRow } from './tables/flow-rows.ts';
import {
  groupsOf,
  sideName,
  todayText,
  whyText,
  type FileLine,
  type FileParty,
} from './tables/line-words.ts';
import { marksOf, statusText } from './tables/summary.ts';
import { protocolAndPort } from './tables/flows-sheet.ts';
import { levelWord } from './words.ts';

/** The request as CSV: one flow a row. */

const toBeSupplied = 'to be supplied';

function address(party: FileParty | null): string {
  return party === null ? toBeSupplied : text(party.address);
}

type Field = (row: FlowRow, request: RequestContext) => string;

interface RequestContext {
  readonly file: RequestFile;
  readonly digest: string;
  readonly status: string;
  readonly groups: ReadonlyMap<string, string>;
  /** Texts of a line that are the same for all of its flows. */
  readonly why: (line: FileLine) => string;
}

function label(row: FlowRow, side: 'from' | 'to'): string {
  const party = row[side];
  return text(
    party === null || party.node !== null || party.label === null ? sideName(row.line, side) : party.label,
  );
}

function whoKnows({ line }: FlowRow, { file }: RequestContext): string {
  const missing = file.missing.find(({ number }) => number === line.missing);
  return missing === undefined ? 'nothing missing' : text(`${missing.name}: ${missing.whoKnows}`);
}

const fields: readonly (readonly [string, Field])[] = [
  ['status', (_, { status }) => status],
  ['line', ({ line }) => `${line.number}`],
  ['asked', ({ change }) => change],
  ['service', ({ line }) => text(line.title)],
  ['from_zone', ({ from }) => text(from?.zone ?? 'not given')],
  ['from_name', (row) => label(row, 'from')],
  ['from_address', ({ from }) => address(from)],
  ['from_outside_address', ({ from }) => text(from?.natAddress ?? 'none given')],
  ['direction', ({ line }) => line.direction],
  ['node', ({ line }) => text(line.node)],
  ['node_port', ({ line }) => line.port],
  ['node_port_basis', ({ line }) => line.portBasis],
  ['to_zone', ({ to }) => text(to?.zone ?? 'not given')],
  ['to_name', (row) => label(row, 'to')],
  ['to_address', ({ to }) => address(to)],
  ['to_outside_address', ({ to }) => text(to?.natAddress ?? 'none given')],
  ['protocol', ({ service }) => protocolAndPort(service)[0].toLowerCase()],
  ['to_port', ({ service }) => protocolAndPort(service)[1]],
  ['family', ({ line }) => ({ v4: 'ipv4', v6: 'ipv6', name: 'name' })[line.family]],
  ['need', ({ line }) => levelWord(line.level).toLowerCase()],
  ['need_basis', ({ line }) => line.levelBasis],
  ['any_of', ({ rule }, { groups }) => text(groups.get(rule) ?? 'no')],
  ['temporary', ({ line }) => (line.temporary ? 'yes' : 'no')],
  ['today', ({ line }) => todayText(line).toLowerCase()],
  ['missing', whoKnows],
  ['why', ({ line }, { why }) => why(line)],
  ['line_id', ({ line }) => text(line.id)],
  ['rule_id', ({ rule }) => text(rule)],
  ['flow_id', ({ id }) => text(id)],
  ['request_number', (_, { file }) => text(file.number ?? 'none given')],
  ['request_revision', (_, { file }) => text(file.revision)],
  ['request_sha256', (_, { digest }) => digest],
];

/**
 * @param digest SHA-256 of the request's JSON file.
 */
export function requestCsv(file: RequestFile, digest: string): string {
  const groups = groupsOf(file);
  const reasons = new Map<string, string>();
  const why = (line: FileLine): string => {
    const known = reasons.get(line.id) ?? text(whyText(line, groups));
    reasons.set(line.id, known);
    return known;
  };
  const marks = marksOf(file);
  const status = text(marks.length === 0 ? statusText(file) : marks.join('; '));
  const context: RequestContext = { file, digest, status, groups, why };
  const rows = flowRows(file).map((row) => fields.map(([, field]) => field(row, context)));
  return csvText(
    fields.map(([name]) => name),
    rows,
  );
}
