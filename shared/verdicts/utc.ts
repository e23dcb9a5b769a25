import { byCodePoint } from '../lib/order.ts';

/** `2026-11-24T20:41:07.5Z` with the same number of digits everywhere, so that texts sort as times. */
function padded(utc: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?Z$/.exec(utc);
  if (match === null) throw new Error(`"${utc}" is no time in UTC, as 2026-11-24T20:41:07Z.`);
  return `${match[1] ?? ''}:${match[2] ?? '00'}.${(match[3] ?? '').padEnd(12, '0')}`;
}

/**
 * Orders two times in UTC (ISO 8601 ending in Z, any precision): negative when `a` is earlier.
 *
 * @throws Error when a text is no such time; files are checked before.
 */
export function compareUtc(a: string, b: string): number {
  return byCodePoint(padded(a), padded(b));
}
