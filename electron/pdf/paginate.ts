import { shift, untagged, type Op } from './ops.ts';
import { heightOf, stack, type FlowItem, type Strip } from './strips.ts';

/** A row that is higher than a page: the model has to part it, because nothing is ever cut. */
export class TooTallError extends Error {}

/** Columns up to this share of a page stay on one page. */
const keepWhole = 0.6;

/** Ops of each page, from the top left corner of its body. */
export function paginate(items: readonly FlowItem[], bodyHeight: number): Op[][] {
  const pages = new Pages(bodyHeight);
  for (const [index, item] of items.entries()) {
    switch (item.kind) {
      case 'strip':
        pages.placeStrip(item, Math.max(followers(items, index, bodyHeight), lastRows(items, index)));
        break;
      case 'parallel':
        pages.placeParallel(item.columns, followers(items, index, bodyHeight));
        break;
      case 'side-by-side':
        pages.placeSideBySide(item.strips, item.columnX);
        break;
      case 'at-foot':
        pages.placeAtFoot(item.strip);
        break;
      case 'page-break':
        pages.breakPage();
        break;
    }
  }
  return pages.all;
}

/** What has to stand on the same page as the strip: the chain of keep-with-next, and the first strip of what follows. */
function followers(items: readonly FlowItem[], index: number, bodyHeight: number): number {
  const item = items[index];
  if (item === undefined || !('keepWithNext' in item) || !item.keepWithNext) return 0;
  const next = items[index + 1];
  if (next === undefined) return 0;
  switch (next.kind) {
    case 'strip':
      return next.height + followers(items, index + 1, bodyHeight);
    case 'parallel': {
      const whole = Math.max(0, ...next.columns.map((column) => heightOf(column.strips)));
      const begin = Math.max(0, ...next.columns.map((column) => heightOf(column.strips.slice(0, 3))));
      return whole <= bodyHeight * keepWhole ? whole + followers(items, index + 1, bodyHeight) : begin;
    }
    case 'side-by-side':
      return heightOf(next.strips.slice(0, 2));
    case 'at-foot':
    case 'page-break':
      return 0;
  }
}

/** Height below a third-last row of a table: the last three stay together, so that no page ends a table with one or two. */
function lastRows(items: readonly FlowItem[], index: number): number {
  const item = items[index];
  if (item?.kind !== 'strip' || item.table === null || item.keepWithNext) return 0;
  let height = 0;
  let rows = 1;
  for (let next = index + 1; next < items.length; next++) {
    const other = items[next];
    if (other?.kind !== 'strip' || other.table !== item.table) break;
    if (!other.keepWithNext) rows++;
    height += other.height;
    if (rows > 3) return 0;
  }
  return rows === 3 ? height : 0;
}

class Pages {
  readonly all: Op[][] = [[]];
  readonly #height: number;
  #y = 0;

  constructor(height: number) {
    this.#height = height;
  }

  breakPage(): void {
    if (this.#y === 0 && (this.all.at(-1)?.length ?? 0) === 0) return;
    this.all.push([]);
    this.#y = 0;
  }

  placeStrip(strip: Strip, behind: number): void {
    const fits = this.#y + strip.height + behind <= this.#height + 0.01;
    if (!fits && this.#y > 0) {
      this.breakPage();
      for (const again of strip.repeat) this.#put({ ...again, ops: untagged(again.ops) });
    }
    this.#put(strip);
  }

  /** Columns side by side; a column that does not end on this page goes on at the top of the next one. */
  placeParallel(
    columns: readonly { readonly x: number; readonly strips: readonly Strip[] }[],
    behind: number,
  ): void {
    const own = Math.max(0, ...columns.map((column) => heightOf(column.strips)));
    const whole = own + behind;
    const room = this.#height - this.#y;
    const splitHere = own > this.#height * keepWhole && room > this.#height / 3;
    if (whole > room && !splitHere) this.breakPage();
    let rest = columns.map((column) => ({ ...column, begun: false }));
    for (;;) {
      const top = this.#y;
      const filled = rest.map((column) => ({
        ...column,
        ...fill(column.strips, this.#height - top, column.begun, top === 0),
      }));
      for (const { x, placed } of filled) this.#add(shift(placed.ops, x, top));
      this.#y = top + Math.max(0, ...filled.map(({ placed }) => placed.height));
      if (filled.every(({ left }) => left.length === 0)) return;
      if (top === 0 && filled.every(({ placed }) => placed.height === 0)) throw tooTall();
      rest = filled.map(({ x, left }) => ({ x, strips: left, begun: true }));
      this.breakPage();
    }
  }

  /** Rows in two columns: the first is filled before the second; on the last page both are about as high. */
  placeSideBySide(strips: readonly Strip[], columnX: readonly number[]): void {
    let left = strips;
    let begun = false;
    while (left.length > 0) {
      const room = this.#height - this.#y;
      const balanced = begun ? heightOf(left) + heightOf(left[0]?.repeat ?? []) : heightOf(left);
      const target = Math.min(room, balanced / columnX.length + (left.at(-1)?.height ?? 0) * 1.2 + 24);
      const columns: Strip[] = [];
      let rest = left;
      let continued = begun;
      for (const [index] of columnX.entries()) {
        const limit = index === columnX.length - 1 ? room : target;
        const part = fill(rest, limit, continued, this.#y === 0);
        columns.push(part.placed);
        rest = part.left;
        continued = true;
      }
      const tallest = Math.max(0, ...columns.map((column) => column.height));
      if (tallest === 0 && this.#y === 0) throw tooTall();
      if (tallest > 0) {
        for (const [index, column] of columns.entries())
          this.#add(shift(column.ops, columnX[index] ?? 0, this.#y));
        this.#y += tallest;
        begun = true;
      }
      left = rest;
      if (left.length > 0) this.breakPage();
    }
  }

  placeAtFoot(foot: Strip): void {
    if (this.#y + foot.height > this.#height) this.breakPage();
    this.#add(shift(foot.ops, 0, this.#height - foot.height));
    this.#y = this.#height;
  }

  #put(strip: Strip): void {
    if (strip.height > this.#height + 0.01) throw tooTall();
    this.#add(shift(strip.ops, 0, this.#y));
    this.#y += strip.height;
  }

  #add(ops: readonly Op[]): void {
    this.all.at(-1)?.push(...ops);
  }
}

/**
 * Strips that fit into a height, as one, and those that are left. A heading is left with what it belongs to, unless both are
 * higher than a whole page (`wholePage`: this one is empty).
 */
function fill(
  strips: readonly Strip[],
  height: number,
  continued: boolean,
  wholePage: boolean,
): { placed: Strip; left: readonly Strip[] } {
  const placed: Strip[] = [];
  let used = 0;
  const again = continued ? (strips[0]?.repeat ?? []) : [];
  for (const each of again) {
    placed.push({ ...each, ops: untagged(each.ops) });
    used += each.height;
  }
  let count = 0;
  while (count < strips.length) {
    let end = count;
    while (strips[end]?.keepWithNext === true && end + 1 < strips.length) end++;
    const chain = strips.slice(count, end + 1);
    if (wholePage && count === 0 && used + heightOf(chain) > height + 0.01) end = count;
    const unit = strips.slice(count, end + 1);
    if (used + heightOf(unit) > height + 0.01) break;
    placed.push(...unit);
    used += heightOf(unit);
    count = end + 1;
  }
  return count === 0
    ? { placed: stack([]), left: strips }
    : { placed: stack(placed), left: strips.slice(count) };
}

function tooTall(): TooTallError {
  return new TooTallError('A row of this document is higher than a page. Shorten the text in it.');
}
