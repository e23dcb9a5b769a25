import { canonicalJson } from '../lib/digest.ts';
import { byCodePoint } from '../lib/order.ts';
import type { Party } from './types.ts';

/** What of a line a firewall knows: enough to say whether two revisions ask for the same. */
export interface LineContent {
  /** E.g. `dns.gdn-1.out.lan.v4.required`. */
  readonly id: string;
  /** In normal form. */
  readonly services: readonly string[];
  readonly from: readonly Party[];
  readonly to: readonly Party[];
}

/** What became of the lines of one revision in the next. Every line of both stands in it once. */
export interface LineComparison<Before, After> {
  readonly added: readonly After[];
  readonly changed: readonly { readonly before: Before; readonly after: After }[];
  readonly removed: readonly Before[];
  readonly unchanged: readonly { readonly before: Before; readonly after: After }[];
}

/** Source, destination and services of a line in one form, whatever their order. */
function contentOf(line: LineContent): string {
  const side = (parties: readonly Party[]): string[] =>
    parties.map(({ address, natAddress }) => canonicalJson([address, natAddress])).sort(byCodePoint);
  return canonicalJson([[...line.services].sort(byCodePoint), side(line.from), side(line.to)]);
}

/** The id without its level, its sixth part: a line that is needed more or less than before is still that line. */
function withoutLevel({ id }: LineContent): string {
  return id
    .split('.')
    .filter((_, place) => place !== 5)
    .join('.');
}

/**
 * Compares two revisions line by line. The same id with another content is a changed line, and so is a line whose need
 * alone is another one. Order does not matter; the results keep the order of their revision.
 */
export function compareLines<Before extends LineContent, After extends LineContent>(
  before: readonly Before[],
  after: readonly After[],
): LineComparison<Before, After> {
  const old = new Map(before.map((line) => [line.id, line]));
  const ids = new Set(after.map(({ id }) => id));
  const gone = new Map(
    before.filter(({ id }) => !ids.has(id)).map((line) => [`${withoutLevel(line)} ${contentOf(line)}`, line]),
  );
  const added: After[] = [];
  const changed: { before: Before; after: After }[] = [];
  const unchanged: { before: Before; after: After }[] = [];
  const renamed = new Set<string>();
  for (const line of after) {
    const same = old.get(line.id);
    if (same !== undefined) {
      const list = contentOf(same) === contentOf(line) ? unchanged : changed;
      list.push({ before: same, after: line });
      continue;
    }
    const key = `${withoutLevel(line)} ${contentOf(line)}`;
    const earlier = gone.get(key);
    if (earlier === undefined) added.push(line);
    else {
      gone.delete(key);
      renamed.add(earlier.id);
      changed.push({ before: earlier, after: line });
    }
  }
  const removed = before.filter(({ id }) => !ids.has(id) && !renamed.has(id));
  return { added, changed, removed, unchanged };
}

/** True when revision `later` comes after `earlier`: A to Z, then AA to ZZ. */
export function isLaterRevision(later: string, earlier: string): boolean {
  return later.length === earlier.length ? byCodePoint(later, earlier) > 0 : later.length > earlier.length;
}
