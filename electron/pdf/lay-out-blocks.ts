import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Block, Columns, Paragraph } from '../../shared/documents/model.ts';
import { layOutInParts, layOutParagraph } from './break-lines.ts';
import type { TextContext } from './inline-widgets.ts';
import { ink, looks, mm } from './ink.ts';
import { layOutField, layOutTable } from './lay-out-table.ts';
import { layOutTopology } from './lay-out-topology.ts';
import { qrOps } from './qr-code.ts';
import { shift, tagNode, type Op, type TagNode } from './ops.ts';
import { asStrips, heightOf, stack, strip, type FlowItem, type Strip } from './strips.ts';

/** One block of a flow, and the tags that it made. They are not in `parent`'s children: the caller puts them in order. */
export interface FlowPart {
  readonly items: readonly FlowItem[];
  readonly tags: readonly TagNode[];
}

export function layOutFlow(
  context: TextContext,
  blocks: readonly Block[],
  index: number,
  width: number,
  parent: TagNode,
): FlowPart {
  const before = parent.children.length;
  const items = layOutOne(context, blocks, index, width, parent);
  return { items, tags: parent.children.splice(before) };
}

/** Blocks of the model -> items for the paginator. Widths and heights in points. */
function layOutBlocks(
  context: TextContext,
  blocks: readonly Block[],
  width: number,
  parent: TagNode,
): FlowItem[] {
  return blocks.flatMap((_, index) => layOutOne(context, blocks, index, width, parent));
}

function layOutOne(
  context: TextContext,
  blocks: readonly Block[],
  index: number,
  width: number,
  parent: TagNode,
): FlowItem[] {
  const block = blocks[index];
  if (block === undefined) return [];
  const items = layOutBlock(context, block, width, parent);
  // A sentence that introduces a table stays with it.
  if (block.kind !== 'paragraph' || blocks[index + 1]?.kind !== 'table') return items;
  return items.map((item, part) =>
    item.kind === 'strip' && part === items.length - 1 ? { ...item, keepWithNext: true } : item,
  );
}

function layOutBlock(context: TextContext, block: Block, width: number, parent: TagNode): FlowItem[] {
  switch (block.kind) {
    case 'paragraph':
      return paragraphStrips(context, block, width, parent);
    case 'heading':
      return [headingStrip(context, block, width, parent)];
    case 'field': {
      const laid = layOutField(context, block, width, parent);
      return [strip(laid.height, laid.ops)];
    }
    case 'table':
      return layOutTable(context, block, width, parent);
    case 'topology':
      return [layOutTopology(context, block, width, parent)];
    case 'steps':
      return stepStrips(context, block.items, width, tagNode(parent, 'L'));
    case 'pairs':
      return pairStrips(context, block, width, tagNode(parent, 'L'));
    case 'columns':
      return [parallel(context, block, width, parent)];
    case 'box':
      return boxStrips(context, block, width, parent);
    case 'qr': {
      const size = block.mm * mm;
      return [
        strip(size, qrOps(block.text, size, width - size, tagNode(parent, 'Figure', { alt: block.says }))),
      ];
    }
    case 'space':
      return [strip(block.mm * mm, [])];
    case 'rule':
      return [
        strip(1.6 * mm, [
          { kind: 'line', x: 0, y: 0, x2: width, y2: 0, width: 0.8, color: ink.text, tag: null },
        ]),
      ];
    case 'page-break':
      return [{ kind: 'page-break' }];
    case 'one-page':
      return onePage(context, block.choices, width, parent);
    case 'at-foot':
      return [
        { kind: 'at-foot', strip: stack(asStrips(layOutBlocks(context, block.blocks, width, parent))) },
      ];
    default:
      return assertNever(block);
  }
}

/** The first choice that fits on a page; the last one where none does. What is not chosen leaves no tags. */
function onePage(
  context: TextContext,
  choices: readonly (readonly Block[])[],
  width: number,
  parent: TagNode,
): FlowItem[] {
  const before = parent.children.length;
  let items: FlowItem[] = [];
  for (const blocks of choices) {
    parent.children.splice(before);
    items = layOutBlocks(context, blocks, width, parent);
    if (heightOf(asStrips(items)) <= context.pageHeight) break;
  }
  return items;
}

const tagOfStyle: Partial<Record<Paragraph['style'], string>> = {
  title: 'H1',
  subheading: 'H3',
};

/** A paragraph higher than this share of a page may go on on the next one. */
const keepWhole = 1 / 4;

function paragraphStrips(context: TextContext, block: Paragraph, width: number, parent: TagNode): Strip[] {
  const tag = tagNode(parent, tagOfStyle[block.style] ?? 'P');
  const parts = layOutInParts(context, block, width, tag, context.pageHeight * keepWhole);
  return parts.map((laid, index) =>
    strip(laid.height + (index === parts.length - 1 ? looks[block.style].after : 0), laid.ops, {
      keepWithNext: block.style === 'subheading',
    }),
  );
}

function headingStrip(
  context: TextContext,
  block: Extract<Block, { kind: 'heading' }>,
  width: number,
  parent: TagNode,
): Strip {
  const tag = tagNode(parent, block.level === 1 ? 'H2' : 'H3');
  const numberWidth = block.number === null ? 0 : 7.5 * mm;
  const right = layOutParagraph(
    context,
    {
      kind: 'paragraph',
      style: 'label',
      align: 'right',
      runs: [{ kind: 'text', text: block.right ?? '', secondary: true }],
    },
    width * 0.6,
    tagNode(parent, 'P'),
  );
  const text = layOutParagraph(
    context,
    { kind: 'paragraph', style: 'section', runs: [{ kind: 'text', text: block.text }] },
    width - numberWidth,
    tag,
  );
  const height = text.height + 0.8 * mm;
  const title = block.number === null ? block.text : `${block.number} ${block.text}`;
  const ops: Op[] = [{ kind: 'anchor', x: 0, y: 0, name: block.anchor, title, h: 0 }];
  if (block.number !== null) {
    const number = layOutParagraph(
      context,
      { kind: 'paragraph', style: 'section', runs: [{ kind: 'text', text: block.number }] },
      numberWidth,
      tag,
    );
    ops.push(...number.ops);
  }
  ops.push(...shift(text.ops, numberWidth, 0), ...shift(right.ops, width * 0.4, 3));
  ops.push({ kind: 'line', x: 0, y: height, x2: width, y2: height, width: 0.4, color: ink.hair, tag: null });
  return strip(height + 2 * mm, ops, { keepWithNext: true });
}

function stepStrips(
  context: TextContext,
  items: readonly Paragraph[],
  width: number,
  list: TagNode,
): Strip[] {
  const indent = 4 * mm;
  return items.flatMap((item, index) => {
    const entry = tagNode(list, 'LI');
    const look: Paragraph = {
      kind: 'paragraph',
      style: item.style,
      runs: [{ kind: 'text', text: `${index + 1}.` }],
    };
    const label = layOutParagraph(context, look, indent, tagNode(entry, 'Lbl'));
    const most = context.pageHeight * keepWhole;
    const body = layOutInParts(context, item, width - indent, tagNode(entry, 'LBody'), most);
    return body.map(({ height, ops }, part) =>
      strip(height, [...(part === 0 ? label.ops : []), ...shift(ops, indent, 0)]),
    );
  });
}

function pairStrips(
  context: TextContext,
  block: Extract<Block, { kind: 'pairs' }>,
  width: number,
  list: TagNode,
): Strip[] {
  const labelWidth = block.labelMm * mm;
  const gap = 2 * mm;
  return block.rows.flatMap(({ label, value }): Strip[] => {
    const entry = tagNode(list, 'LI');
    const left = layOutParagraph(
      context,
      { kind: 'paragraph', style: 'label', runs: [{ kind: 'text', text: label, secondary: true }] },
      labelWidth,
      tagNode(entry, 'Lbl'),
    );
    const body = tagNode(entry, 'LBody');
    const most = context.pageHeight * keepWhole;
    const laid = value.flatMap((each) => layOutInParts(context, each, width - labelWidth - gap, body, most));
    // Each part of a paragraph is a strip of its own: a long list of them may go on on the next page.
    return laid.map((each, index) => {
      const last = index === laid.length - 1;
      const height = Math.max(index === 0 ? left.height : 0, each.height) + (last ? 0.75 * mm : 0);
      const ops = shift(each.ops, labelWidth + gap, 0);
      return strip(height, index === 0 ? [...left.ops, ...ops] : ops);
    });
  });
}

function parallel(context: TextContext, block: Columns, width: number, parent: TagNode): FlowItem {
  const gap = block.gapMm * mm;
  const shares = block.columns.reduce((sum, { share }) => sum + share, 0);
  const room = width - gap * (block.columns.length - 1);
  let x = 0;
  const columns = block.columns.map(({ share, blocks }) => {
    const own = (room * share) / shares;
    const column = { x, strips: asStrips(layOutBlocks(context, blocks, own, parent)) };
    x += own + gap;
    return column;
  });
  const keepWithNext = block.keepWithNext === true;
  if (block.middle !== true) return { kind: 'parallel', columns, keepWithNext };
  const tallest = Math.max(...columns.map(({ strips }) => heightOf(strips)));
  return {
    kind: 'parallel',
    keepWithNext,
    columns: columns.map((column) => ({
      x: column.x,
      strips: [strip((tallest - heightOf(column.strips)) / 2, []), ...column.strips],
    })),
  };
}

type BoxLook = Extract<Block, { kind: 'box' }>['look'];

interface BoxForm {
  readonly padX: number;
  readonly padY: number;
  readonly after: number;
  readonly frame: (width: number, height: number) => Op[];
}

const boxForms: Readonly<Record<BoxLook, BoxForm>> = {
  ruled: { padX: 3, padY: 2.4, after: 0, frame: (w, h) => [frame(w, h, 0.8)] },
  dashed: { padX: 3, padY: 1.8, after: 2.5, frame: (w, h) => [{ ...frame(w, h, 0.9), dash: [2.4, 1.6] }] },
  verdict: { padX: 5, padY: 4, after: 0, frame: (w, h) => [frame(w, h, 1.6)] },
  card: { padX: 3, padY: 2.1, after: 2.6, frame: (w, h) => [hairFrame(w, h), bar(h, 0)] },
  'card-hollow': {
    padX: 3,
    padY: 2.1,
    after: 2.6,
    frame: (w, h) => [hairFrame(w, h), thinBar(h, -1), thinBar(h, 1)],
  },
  shaded: {
    padX: 1.6,
    padY: 0.8,
    after: 2,
    frame: (w, h) => [{ kind: 'rect', x: 0, y: 0, w, h, fill: ink.head, tag: null }],
  },
  command: {
    padX: 2.2,
    padY: 1.6,
    after: 4,
    frame: (w, h) => [{ kind: 'rect', x: 0, y: 0, w, h, stroke: ink.fieldLine, width: 0.5, tag: null }],
  },
};

function frame(w: number, h: number, width: number): Extract<Op, { kind: 'rect' }> {
  return { kind: 'rect', x: 0, y: 0, w, h, stroke: ink.text, width, radius: 1.5, tag: null };
}

function hairFrame(w: number, h: number): Op {
  return { kind: 'rect', x: 0, y: 0, w, h, stroke: ink.hair, width: 0.5, tag: null };
}

function bar(h: number, x: number): Op {
  return { kind: 'line', x: x + 1.2, y: 0, x2: x + 1.2, y2: h, width: 2.4, color: ink.text, tag: null };
}

function thinBar(h: number, x: number): Op {
  return { kind: 'line', x: x + 1.2, y: 0, x2: x + 1.2, y2: h, width: 0.8, color: ink.text, tag: null };
}

/** A box never splits; one that is higher than any page loses its frame and flows. */
function boxStrips(
  context: TextContext,
  block: Extract<Block, { kind: 'box' }>,
  width: number,
  parent: TagNode,
): Strip[] {
  const { padX, padY, after, frame: draw } = boxForms[block.look];
  const inner = asStrips(layOutBlocks(context, block.blocks, width - 2 * padX * mm, parent));
  const whole = stack(inner);
  const height = whole.height + 2 * padY * mm;
  const anchor: Op[] =
    block.anchor === undefined ? [] : [{ kind: 'anchor', x: 0, y: 0, name: block.anchor, title: null, h: 0 }];
  if (height > 150 * mm) {
    return inner.map((each, index) => ({
      ...each,
      ops: [...(index === 0 ? anchor : []), ...shift(each.ops, padX * mm, 0)],
    }));
  }
  const ops = [...anchor, ...draw(width, height), ...shift(whole.ops, padX * mm, padY * mm)];
  return [strip(height + after * mm, ops)];
}
