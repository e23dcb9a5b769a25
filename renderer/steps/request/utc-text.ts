/** What a person types for a time in UTC, `2026-11-24 20:00`, as the site file keeps it. Anything else is kept as typed. */
export function utcOfTyped(text: string): string {
  return /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}:00Z` : text;
}

/** The other way round, for the field. */
export function typedOfUtc(utc: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):00(?:\.0+)?Z$/.exec(utc);
  return match === null ? utc : `${match[1] ?? ''} ${match[2] ?? ''}`;
}
