import type { RequestFile } from '../change-request/request-json.ts';
import { speakerOf } from '../language/document-words.ts';
import { digestItem, wholeFields, type WholeField } from './about-sheet.ts';
import { decisionWords, tlsWords, type LineDecision, type TlsDecision } from './lines-sheet.ts';
import { matchRows, type AlteredCell, type MatchedRow } from './match-rows.ts';
import type { Speaker } from '../language/speaker.ts';
import type { Sheet, SheetTexts } from './types.ts';
import { requestSheets } from './workbook.ts';

export type { AlteredCell } from './match-rows.ts';

/** What stood in the places to fill in of one line. Empty texts: nothing was filled in. */
export interface FilledLine {
  readonly number: number;
  readonly id: string;
  /** Null: none given, or one that is not offered there (then `unread` has it). */
  readonly decision: LineDecision | null;
  readonly comment: string;
  readonly tls: TlsDecision | null;
  readonly rule: string;
  readonly by: string;
  /** As typed, e.g. `2026-11-24 20:17:05`. */
  readonly active: string;
}

/** An address that was asked for. */
export interface FilledAddress {
  readonly number: number;
  /** Key of the request's `missing`. */
  readonly key: string;
  readonly name: string;
  /** As typed. */
  readonly value: string;
  readonly zone: string;
  readonly by: string;
}

/** A choice that is none of those offered. */
export interface UnreadCell {
  readonly sheet: string;
  /** `S7`. */
  readonly cell: string;
  /** Whose choice: `Line 5, Your decision`. */
  readonly about: string;
  readonly text: string;
  readonly offered: readonly string[];
}

export interface FilledWorkbook {
  /** SHA-256 of the request that the file says it is; null: it does not say. */
  readonly digest: string | null;
  /** In the order of the request. A line whose row is gone has nothing filled in, and is in `altered`. */
  readonly lines: readonly FilledLine[];
  readonly addresses: readonly FilledAddress[];
  /** Filled in once for all lines. `all` is `Approve` or empty. */
  readonly whole: Readonly<Record<WholeField, string>>;
  /** Fixed content that is not what was sent: every cell, row, column and sheet of it. */
  readonly altered: readonly AlteredCell[];
  readonly unread: readonly UnreadCell[];
}

/**
 * What was filled into the workbook of a request.
 *
 * @param file the request that was sent
 * @param digest SHA-256 of its JSON file
 */
export function readFilledWorkbook(
  sheets: readonly SheetTexts[],
  file: RequestFile,
  digest: string,
  speaker: Speaker = speakerOf(file, null),
): FilledWorkbook {
  const { say } = speaker;
  const altered: AlteredCell[] = [];
  const unread: UnreadCell[] = [];
  const matched = new Map<string, ReadonlyMap<string, MatchedRow>>();
  for (const sent of requestSheets(file, digest, speaker)) {
    const found = matchRows(
      sent,
      sheets.find(({ name }) => name === sent.name),
    );
    altered.push(...found.altered);
    matched.set(sent.name, found.rows);
    unread.push(...unreadCells(sent, found.rows));
  }
  const rowsOf = (name: string): ReadonlyMap<string, MatchedRow> => matched.get(name) ?? new Map();
  const about = rowsOf('About');
  // Its items are in the request's language where no two of them became the same.
  const item = (english: string): MatchedRow | undefined => about.get(say(english)) ?? about.get(english);
  const stated = item(digestItem)?.text('value').replace(/\s/g, '').toLowerCase() ?? '';
  return {
    digest: /^[0-9a-f]{64}$/.test(stated) ? stated : null,
    lines: file.lines.map(({ number, id }) => filledLine(number, id, rowsOf('Lines').get(id), say)),
    addresses: file.missing.map(({ number, key, name }) => {
      const row = rowsOf('Missing').get(`${number}`);
      const text = (column: string): string => row?.text(column) ?? '';
      return { number, key, name, value: text('value'), zone: text('zone'), by: text('by') };
    }),
    whole: Object.fromEntries(
      Object.entries(wholeFields).map(([key, english]) => {
        const text = item(english)?.text('value') ?? '';
        return [
          key,
          key === 'all' && sameWord(text, say(decisionWords.approve)) ? decisionWords.approve : text,
        ];
      }),
    ) as Record<WholeField, string>,
    altered,
    unread,
  };
}

function filledLine(
  number: number,
  id: string,
  row: MatchedRow | undefined,
  say: Speaker['say'],
): FilledLine {
  const filled = (column: string): string => (row?.isFill(column) === true ? row.text(column) : '');
  return {
    number,
    id,
    decision: wordOf(decisionWords, filled('decision'), say),
    comment: filled('comment'),
    tls: wordOf(tlsWords, filled('tls'), say),
    rule: filled('rule'),
    by: filled('by'),
    active: filled('active'),
  };
}

/** Small letters and white space do not matter: people type over a list. */
function sameWord(a: string, b: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
  return plain(a) === plain(b);
}

/** In the request's language or in English. */
function wordOf<T extends string>(
  words: Readonly<Record<T, string>>,
  text: string,
  say: Speaker['say'],
): T | null {
  const keys = Object.keys(words) as T[];
  const offered = (inWords: Speaker['say']): T | undefined =>
    keys.find((key) => text !== '' && sameWord(inWords(words[key]), text));
  return offered(say) ?? offered((word) => word) ?? null;
}

/** Read in every language. */
const englishWords = [...Object.values(decisionWords), ...Object.values(tlsWords)];

function unreadCells(sent: Sheet, rows: ReadonlyMap<string, MatchedRow>): UnreadCell[] {
  return [...rows.values()].flatMap((row) =>
    sent.columns.flatMap(({ key, title }): UnreadCell[] => {
      const offered = row.choices(key);
      const text = row.text(key);
      const known = [...(offered ?? []), ...englishWords];
      if (offered === null || text === '' || known.some((word) => sameWord(word, text))) return [];
      const about = `${sent.name === 'Lines' ? `Line ${row.text('number')}` : row.key}, ${title}`;
      return [{ sheet: sent.name, cell: row.cell(key), about, text, offered }];
    }),
  );
}
