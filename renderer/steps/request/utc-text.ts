/** The times of the request: kept in UTC, typed and shown in the time zone of the site. */

/** How far the zone's clocks are ahead of UTC at this time, in milliseconds; null: there is no such zone. */
function aheadOfUtc(utcMs: number, timeZone: string): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
    }).formatToParts(utcMs);
    const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
    return (
      Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) -
      Math.floor(utcMs / 1000) * 1000
    );
  } catch {
    return null;
  }
}

/** The zone in which times are typed: the site's, when there is such a one. */
export function zoneOf(timeZone: string | null | undefined): string {
  return timeZone != null && timeZone !== '' && aheadOfUtc(0, timeZone) !== null ? timeZone : 'UTC';
}

/**
 * What a person types for a time, `2026-11-24 20:00`, as the site file keeps it, in UTC. Anything else is kept as typed; so is
 * a time that the zone's clocks jump over.
 */
export function utcOfTyped(text: string, timeZone = 'UTC'): string {
  if (!/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/.test(text)) return text;
  const asUtc = `${text.replace(' ', 'T')}:00Z`;
  if (timeZone === 'UTC') return asUtc;
  const wanted = Date.parse(asUtc);
  if (Number.isNaN(wanted)) return text;
  // What is ahead is known for a time in UTC only: near a change of the clocks the second look is the right one.
  const first = wanted - (aheadOfUtc(wanted, timeZone) ?? 0);
  const utc = `${new Date(wanted - (aheadOfUtc(first, timeZone) ?? 0)).toISOString().slice(0, 19)}Z`;
  return typedOfUtc(utc, timeZone) === text.replace('T', ' ') ? utc : text;
}

/** The other way round, for the field. */
export function typedOfUtc(utc: string, timeZone = 'UTC'): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00(?:\.0+)?Z$/.test(utc) || Number.isNaN(Date.parse(utc))) return utc;
  const at = Date.parse(utc);
  return new Date(at + (aheadOfUtc(at, timeZone) ?? 0)).toISOString().slice(0, 16).replace('T', ' ');
}
