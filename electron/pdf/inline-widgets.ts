import { ink, mm, type TextLook } from './ink.ts';
import type { Op, TagNode } from './ops.ts';
import type { TypeFaces } from './type-faces.ts';

/** Drawn pieces that stand in a line of text. */

export interface Widget {
  readonly kind: 'widget';
  readonly width: number;
  /** Relative to the start of the widget on the baseline. */
  readonly ops: readonly Op[];
}

export interface TextContext {
  readonly faces: TypeFaces;
  /** Height of a page's body, in points. */
  readonly pageHeight: number;
  /** Page of an anchor, as text; `0` in the first pass. */
  readonly pageOf: (anchor: string) => string;
}

export function directionPill(context: TextContext, direction: 'in' | 'out', tag: TagNode | null): Widget {
  const text = direction === 'in' ? 'IN' : 'OUT';
  const inner = context.faces.width({ face: 'bold', text }, 7);
  const width = Math.max(inner + 2.4 * mm, 7.6 * mm);
  const inked = direction === 'in';
  return {
    kind: 'widget',
    width,
    ops: [
      {
        kind: 'rect',
        x: 0,
        y: -7.2,
        w: width,
        h: 9,
        radius: 1.7,
        stroke: inked ? ink.dark : ink.text,
        width: 0.7,
        ...(inked ? { fill: ink.dark } : {}),
        tag: null,
      },
      {
        kind: 'text',
        x: (width - inner) / 2,
        y: -0.2,
        text,
        face: 'bold',
        size: 7,
        color: inked ? ink.white : ink.text,
        tag,
      },
    ],
  };
}

/** ADDED white on black, CHANGED outlined, REMOVED dashed. */
export function changePill(
  context: TextContext,
  change: 'added' | 'changed' | 'removed',
  tag: TagNode | null,
): Widget {
  const text = change.toUpperCase();
  const inner = context.faces.width({ face: 'bold', text }, 6);
  const width = inner + 2.4 * mm;
  const inked = change === 'added';
  return {
    kind: 'widget',
    width: width + 1 * mm,
    ops: [
      {
        kind: 'rect',
        x: 0,
        y: -6.8,
        w: width,
        h: 8.4,
        radius: 1.7,
        stroke: inked ? ink.dark : ink.text,
        width: 0.7,
        ...(inked ? { fill: ink.dark } : {}),
        ...(change === 'removed' ? { dash: [2, 1.4] as const } : {}),
        tag: null,
      },
      {
        kind: 'text',
        x: (width - inner) / 2,
        y: -0.4,
        text,
        face: 'bold',
        size: 6,
        color: inked ? ink.white : ink.text,
        tag,
      },
    ],
  };
}

export function circledA(context: TextContext, look: TextLook, tag: TagNode | null): Widget {
  const size = 2.9 * mm;
  const inner = context.faces.width({ face: 'bold', text: 'A' }, 5.8);
  const middle = -look.size * 0.36;
  return {
    kind: 'widget',
    width: size,
    ops: [
      {
        kind: 'rect',
        x: 0,
        y: middle - size / 2,
        w: size,
        h: size,
        radius: size / 2,
        stroke: ink.text,
        width: 0.6,
        tag: null,
      },
      {
        kind: 'text',
        x: (size - inner) / 2,
        y: middle + 2.1,
        text: 'A',
        face: 'bold',
        size: 5.8,
        color: ink.text,
        tag,
      },
    ],
  };
}

export function missingFrame(
  context: TextContext,
  text: string,
  look: TextLook,
  tag: TagNode | null,
): Widget {
  const inner = context.faces.width({ face: 'bold', text }, 6.9);
  const width = inner + 2 * mm;
  return {
    kind: 'widget',
    width,
    ops: [
      {
        kind: 'rect',
        x: 0,
        y: -look.size * 0.36 - 4.4,
        w: width,
        h: 8.8,
        stroke: ink.text,
        width: 0.9,
        dash: [2, 1.4],
        tag: null,
      },
      { kind: 'text', x: mm, y: -0.2, text, face: 'bold', size: 6.9, color: ink.text, tag },
    ],
  };
}
