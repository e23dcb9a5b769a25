import { utcMillis } from '../lib/utc.ts';

function millis(utc: string): number {
  const value = utcMillis(utc);
  if (value === null) throw new Error(`"${utc}" is no time in UTC, as 2026-11-24T20:41:07Z.`);
  return value;
}

/**
 * Orders two times in UTC (ISO 8601 ending in Z, any precision): negative when `a` is earlier.
 *
 * @throws Error when a text is no such time; files are checked before.
 */
export function compareUtc(a: string, b: string): number {
  return millis(a) - millis(b);
}
