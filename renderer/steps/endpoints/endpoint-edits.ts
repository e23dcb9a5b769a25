import { formatIp, networkOf, parseCidr, parseIp, formatCidr, hasHostBits } from '../../../shared/lib/ip.ts';
import { parseEndpointAddress } from '../../../shared/lib/endpoint-address.ts';
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

export function addEndpoints(site: SiteFile, role: string, addresses: readonly string[]): SiteFile {
  return withRole(site, role, (list) => [...list, ...addresses]);
}

export function replaceEndpoint(site: SiteFile, role: string, index: number, address: string): SiteFile {
  return withRole(site, role, (list) =>
    list.map((one, at) => (at === index ? withAddress(one, address) : one)),
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
  const cidr = parseCidr(text);
  if (cidr !== null && hasHostBits(cidr)) {
    const network = formatCidr(networkOf(cidr));
    const host = formatIp(cidr.ip);
    return [
      { words: t('Network {{network}}', { network }), address: network },
      { words: t('Host {{host}}', { host }), address: host },
    ];
  }
  const bare = text
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '')
    .trim();
  if (bare !== text && parseEndpointAddress(bare).ok)
    return [{ words: t('Use {{bare}}', { bare }), address: bare }];
  if (/^[\d.]+$/.test(text)) {
    const plain = text
      .split('.')
      .map((part) => part.replace(/^0+(?=\d)/, ''))
      .join('.');
    if (plain !== text && parseIp(plain) !== null)
      return [{ words: t('Use {{plain}}', { plain }), address: plain }];
  }
  return [];
}

export type PastedState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'repeated' }
  | { readonly kind: 'wrong'; readonly message: string; readonly fixes: readonly Fix[] };

export interface PastedAddress {
  readonly line: number;
  readonly text: string;
  readonly state: PastedState;
}

/** Reads a pasted list, one address a line (commas and semicolons also part them); what is there already is repeated. */
export function readPasted(text: string, present: readonly string[]): readonly PastedAddress[] {
  const seen = new Set(present.map((address) => address.toLowerCase()));
  return text.split('\n').flatMap((row, index) =>
    row
      .split(/[,;]/)
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part): PastedAddress => {
        const parsed = parseEndpointAddress(part);
        const line = index + 1;
        if (!parsed.ok)
          return { line, text: part, state: { kind: 'wrong', message: parsed.error, fixes: fixesOf(part) } };
        const key = part.toLowerCase();
        if (seen.has(key)) return { line, text: part, state: { kind: 'repeated' } };
        seen.add(key);
        return { line, text: part, state: { kind: 'ready' } };
      }),
  );
}
