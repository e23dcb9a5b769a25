import type { Op } from './ops.ts';
import { shift } from './ops.ts';

/** A piece of a page that is never split, as wide as its column. */
export interface Strip {
  readonly kind: 'strip';
  /** Points. */
  readonly height: number;
  readonly ops: readonly Op[];
  /** Stays on the page of the strip after it. */
  readonly keepWithNext: boolean;
  /** What is repeated above it when it begins a page: table head and zone heading. */
  readonly repeat: readonly Strip[];
  /** A row of this table, for the rule that a last page has at least three. */
  readonly table: object | null;
}

/** What the paginator places one after the other. */
export type FlowItem =
  | Strip
  | {
      readonly kind: 'parallel';
      readonly columns: readonly { readonly x: number; readonly strips: readonly Strip[] }[];
      readonly keepWithNext: boolean;
    }
  | {
      readonly kind: 'side-by-side';
      readonly strips: readonly Strip[];
      readonly columnX: readonly number[];
    }
  | { readonly kind: 'at-foot'; readonly strip: Strip }
  | { readonly kind: 'page-break' };

export function strip(height: number, ops: readonly Op[], more: Partial<Strip> = {}): Strip {
  return { kind: 'strip', height, ops, keepWithNext: false, repeat: [], table: null, ...more };
}

export function heightOf(strips: readonly Strip[]): number {
  return strips.reduce((sum, each) => sum + each.height, 0);
}

/** Strips one below the other as one that does not split. */
export function stack(strips: readonly Strip[]): Strip {
  const ops: Op[] = [];
  let y = 0;
  for (const each of strips) {
    ops.push(...shift(each.ops, 0, y));
    y += each.height;
  }
  return strip(y, ops);
}

/** A whole flow as strips of one column: for boxes and columns, inside which nothing flows side by side. */
export function asStrips(items: readonly FlowItem[]): Strip[] {
  return items.flatMap((item): Strip[] => {
    switch (item.kind) {
      case 'strip':
        return [item];
      case 'parallel': {
        const stacked = item.columns.map((column) => ({ x: column.x, whole: stack(column.strips) }));
        const height = Math.max(0, ...stacked.map(({ whole }) => whole.height));
        return [
          strip(
            height,
            stacked.flatMap(({ x, whole }) => shift(whole.ops, x, 0)),
          ),
        ];
      }
      case 'side-by-side':
        return [...item.strips];
      case 'at-foot':
        return [item.strip];
      case 'page-break':
        return [];
    }
  });
}
