import { currentLanguage } from '../i18n/t.ts';

/** `a`, `a and b`, `a, b and c`, as the window's language joins them. */
export function andList(words: readonly string[]): string {
  if (currentLanguage() !== 'en') return new Intl.ListFormat(currentLanguage()).format(words);
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `38 ms`, `3.0 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `21:42` of the laptop's clock, from a UTC time. */
export function clockTime(utc: string): string {
  const time = new Date(utc);
  const two = (value: number): string => String(value).padStart(2, '0');
  return Number.isNaN(time.getTime()) ? '' : `${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** `24 Nov 2026, 21:41` in the window's language, of the laptop's clock, from a UTC time. */
export function dateTime(utc: string): string {
  const time = new Date(utc);
  if (Number.isNaN(time.getTime())) return utc;
  const date = new Intl.DateTimeFormat(currentLanguage() === 'en' ? 'en-GB' : currentLanguage(), {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(time);
  return `${date}, ${clockTime(utc)}`;
}
