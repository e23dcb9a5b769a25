/** UTC to the second, as files and documents carry it: `2026-11-24T20:41:07Z`. */
export function utcSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
