import type { Cell, Column, Field, Paragraph, Row, Run, Table } from '../../shared/documents/model.ts';
import { layOutInParts, layOutParagraph, type LaidText } from './break-lines.ts';
import type { TextContext } from './inline-widgets.ts';
import { ink, mm } from './ink.ts';
import { shift, tagNode, type Op, type TagNode } from './ops.ts';
import { heightOf, stack, strip, type FlowItem, type Strip } from './strips.ts';

interface Grid {
  readonly columns: readonly { readonly column: Column; readonly x: number; readonly width: number }[];
  readonly width: number;
}

const padX = 1.2 * mm;

/** A table as strips: head, zone headings and rows, each of which says what is repeated above it on a new page. */
export function layOutTable(context: TextContext, table: Table, width: number, parent: TagNode): FlowItem[] {
  const side = table.sideBySide ?? 1;
  const gap = 6 * mm;
  const columnWidth = (width - gap * (side - 1)) / side;
  const strips = tableStrips(context, table, columnWidth, parent);
  if (side === 1) return strips;
  const columnX = Array.from({ length: side }, (_, i) => i * (columnWidth + gap));
  return [{ kind: 'side-by-side', strips, columnX }];
}

function tableStrips(context: TextContext, table: Table, width: number, parent: TagNode): Strip[] {
  const grid = gridOf(table.columns, width);
  const tag = tagNode(parent, 'Table', { alt: table.says });
  const token = {};
  const hasHead = table.columns.some((column) => column.head.length > 0);
  const head = hasHead ? [headStrip(context, grid, tag, token)] : [];
  const strips: Strip[] = [...head];
  for (const group of table.groups) {
    if (group.rows.length === 0) continue;
    let repeat = head;
    if (group.heading !== null) {
      strips.push(groupStrip(context, grid, group.heading, tag, token, head));
      const again: Paragraph = {
        ...group.heading,
        runs: continued(group.heading.runs),
      };
      repeat = [...head, groupStrip(context, grid, again, null, token, [])];
    }
    for (const row of group.rows) {
      // A table without a head begins with a rule of its own.
      const first = !hasHead && strips.length === 0;
      for (const part of rowStrips(context, table, grid, row, tag, first))
        strips.push({ ...part, repeat, table: token });
    }
  }
  return strips;
}

/** `STORAGE and CORE (continued)`, and then what else the heading says. */
function continued([title, ...more]: readonly Run[]): Run[] {
  const words: Run = { kind: 'text', text: ' (continued)', bold: true };
  return title === undefined ? [words] : [title, words, ...more];
}

function gridOf(columns: readonly Column[], width: number): Grid {
  const fixedWidth = columns.reduce((sum, { width: w }) => sum + ('mm' in w ? w.mm * mm : 0), 0);
  const shares = columns.reduce((sum, { width: w }) => sum + ('share' in w ? w.share : 0), 0);
  let x = 0;
  return {
    width,
    columns: columns.map((column) => {
      const own =
        'mm' in column.width ? column.width.mm * mm : ((width - fixedWidth) * column.width.share) / shares;
      const placed = { column, x, width: own };
      x += own;
      return placed;
    }),
  };
}

function headStrip(context: TextContext, grid: Grid, table: TagNode, token: object): Strip {
  const tag = tagNode(table, 'TR');
  const cells = grid.columns.map(({ column, x, width }) => {
    const cell = tagNode(tag, 'TH', { scope: 'Column' });
    const laid = column.head.map((text) =>
      layOutParagraph(
        context,
        {
          kind: 'paragraph',
          style: 'head',
          runs: [{ kind: 'text', text }],
          ...(column.align ? { align: column.align } : {}),
        },
        width - 2 * padX,
        cell,
      ),
    );
    return { x: x + padX, laid, height: laid.reduce((sum, each) => sum + each.height, 0) };
  });
  const padY = 0.9 * mm;
  const height = Math.max(...cells.map((cell) => cell.height)) + 2 * padY;
  const ops: Op[] = [
    { kind: 'rect', x: 0, y: 0, w: grid.width, h: height, fill: ink.head, tag: null },
    { kind: 'line', x: 0, y: 0, x2: grid.width, y2: 0, width: 0.8, color: ink.text, tag: null },
    { kind: 'line', x: 0, y: height, x2: grid.width, y2: height, width: 0.8, color: ink.text, tag: null },
  ];
  for (const { x, laid, height: own } of cells) {
    let y = height - padY - own;
    for (const each of laid) {
      ops.push(...shift(each.ops, x, y));
      y += each.height;
    }
  }
  return strip(height, ops, { keepWithNext: true, table: token });
}

function groupStrip(
  context: TextContext,
  grid: Grid,
  heading: Paragraph,
  table: TagNode | null,
  token: object,
  repeat: readonly Strip[],
): Strip {
  const cell = table === null ? null : tagNode(tagNode(table, 'TR'), 'TH', { scope: 'Row' });
  const laid = layOutParagraph(context, heading, grid.width - 2 * padX, cell);
  const height = laid.height + 1.8 * mm;
  return strip(
    height,
    [
      ...shift(laid.ops, padX, 0.9 * mm),
      { kind: 'line', x: 0, y: height, x2: grid.width, y2: height, width: 0.6, color: ink.text, tag: null },
    ],
    { keepWithNext: true, table: token, repeat },
  );
}

/** A row higher than this share of a page goes on on the next one: nothing is ever cut. */
const keepWhole = 1 / 2;

function rowStrips(
  context: TextContext,
  table: Table,
  grid: Grid,
  row: Row,
  tableTag: TagNode,
  ruleAbove: boolean,
): Strip[] {
  const tag = tagNode(tableTag, 'TR');
  const padY = (table.tight === true ? 0.6 : 0.85) * mm;
  const cells = grid.columns.map(({ column, x, width }, index) => {
    const cell = row.cells[index] ?? { blocks: [] };
    const align = cell.align ?? column.align ?? 'left';
    return { x, cell, parts: layOutCell(context, cell, align, width - 2 * padX, tagNode(tag, 'TD')) };
  });
  const most = context.pageHeight * keepWhole;
  const all = cells.map(({ parts }) => partsUpTo(most, parts));
  const pieces = Math.max(1, ...all.map(({ length }) => length));
  return Array.from({ length: pieces }, (_, piece) => {
    const laid = cells.map(({ x, cell }, index) => ({ x, cell, laid: stack(all[index]?.[piece] ?? []) }));
    const leastHeight = pieces === 1 ? (table.minRowMm ?? 0) * mm : 0;
    const height = Math.max(leastHeight, ...laid.map((one) => one.laid.height + 2 * padY));
    return strip(height, [
      ...rowOps(laid, grid, height, padY, { above: ruleAbove && piece === 0, below: piece === pieces - 1 }),
      ...(row.anchor !== undefined && piece === 0
        ? [{ kind: 'anchor' as const, x: 0, y: 0, name: row.anchor, title: null, h: height }]
        : []),
    ]);
  });
}

/** Parts of a cell, those that stand on one page together. */
function partsUpTo(most: number, parts: readonly Strip[]): Strip[][] {
  const pages: Strip[][] = [];
  for (const part of parts) {
    const last = pages.at(-1);
    if (last !== undefined && heightOf(last) + part.height <= most) last.push(part);
    else pages.push([part]);
  }
  return pages;
}

function rowOps(
  cells: readonly { readonly x: number; readonly cell: Cell; readonly laid: Strip }[],
  grid: Grid,
  height: number,
  padY: number,
  rules: { readonly above: boolean; readonly below: boolean },
): Op[] {
  const ops: Op[] = [];
  if (rules.above)
    ops.push({ kind: 'line', x: 0, y: 0, x2: grid.width, y2: 0, width: 0.8, color: ink.text, tag: null });
  for (const { x, cell, laid } of cells) {
    if (cell.bar === true)
      ops.push({
        kind: 'line',
        x: x + 0.8,
        y: 0.4,
        x2: x + 0.8,
        y2: height - 0.4,
        width: 1.6,
        color: ink.text,
        tag: null,
      });
    ops.push(...shift(laid.ops, x + padX, padY));
  }
  if (!rules.below) return ops;
  const y2 = height;
  ops.push({ kind: 'line', x: 0, y: height, x2: grid.width, y2, width: 0.35, color: ink.hair, tag: null });
  return ops;
}

function layOutCell(
  context: TextContext,
  cell: Cell,
  align: 'left' | 'right' | 'center',
  width: number,
  tag: TagNode,
): Strip[] {
  const most = context.pageHeight * keepWhole;
  return cell.blocks
    .flatMap((block): readonly Omit<LaidText, 'width'>[] =>
      block.kind === 'field'
        ? [layOutField(context, block, width, tag)]
        : layOutInParts(context, { align, ...block }, width, tag, most),
    )
    .map(({ height, ops }) => strip(height, ops));
}

/** A box to fill in, with its caption above. */
export function layOutField(
  context: TextContext,
  field: Field,
  width: number,
  parent: TagNode,
): { readonly height: number; readonly ops: readonly Op[] } {
  const ops: Op[] = [];
  let y = 0.3 * mm;
  if (field.caption !== null) {
    const text = field.caption + (field.required ? ' (required)' : '');
    const laid = layOutParagraph(
      context,
      { kind: 'paragraph', style: 'label', runs: [{ kind: 'text', text }] },
      width,
      tagNode(parent, 'Caption'),
    );
    ops.push(...laid.ops);
    y = laid.height + 0.4 * mm;
  }
  const h = field.heightMm * mm;
  ops.push({ kind: 'field', x: 0, y, w: width, h, field, tag: tagNode(parent, 'Form', { alt: field.tip }) });
  return { height: y + h + 0.3 * mm, ops };
}
