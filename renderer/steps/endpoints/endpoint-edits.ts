import { addressFixes } from '../../../shared/site/recognise/fixes.ts';
import type { AddressFix } from '../../../shared/site/recognise/types.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { t } from '../../i18n/t.ts';

type DraftEndpoint = NonNullable<SiteFile['endpoints']>[string][number];

export function addressOf(endpoint: DraftEndpoint): string {
  return typeof endpoint === 'string' ? endpoint : endpoint.address;
}

export function labelOf(endpoint: DraftEndpoint): string {
  return typeof endpoint === 'string' ? '' : (endpoint.label ?? '');
}

/** The endpoint with another address; what else is known of it stays. */
function withAddress(endpoint: DraftEndpoint, address: string): DraftEndpoint {
  return typeof endpoint === 'string' ? address : { ...endpoint, address };
}

function withRole(
  site: SiteFile,
  role: string,
  change: (list: readonly DraftEndpoint[]) => readonly DraftEndpoint[],
): SiteFile {
  return { ...site, endpoints: { ...site.endpoints, [role]: [...change(site.endpoints?.[role] ?? [])] } };
}

export function replaceEndpoint(site: SiteFile, role: string, index: number, address: string): SiteFile {
  return withRole(site, role, (list) =>
    list.map((one, at) => (at === index ? withAddress(one, address) : one)),
  );
}

/** What is known of an endpoint beside its address. */
export type EndpointPart = Partial<Omit<Exclude<DraftEndpoint, string>, 'address'>>;

export function detailsOf(endpoint: DraftEndpoint): EndpointPart {
  if (typeof endpoint === 'string') return {};
  return Object.fromEntries(Object.entries(endpoint).filter(([key]) => key !== 'address'));
}

/** The endpoint with another detail; one that is empty is left out, and without any it is its address alone. */
export function withDetail(site: SiteFile, role: string, index: number, part: EndpointPart): SiteFile {
  return withRole(site, role, (list) =>
    list.map((one, at) => {
      if (at !== index) return one;
      const kept = Object.entries({ ...detailsOf(one), ...part }).filter(
        ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
      );
      const address = addressOf(one);
      return kept.length === 0 ? address : { address, ...Object.fromEntries(kept) };
    }),
  );
}

/** The endpoint in another role, with all that is known of it; where the role has its address already, only once. */
export function moveEndpoint(site: SiteFile, from: string, index: number, to: string): SiteFile {
  const moved = site.endpoints?.[from]?.[index];
  if (moved === undefined || from === to) return site;
  return withRole(removeEndpoint(site, from, index), to, (list) =>
    list.some((one) => addressOf(one) === addressOf(moved)) ? list : [...list, moved],
  );
}

export function removeEndpoint(site: SiteFile, role: string, index: number): SiteFile {
  return withRole(site, role, (list) => list.filter((_one, at) => at !== index));
}

/** A cure that can be applied with one click. */
export interface Fix {
  readonly words: string;
  readonly address: string;
}

/** Sensible repairs of a text that is no endpoint address. Never a guess beyond what the text itself says. */
export function fixesOf(text: string): readonly Fix[] {
  return addressFixes(text).map((fix) => ({ words: fixWords(fix), address: fix.address }));
}

export function fixWords({ kind, address }: AddressFix): string {
  switch (kind) {
    case 'network':
      return t('Network {{network}}', { network: address });
    case 'host':
      return t('Host {{host}}', { host: address });
    case 'use':
      return t('Use {{bare}}', { bare: address });
  }
}
