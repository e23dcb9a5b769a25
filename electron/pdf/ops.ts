import type { CheckBox, Field, MarkShape } from '../../shared/documents/model.ts';
import type { IndirectObject } from './object-streams.ts';
import type { Face } from './type-faces.ts';

/** What was drawn for a tag: marked content of a page, or a form field. */
export type TagMark =
  | { readonly kind: 'content'; readonly page: PageTags; readonly mcid: number }
  | {
      readonly kind: 'widget';
      readonly page: PageTags;
      readonly widget: IndirectObject;
      readonly key: number;
    };

/** The tags of one page: its own object, and its key in the document's parent tree. */
export interface PageTags {
  readonly page: { toString: () => string };
  readonly key: number;
  /** Element of each marked content, by its number; written with the tag tree. */
  readonly elements: (IndirectObject | null)[];
}

/** A node of the tag tree: what assistive software reads. Order of creation is reading order. */
export interface TagNode {
  readonly type: string;
  readonly alt?: string;
  readonly scope?: 'Column' | 'Row';
  readonly children: TagNode[];
  /** In the order in which it was drawn. */
  drawn: TagMark[] | null;
}

export function tagNode(
  parent: TagNode | null,
  type: string,
  more: { alt?: string; scope?: 'Column' | 'Row' } = {},
): TagNode {
  const node: TagNode = { type, children: [], drawn: null, ...more };
  parent?.children.push(node);
  return node;
}

export function markDrawn(tag: TagNode, mark: TagMark): void {
  // Most tags are drawn once: an array that was pushed to keeps room for sixteen more.
  if (tag.drawn === null) tag.drawn = [mark];
  else tag.drawn.push(mark);
}

interface Placed {
  /** Null: decoration, which assistive software skips. */
  readonly tag: TagNode | null;
}

/** Something to draw, in points from the top left corner of what it belongs to. */
export type Op =
  | (Placed & {
      readonly kind: 'text';
      readonly x: number;
      /** Baseline. */
      readonly y: number;
      readonly text: string;
      readonly face: Face;
      readonly size: number;
      readonly color: string;
      /** Reads upwards. */
      readonly turned?: boolean;
    })
  | (Placed & {
      readonly kind: 'line';
      readonly x: number;
      readonly y: number;
      readonly x2: number;
      readonly y2: number;
      readonly width: number;
      readonly color: string;
      readonly dash?: readonly [number, number];
      readonly arrow?: boolean;
    })
  | (Placed & {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly fill?: string;
      readonly stroke?: string;
      readonly width?: number;
      readonly radius?: number;
      readonly dash?: readonly [number, number];
    })
  /** Many rectangles as one shape. */
  | (Placed & {
      readonly kind: 'rects';
      readonly x: number;
      readonly y: number;
      readonly rects: readonly {
        readonly x: number;
        readonly y: number;
        readonly w: number;
        readonly h: number;
      }[];
      readonly fill: string;
    })
  | (Placed & {
      readonly kind: 'mark';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly mark: MarkShape;
    })
  | (Placed & {
      readonly kind: 'field';
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
      readonly field: Field;
    })
  | (Placed & {
      readonly kind: 'check-box';
      readonly x: number;
      readonly y: number;
      readonly size: number;
      readonly box: CheckBox;
    })
  | AnchorOp
  /** A drawing that was moved as a whole: nothing is copied. */
  | {
      readonly kind: 'group';
      readonly x: number;
      readonly y: number;
      readonly ops: readonly Op[];
      /** Seen again on another page: decoration, without anchors. */
      readonly repeated: boolean;
    };

export interface AnchorOp {
  readonly kind: 'anchor';
  readonly x: number;
  readonly y: number;
  readonly name: string;
  /** Of its bookmark; null: none. */
  readonly title: string | null;
  /** Height of what stands there, e.g. of a row; 0: only a place. */
  readonly h: number;
}

/** The same drawing, moved. */
export function shift(ops: readonly Op[], dx: number, dy: number): Op[] {
  return ops.length === 0 ? [] : [{ kind: 'group', x: dx, y: dy, ops, repeated: false }];
}

/** The same drawing as decoration: for what is repeated on the next page. */
export function untagged(ops: readonly Op[]): Op[] {
  return ops.length === 0 ? [] : [{ kind: 'group', x: 0, y: 0, ops, repeated: true }];
}

/** The anchors of a drawing, each with its distance from the drawing's top. */
export function anchorsIn(
  ops: readonly Op[],
  top = 0,
): { readonly anchor: AnchorOp; readonly top: number }[] {
  return ops.flatMap((op) => {
    if (op.kind === 'anchor') return [{ anchor: op, top: top + op.y }];
    return op.kind === 'group' && !op.repeated ? anchorsIn(op.ops, top + op.y) : [];
  });
}
