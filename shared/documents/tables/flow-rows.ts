import { parseService, serviceSlug } from '../../lib/service.ts';
import { slug } from '../../lib/slug.ts';
import type { RequestFile } from '../change-request/request-json.ts';
import type { FileLine, FileParty } from './line-words.ts';

/** What is asked with one flow; `keep`: it stays as an earlier revision has it. */
export type FlowChange = 'permit' | 'keep' | 'withdraw';

/** One source, one destination, one service: a row of the exploded view. */
export interface FlowRow {
  /** `RULE#FROM>TO`; `?` where an address is to be supplied. */
  readonly id: string;
  readonly line: FileLine;
  readonly rule: string;
  readonly service: string;
  readonly change: FlowChange;
  /** Null: to be supplied. Never "any". */
  readonly from: FileParty | null;
  readonly to: FileParty | null;
}

interface Side {
  readonly services: readonly string[];
  readonly from: readonly FileParty[];
  readonly to: readonly FileParty[];
}

function ruleOf(line: FileLine, service: string): string {
  const known = line.rules[line.services.indexOf(service)];
  if (known !== undefined) return known;
  // A service that the line had before: its rule is gone, its id is made as rules make theirs.
  const parsed = parseService(service);
  const part = parsed.ok ? serviceSlug(parsed.value) : slug(service);
  return [line.entry, slug(line.node), line.direction, line.port, part, line.family].join('.');
}

function explode(line: FileLine, side: Side, change: FlowChange): FlowRow[] {
  const rows: FlowRow[] = [];
  const from = side.from.length === 0 ? [null] : side.from;
  const to = side.to.length === 0 ? [null] : side.to;
  for (const service of side.services) {
    const rule = ruleOf(line, service);
    for (const source of from) {
      for (const destination of to) {
        const id = `${rule}#${source?.address ?? '?'}>${destination?.address ?? '?'}`;
        rows.push({ id, line, rule, service, change, from: source, to: destination });
      }
    }
  }
  return rows;
}

/**
 * Every flow that the request asks for, in the order of its lines. Those inside a node's own subnet are not asked for. What a
 * line gives up and another one has is kept, and stands there: no flow is in the rows twice.
 */
export function flowRows(file: RequestFile): FlowRow[] {
  const now = file.lines.flatMap((line) => (line.change === 'removed' ? [] : explode(line, line, 'permit')));
  const old = file.lines.flatMap((line) =>
    line.change === 'removed'
      ? explode(line, line, 'withdraw')
      : line.before === undefined
        ? []
        : explode(line, line.before, 'withdraw'),
  );
  if (old.length === 0) return now;
  const [asked, given] = [new Set(now.map(({ id }) => id)), new Set(old.map(({ id }) => id))];
  const staying = new Set(
    (file.unchanged ?? []).flatMap((line) => explode(line, line, 'keep')).map(({ id }) => id),
  );
  const gone = new Map(
    old.filter(({ id }) => !asked.has(id) && !staying.has(id)).map((row) => [row.id, row]),
  );
  return [
    ...now.map((row) => (given.has(row.id) ? { ...row, change: 'keep' as const } : row)),
    ...gone.values(),
  ].sort((a, b) => a.line.number - b.line.number);
}
