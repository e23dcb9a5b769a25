import type { CheckBox, Field, MarkShape } from '../../shared/documents/model.ts';
import type { Face } from './type-faces.ts';

/** A node of the tag tree: what assistive software reads. Order of creation is reading order. */
export interface TagNode {
  readonly type: string;
  readonly alt?: string;
  readonly scope?: 'Column' | 'Row';
  readonly children: TagNode[];
}

export function tagNode(
  parent: TagNode | null,
  type: string,
  more: { alt?: string; scope?: 'Column' | 'Row' } = {},
): TagNode {
  const node: TagNode = { type, children: [], ...more };
  parent?.children.push(node);
  return node;
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
  | {
      readonly kind: 'anchor';
      readonly x: number;
      readonly y: number;
      readonly name: string;
      readonly title: string | null;
      /** Height of what stands there, e.g. of a row; 0: only a place. */
      readonly h: number;
    };

/** The same drawing, moved. */
export function shift(ops: readonly Op[], dx: number, dy: number): Op[] {
  return ops.map((op) =>
    op.kind === 'line'
      ? { ...op, x: op.x + dx, y: op.y + dy, x2: op.x2 + dx, y2: op.y2 + dy }
      : { ...op, x: op.x + dx, y: op.y + dy },
  );
}

/** The same drawing as decoration: for what is repeated on the next page. */
export function untagged(ops: readonly Op[]): Op[] {
  return ops.filter((op) => op.kind !== 'anchor').map((op) => ({ ...op, tag: null }));
}
