import { canonicalJson } from '../lib/digest.ts';
import type { Finding } from '../lib/result.ts';
import { jsonFault } from './json-bounds.ts';
import type { ParsedReport } from './parse-report.ts';
import type { VerifyLine } from './types.ts';
import { line } from './verify-line.ts';

function canonicalOrNull(value: unknown): string | null {
  try {
    return canonicalJson(value);
  } catch {
    // A value without canonical form, e.g. half a surrogate pair.
    return null;
  }
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function whatDiffers(text: string, canonical: string | null): Finding[] {
  if (canonical === null)
    return [
      { path: '', message: 'It holds half of a character (a lone surrogate), which no report can hold.' },
    ];
  const fault = jsonFault(text);
  if (fault !== null) return [{ path: '', message: fault }];
  const path = `character ${firstDifference(text, canonical) + 1}`;
  return canonicalOrNull(JSON.parse(text)) === canonical
    ? [{ path, message: 'Its content is written another way: spaces, order of keys, numbers or characters.' }]
    : [{ path, message: 'It holds something that a report does not have.' }];
}

/** Whether two values are the same, and the keys of the first stand in canonical order. */
function sameInOrder(json: unknown, report: unknown): boolean {
  if (typeof json !== 'object' || json === null || typeof report !== 'object' || report === null)
    return Object.is(json, report);
  if (Array.isArray(json))
    return (
      Array.isArray(report) &&
      json.length === report.length &&
      json.every((item, index) => sameInOrder(item, report[index]))
    );
  const keys = Object.keys(json);
  return (
    keys.length === Object.keys(report).length &&
    keys.every(
      (key, index) =>
        (index === 0 || (keys[index - 1] ?? '') < key) &&
        Object.hasOwn(report, key) &&
        sameInOrder((json as Record<string, unknown>)[key], (report as Record<string, unknown>)[key]),
    )
  );
}

/** What a canonical file nearly always is, found without writing it anew key by key. */
function isPlainlyCanonical({ text, json, report }: ParsedReport): boolean {
  return !text.includes('\\ud') && JSON.stringify(json) === text && sameInOrder(json, report);
}

/**
 * The report as it was understood, written again, gives exactly the text of the file: nothing in it is left out, said twice
 * or open to another reading.
 */
export function canonicalLine(parsed: ParsedReport): VerifyLine {
  const { text, report } = parsed;
  const canonical = isPlainlyCanonical(parsed) ? text : canonicalOrNull(report);
  return canonical === text
    ? line('canonical-form', 'valid', 'The file is canonical JSON: one content, one form.')
    : line(
        'canonical-form',
        'invalid',
        'The file is not in canonical form (RFC 8785), so it was not written by us as it is.',
        whatDiffers(text, canonical),
      );
}
