import { createHash } from 'node:crypto';
import { z } from 'zod';
import { digestOf } from '../../shared/lib/digest.ts';
import { parseJsonText } from '../../shared/lib/json-text.ts';
import { readinessWord } from '../../shared/results/types.ts';
import type { Site } from '../../shared/site/schema.ts';

/** The lines of a history file: each names the one before by its SHA-256, so that no line in the middle can be changed or go unseen. */

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const content = z.strictObject({ sha256: digest, bytes: z.int().nonnegative() });
const common = {
  /** Place in the file, from 1. */
  line: z.int().positive(),
  /** UTC: when the run ended, when the report was made. */
  at: z.iso.datetime(),
  id: z.string().min(1).max(80),
  /** File name of the site then, without directory and ending. */
  siteName: z.string(),
  content,
  /** SHA-256 of the line before, without its line feed; of nothing for the first. */
  before: digest,
};

export const historyLineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('run'),
    outcome: z.enum(['finished', 'cancelled', 'interrupted']),
    /** Checks that were carried out, and all of them. */
    carriedOut: z.int().nonnegative(),
    checks: z.int().nonnegative(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('report'),
    readiness: readinessWord,
    signature: content,
    signer: z.string(),
  }),
]);

export type HistoryLine = z.infer<typeof historyLineSchema>;
type WithoutPlace<T> = T extends unknown ? Omit<T, 'line' | 'before'> : never;
/** A line before it has a place in the file. */
export type HistoryEntry = WithoutPlace<HistoryLine>;

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What nothing stands before. */
export const nothingBefore = sha256Of('');

/** Which site a history is of, and what people know it by. */
export interface HistorySubject {
  /** Names the files. */
  readonly key: string;
  readonly catalog: string;
  readonly customer: string;
  readonly site: string;
  readonly nodes: readonly string[];
}

/**
 * The subject of a site's history. A site is the same one whatever its file is called and whoever waived what: its
 * catalogue and the customer's name and site say which it is; its nodes only where those are not both given.
 */
export function historySubject(site: Pick<Site, 'catalog' | 'customer' | 'nodes'>): HistorySubject {
  const { catalog } = site;
  const customer = site.customer.name.trim();
  const place = site.customer.site.trim();
  const nodes = site.nodes.map(({ name }) => name).sort();
  const named = customer !== '' && place !== '';
  const key = digestOf({ catalog, customer, site: place, nodes: named ? [] : nodes }).slice(0, 32);
  return { key, catalog, customer, site: place, nodes };
}

/** What is wrong with a history, and where. */
export interface HistoryFault {
  /** From 1; null: of the file as a whole. */
  readonly line: number | null;
  readonly what:
    'unreadable' | 'cut-off' | 'changed' | 'missing' | 'shortened' | 'content-missing' | 'content-changed';
  /** One sentence. */
  readonly says: string;
}

export interface ReadHistory {
  readonly lines: readonly HistoryLine[];
  readonly faults: readonly HistoryFault[];
  /** SHA-256 of the last line as it stands. */
  readonly last: string;
  /** The place that the next line gets. */
  readonly next: number;
  /** The last line has no end: its writing was cut off. */
  readonly isCutOff: boolean;
}

/** Reads the text of a history file. What cannot be understood is named and left as it is. */
export function readHistoryText(text: string): ReadHistory {
  const rows = text.split('\n');
  const isCutOff = rows.at(-1) !== '';
  if (!isCutOff) rows.pop();
  const lines: HistoryLine[] = [];
  const faults: HistoryFault[] = [];
  let before = nothingBefore;
  let next = 1;
  for (const [index, row] of rows.entries()) {
    const place = index + 1;
    const value = parseJsonText(row);
    const parsed = value.ok ? historyLineSchema.safeParse(value.value) : undefined;
    if (parsed?.success === true) {
      const one = parsed.data;
      if (one.line > next)
        faults.push({
          line: place,
          what: 'missing',
          says: `${one.line - next} ${one.line - next === 1 ? 'line is' : 'lines are'} missing before line ${place}.`,
        });
      else if (one.before !== before || one.line < next)
        faults.push({
          line: place,
          what: 'changed',
          says:
            place === 1
              ? 'Line 1 is not as it was written.'
              : `Line ${place - 1} or line ${place} is not as it was written: they do not follow each other.`,
        });
      lines.push(one);
      next = one.line + 1;
    } else {
      const isLast = place === rows.length;
      const cut = isLast && isCutOff;
      faults.push({
        line: place,
        what: cut ? 'cut-off' : 'unreadable',
        says: cut
          ? `Line ${place} ends half-way: the program or the computer stopped while it was written.`
          : `Line ${place} cannot be understood.`,
      });
      next += 1;
    }
    before = sha256Of(row);
  }
  return { lines, faults, last: before, next, isCutOff };
}
