import { parseJsonText } from '../lib/json-text.ts';

/** A report nests about ten levels deep. Deeper texts only serve to exhaust the stack. */
const maxDepth = 64;
/** A report of 50 MB holds half as many. Each takes memory when it is read. */
const maxValues = 5_000_000;
/** Finding the place of a fault reads the text slowly. */
const maxTextToSearch = 20_000_000;

/** Whether a value holds more values than that, itself counted. It nests no deeper than `whyTooComplex` allows. */
export function holdsMoreThan(value: unknown, limit: number): boolean {
  let left = limit;
  const isWithin = (one: unknown): boolean => {
    left--;
    return left >= 0 && (typeof one !== 'object' || one === null || Object.values(one).every(isWithin));
  };
  return !isWithin(value);
}

/**
 * How many values a text holds at most, and why it must not be read as JSON at all (null: it may). Reads strings as strings;
 * the text need not be valid JSON.
 */
export function complexityOf(text: string): { readonly values: number; readonly why: string | null } {
  let depth = 0;
  let values = 1;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x2c) values++;
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      values++;
      if (depth > maxDepth) return { values, why: `The file nests deeper than ${maxDepth} levels.` };
    } else if (code === 0x7d || code === 0x5d) depth--;
    if (values > maxValues) return { values, why: `The file holds more than ${maxValues} values.` };
  }
  return { values, why: null };
}

/** The first place where a text goes against JSON, or says a key twice; a sentence. Null: nowhere, as far as was searched. */
export function jsonFault(text: string): string | null {
  if (text.startsWith('\ufeff'))
    return 'It begins with a byte order mark, which an editor put there when it saved the file anew.';
  if (text.length > maxTextToSearch) return null;
  const parsed = parseJsonText(text);
  if (parsed.ok) return null;
  const { line, column, message } = parsed.error;
  const place = line === 1 ? `At character ${column}` : `At line ${line}, column ${column}`;
  const end = column > 1 && text.length - column < 3 ? ' It may have been cut off there.' : '';
  return `${place}: ${message.length > 300 ? `${message.slice(0, 300)}...` : message}${line === 1 ? end : ''}`;
}
