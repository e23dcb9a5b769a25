import type { Paragraph, Run } from '../../shared/documents/model.ts';
import { ink, looks, mm, type TextLook } from './ink.ts';
import { shift, tagNode, type Op, type TagNode } from './ops.ts';
import type { FacePiece } from './type-faces.ts';
import {
  changePill,
  circledA,
  directionPill,
  missingFrame,
  type TextContext,
  type Widget,
} from './inline-widgets.ts';

/** Runs -> lines -> drawing. Lines break at spaces, between ideographs, and inside a word only when it is too long for a line. */

interface TextPiece {
  readonly kind: 'text';
  readonly piece: FacePiece;
  readonly width: number;
  readonly color: string;
  readonly struck: boolean;
}

type Piece = TextPiece | Widget;

/** What stays on one line. `glue`: width of the space before it, when it does not start a line. */
interface Word {
  readonly pieces: readonly Piece[];
  readonly width: number;
  readonly glue: number;
  readonly newLine: boolean;
}

export interface LaidText {
  readonly height: number;
  readonly ops: readonly Op[];
  /** Width of the widest line. */
  readonly width: number;
}

const ideograph = /[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]/u;
const softBreak = /[^./\-_:@,=]*[./\-_:@,=]?/gu;

/** Lays a paragraph out in a width (points). `tag` receives its text. */
export function layOutParagraph(
  context: TextContext,
  paragraph: Paragraph,
  width: number,
  tag: TagNode | null,
): LaidText {
  return drawLines(linesOf(context, paragraph, width, tag), paragraph, width, tag);
}

/** As `layOutParagraph`, in parts of whole lines none of which is higher than `most` (points): a page may end between two. */
export function layOutInParts(
  context: TextContext,
  paragraph: Paragraph,
  width: number,
  tag: TagNode | null,
  most: number,
): LaidText[] {
  const lines = linesOf(context, paragraph, width, tag);
  const perPart = Math.max(1, Math.floor(most / looks[paragraph.style].leading));
  if (lines.length <= perPart) return [drawLines(lines, paragraph, width, tag)];
  return Array.from({ length: Math.ceil(lines.length / perPart) }, (_, part) =>
    drawLines(lines.slice(part * perPart, (part + 1) * perPart), paragraph, width, tag),
  );
}

type Line = readonly Word[];

function linesOf(
  context: TextContext,
  paragraph: Paragraph,
  width: number,
  tag: TagNode | null,
): readonly Line[] {
  const look = looks[paragraph.style];
  const words = paragraph.runs.flatMap((run) => wordsOf(context, run, look, tag, width));
  return fillLines(context, joinWords(words), width, look);
}

function drawLines(
  lines: readonly Line[],
  { style, align }: Paragraph,
  width: number,
  tag: TagNode | null,
): LaidText {
  const look = looks[style];
  const ops: Op[] = [];
  let widest = 0;
  for (const [index, line] of lines.entries()) {
    const lineWidth = line.reduce((sum, word, i) => sum + word.width + (i === 0 ? 0 : word.glue), 0);
    widest = Math.max(widest, lineWidth);
    const baseline = index * look.leading + look.leading / 2 + look.size * 0.36;
    const start = align === 'right' ? width - lineWidth : align === 'center' ? (width - lineWidth) / 2 : 0;
    ops.push(...drawLine(line, start, baseline, look, tag));
  }
  return { height: lines.length * look.leading, ops, width: widest };
}

function drawLine(
  line: readonly Word[],
  start: number,
  baseline: number,
  look: TextLook,
  tag: TagNode | null,
): Op[] {
  const ops: Op[] = [];
  /** The stretch of text that the next piece may go on; a widget ends it. */
  let open: TextOp | null = null;
  let x = start;
  for (const [index, word] of line.entries()) {
    let space = index === 0 ? 0 : word.glue;
    x += space;
    for (const piece of word.pieces) {
      if (piece.kind === 'widget') {
        ops.push(...shift(piece.ops, x, baseline));
        open = null;
      } else {
        const { face, text } = piece.piece;
        const goesOn: boolean = open !== null && open.face === face && open.color === piece.color;
        // Spaces are drawn, so that copied text has them.
        const lead: string = space > 0 && open !== null ? ' ' : '';
        if (open !== null && goesOn) open.text += lead + text;
        else {
          const at: number = lead === '' ? x : x - space;
          open = {
            kind: 'text',
            x: at,
            y: baseline,
            text: lead + text,
            face,
            size: look.size,
            color: piece.color,
            tag,
          };
          ops.push(open);
        }
        if (piece.struck) ops.push(strike(x, baseline - look.size * 0.28, piece));
      }
      x += piece.width;
      space = 0;
    }
  }
  return ops;
}

type TextOp = { -readonly [K in keyof Extract<Op, { kind: 'text' }>]: Extract<Op, { kind: 'text' }>[K] };

function strike(x: number, y: number, { width, color }: TextPiece): Op {
  return { kind: 'line', x, y, x2: x + width, y2: y, width: 0.6, color, tag: null };
}

/** Words that no space parts are one word, also across runs. */
function joinWords(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last !== undefined && word.glue === 0 && !word.newLine && !mayBreakBetween(last, word)) {
      joined[joined.length - 1] = {
        ...last,
        pieces: [...last.pieces, ...word.pieces],
        width: last.width + word.width,
      };
    } else joined.push(word);
  }
  return joined;
}

function mayBreakBetween(before: Word, after: Word): boolean {
  if (before.pieces.length === 0) return false;
  const last = before.pieces.at(-1);
  const first = after.pieces[0];
  if (last?.kind !== 'text' || first?.kind !== 'text') return true;
  const closing = /^[、。，．）」』】！？)\].,;:!?]/u.test(first.piece.text);
  return (
    !closing && (ideograph.test(last.piece.text.slice(-1)) || ideograph.test(first.piece.text.slice(0, 1)))
  );
}

function fillLines(context: TextContext, words: readonly Word[], width: number, look: TextLook): Word[][] {
  const lines: Word[][] = [[]];
  let used = 0;
  for (const whole of words) {
    const parts = whole.width > width ? splitWord(context, whole, width, look) : [whole];
    for (const word of parts) {
      const line = lines.at(-1) ?? [];
      const needed = used + (line.length === 0 ? 0 : word.glue) + word.width;
      if (word.newLine || (line.length > 0 && needed > width + 0.01)) {
        lines.push([word]);
        used = word.width;
      } else {
        line.push(word);
        used = needed;
      }
    }
  }
  return lines;
}

/** A word that is too long for a line, in parts that are not: after dots and hyphens first, else between characters. */
function splitWord(context: TextContext, word: Word, width: number, look: TextLook): Word[] {
  const parts: Word[] = [];
  const add = (piece: Piece): void => {
    const first = parts.length === 0;
    parts.push({
      pieces: [piece],
      width: piece.width,
      glue: first ? word.glue : 0,
      newLine: first && word.newLine,
    });
  };
  for (const piece of word.pieces) {
    if (piece.kind === 'widget') {
      add(piece);
      continue;
    }
    for (const soft of piece.piece.text.match(softBreak) ?? []) {
      if (soft === '') continue;
      const fits = context.faces.width({ ...piece.piece, text: soft }, look.size) <= width;
      for (const text of fits ? [soft] : Array.from(soft)) {
        const part = { ...piece.piece, text };
        add({ ...piece, piece: part, width: context.faces.width(part, look.size) });
      }
    }
  }
  return parts;
}

function wordsOf(context: TextContext, run: Run, look: TextLook, tag: TagNode | null, room: number): Word[] {
  switch (run.kind) {
    case 'text':
      return textWords(context, run.text, look, {
        bold: run.bold === true || look.bold === true,
        color:
          run.secondary === true || (look.secondary === true && run.bold !== true) ? ink.secondary : ink.text,
        struck: run.struck === true,
      });
    case 'page-of':
      return textWords(context, context.pageOf(run.anchor), look, {
        bold: true,
        color: ink.text,
        struck: false,
      });
    case 'direction':
      return [widgetWord(directionPill(context, run.direction, tag))];
    case 'change':
      return [widgetWord(changePill(context, run.change, tag))];
    case 'assumed':
      return [widgetWord(circledA(context, look, tag))];
    case 'mark': {
      const size = run.sizeMm * mm;
      const ops: Op[] = [{ kind: 'mark', x: 0, y: -size / 2 - look.size * 0.36, size, mark: run.mark, tag }];
      return [widgetWord({ kind: 'widget', width: size, ops })];
    }
    case 'missing':
      return [widgetWord(missingFrame(context, run.text, look, tag))];
    case 'check-box':
      return labelledBox(context, run, look, tag, room);
  }
}

type BoxRun = Extract<Run, { kind: 'check-box' }>;

/** A box and its label: one form element, so that the two are read together. A label with no room beside its box is broken. */
function labelledBox(
  context: TextContext,
  { box, label }: BoxRun,
  look: TextLook,
  parent: TagNode | null,
  room: number,
): Word[] {
  const tag = parent === null ? null : tagNode(parent, 'Form', { alt: box.tip });
  const size = 2.7 * mm;
  const small = { ...look, size: 6.9 };
  const words = joinWords(textWords(context, label, small, { bold: false, color: ink.text, struck: false }));
  const start = size + 1 * mm;
  const drawn: Op = { kind: 'check-box', x: 0, y: -size / 2 - small.size * 0.36, size, box, tag };
  const widthOf = (some: readonly Word[]): number =>
    some.reduce((sum, word, index) => sum + word.width + (index === 0 ? 0 : word.glue), 0);
  const beside = (some: readonly Word[]): Widget => ({
    kind: 'widget',
    width: start + widthOf(some) + 2 * mm,
    ops: [drawn, ...drawLine(some, start, 0, small, tag)],
  });
  if (start + widthOf(words) <= room) return [widgetWord(beside(words))];
  return words.map((word, index) => {
    if (index === 0) return widgetWord({ ...beside([word]), width: start + word.width });
    const ops = drawLine([word], 0, 0, small, tag);
    return { ...widgetWord({ kind: 'widget', width: word.width, ops }), glue: word.glue };
  });
}

function widgetWord(widget: Widget): Word {
  return { pieces: [widget], width: widget.width, glue: 0, newLine: false };
}

function textWords(
  context: TextContext,
  text: string,
  look: TextLook,
  how: { readonly bold: boolean; readonly color: string; readonly struck: boolean },
): Word[] {
  const wish = look.mono === true ? 'mono' : how.bold ? 'bold' : 'regular';
  const space = context.faces.width({ face: wish, text: ' ' }, look.size);
  const words: Word[] = [];
  let newLine = false;
  let glue = 0;
  for (const token of text.match(
    /\n|[ \t\u00a0]+|[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]|[^\n \t\u00a0\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]+/gu,
  ) ?? []) {
    if (token === '\n') {
      newLine = true;
      continue;
    }
    if (/^[ \t\u00a0]/.test(token)) {
      glue = space;
      continue;
    }
    const pieces = context.faces.split(token, wish).map((piece): TextPiece => ({
      kind: 'text',
      piece,
      width: context.faces.width(piece, look.size),
      color: how.color,
      struck: how.struck,
    }));
    words.push({ pieces, width: pieces.reduce((sum, piece) => sum + piece.width, 0), glue, newLine });
    newLine = false;
    glue = 0;
  }
  // A space at the end of a run parts it from the next one.
  if (glue > 0) words.push({ pieces: [], width: 0, glue, newLine: false });
  return words;
}
