import type { Finding } from '../../../shared/lib/result.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { t } from '../../i18n/t.ts';

/** Why a text can hardly be an email address; undefined: it may be one, or nothing was entered. It is kept all the same. */
export function emailDoubt(path: string, value = ''): Finding | undefined {
  const text = value.trim();
  if (text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return undefined;
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
