import type { Level } from '../catalog/schema.ts';
import type { LineServices } from '../rules/lines.ts';

/** Fixed wording and number forms that both documents share. */

export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount} ${amount === 1 ? singular : plural}`;
}

/** `1-3, 7` with en dashes: line numbers in the shortest form. */
export function ranges(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const parts: string[] = [];
  let start = 0;
  while (start < sorted.length) {
    let end = start;
    while ((sorted[end + 1] ?? NaN) === (sorted[end] ?? NaN) + 1) end++;
    const [first, last] = [sorted[start] ?? 0, sorted[end] ?? 0];
    if (end - start >= 2) parts.push(`${first}–${last}`);
    else for (let i = start; i <= end; i++) parts.push(`${sorted[i] ?? 0}`);
    start = end + 1;
  }
  return parts.join(', ');
}

/** `line 7`, `lines 1–3, 7`. */
export function lineNumbers(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'line' : 'lines'} ${ranges(numbers)}`;
}

/** Numbers in parts that a narrow cell holds: a row of a table never splits, so a long list of them needs several rows. */
export function rangesInParts(numbers: readonly number[], most = 60): string[] {
  const parts: string[] = [];
  for (let from = 0; from < numbers.length; from += most)
    parts.push(ranges(numbers.slice(from, from + most)));
  return parts;
}

/** `a, b and c`. */
export function listed(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
}

/** `2026-11-24, 20:41:07 UTC`. */
export function utcTime(iso: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})/.exec(iso);
  return match === null ? iso : `${match[1] ?? ''}, ${match[2] ?? ''} UTC`;
}

/** `2026-11-24, 20:38:12 to 20:41:07 UTC`; both days when they differ. */
export function utcSpan(start: string, end: string): string {
  const until = dateOf(start) === dateOf(end) ? utcTime(end).slice(12) : utcTime(end);
  return `${utcTime(start).replace(/ UTC$/, '')} to ${until}`;
}

/** `2026-11-24`. */
export function dateOf(iso: string): string {
  return iso.slice(0, 10);
}

/** `2026-11-24, 20:00 to 23:00 UTC`. */
export function utcWindow(start: string, end: string): string {
  const [from, to] = [start.slice(11, 16), end.slice(11, 16)];
  return dateOf(start) === dateOf(end)
    ? `${dateOf(start)}, ${from} to ${to} UTC`
    : `${dateOf(start)}, ${from} to ${dateOf(end)}, ${to} UTC`;
}

/** The same window in the site's own time zone; null when the zone is unknown here. */
export function localWindow(start: string, end: string, timeZone: string): string | null {
  const from = localTime(start, timeZone);
  const to = localTime(end, timeZone);
  if (from === null || to === null) return null;
  const until = from.date === to.date ? to.time : `${to.date}, ${to.time}`;
  return `${from.date}, ${from.time} to ${until}, ${timeZone}`;
}

function localTime(iso: string, timeZone: string): { date: string; time: string } | null {
  const time = epochOf(iso);
  if (time === null) return null;
  try {
    const parts = new Map(
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
        .formatToParts(time)
        .map(({ type, value }) => [type, value]),
    );
    const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
    return { date: `${of('year')}-${of('month')}-${of('day')}`, time: `${of('hour')}:${of('minute')}` };
  } catch {
    return null; // a time zone that this machine does not know: the UTC time stands alone
  }
}

/** Milliseconds since 1970 of a UTC time; null when it is none. */
function epochOf(iso: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(iso);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const days =
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    dayOfYear;
  return ((days - 719_468) * 1440 + hour * 60 + minute) * 60_000;
}

const levelWords: Readonly<Record<Level, string>> = {
  required: 'Required',
  optional: 'Optional',
  'as-published': 'As published',
};

export function levelWord(level: Level): string {
  return levelWords[level];
}

/** `TCP 80, 443`; `ICMP echo`. One protocol a line. */
export function protocolLines(protocols: readonly LineServices[]): string[] {
  return protocols.map(({ protocol, ports }) =>
    protocol === 'icmp' ? 'ICMP echo' : `${protocol.toUpperCase()} ${ports.join(', ').replaceAll('-', '–')}`,
  );
}

/** First twelve digits of a digest, in fours. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12).replace(/(.{4})(?=.)/g, '$1 ');
}

/** A whole digest in groups of eight. */
export function longDigest(digest: string): string {
  return digest.replace(/(.{8})(?=.)/g, '$1 ');
}

/** What a person did not give is said, not left blank. */
export function given(text: string): string {
  return text.trim() === '' ? 'not given' : text;
}
