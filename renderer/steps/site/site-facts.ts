import type { Finding } from '../../../shared/lib/result.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { t } from '../../i18n/t.ts';

/** Why a text can hardly be an email address; undefined: it may be one, or nothing was entered. It is kept all the same. */
export function emailDoubt(path: string, value = ''): Finding | undefined {
  const text = value.trim();
  if (text === '' || /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text)) return undefined;
  const message = t('{{text}} reads like no email address, as name@company.example is one.', { text });
  return { path, message };
}

/** The time zones that this computer knows, for choosing. */
export function timeZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

export function ownTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** An empty time zone is none. */
export function withTimeZone(site: SiteFile, zone: string): SiteFile {
  return { ...site, customer: { ...site.customer, timeZone: zone === '' ? null : zone } };
}

/** Whether what is typed may become a time zone still: who is in the middle of a name made no mistake yet. */
export function beginsAZone(typed: string): boolean {
  const begun = typed.toLowerCase();
  return timeZones().some((zone) => zone.length > typed.length && zone.toLowerCase().startsWith(begun));
}

/** The zone that a city alone names: `Europe/Warsaw` for `warsaw`; null: none does. */
export function zoneOfCity(typed: string): string | null {
  const city = typed.trim().toLowerCase().replace(/ /g, '_');
  return city === '' ? null : (timeZones().find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ?? null);
}
