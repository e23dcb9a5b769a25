import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { parseIp } from '../../lib/ip.ts';
import { strip } from '../../lib/strip.ts';

/** A part of a line that is, or was meant as, an address. */
export interface Token {
  readonly text: string;
  /** Without brackets, scheme, path, port, zone id and other company. */
  readonly address: string;
  /** The port that stood with it. */
  readonly port: number | null;
}

const portOfScheme: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ldap: 389,
  ldaps: 636,
  ssh: 22,
  ftp: 21,
  smb: 445,
  nfs: 2049,
};

/** Full-width letters and digits, and spaces that do not look like ones, as plain ones. */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\u200b|\u200c|\u200d|\u2060|\ufeff/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ');
}

/** `255.255.255.0` is 24, and so is the wildcard mask `0.0.0.255`; null: no mask of a network. */
export function prefixOfMask(mask: string): number | null {
  const ip = parseIp(mask);
  if (ip?.family !== 'v4') return null;
  const bits = ip.value.toString(2).padStart(32, '0');
  if (/^1+0*$/.test(bits)) return bits.lastIndexOf('1') + 1;
  // A wildcard mask, as access lists have it; the zeros are the network.
  return /^0+1+$/.test(bits) ? bits.lastIndexOf('0') + 1 : null;
}

function splitPort(text: string): { readonly bare: string; readonly port: number | null } {
  // dig and nslookup write the port behind a #.
  const found = /^(\[[0-9a-f:.%]+\]|[^:\s]+?)[:#](\d{1,5})$/i.exec(text);
  if (found === null) return { bare: text, port: null };
  return { bare: (found[1] ?? '').replace(/^\[|\]$/g, ''), port: Number(found[2]) };
}

function withoutCompany(text: string): { readonly bare: string; readonly port: number | null } {
  const unc = /^(?:\\\\|\/\/)([^\\/]+)/.exec(text);
  if (unc !== null) return { bare: unc[1] ?? '', port: 445 };
  const url = /^([a-z][a-z0-9+.-]*):\/\/(?:[^@/\s]*@)?([^/?#\s]+)/i.exec(text);
  if (url !== null) {
    const { bare, port } = splitPort(url[2] ?? '');
    return {
      bare: bare.replace(/^\[|\]$/g, ''),
      port: port ?? portOfScheme[(url[1] ?? '').toLowerCase()] ?? null,
    };
  }
  return splitPort(text);
}

/** Reads one word of a line: its address without what stands around it. */
export function tokenOf(word: string): Token {
  const text = strip(strip(word, '"\'`<({,;', '"\'`>)},;'), '“”„«‘’', '“”»‘’');
  const { bare, port } = withoutCompany(text);
  const plain = bare
    // Zone of a link-local address, `(Preferred)` of ipconfig, the dot that ends a name in zone files.
    .replace(/%[\w.-]+$/, '')
    .replace(/\((?:preferred|bevorzugt|preferowane)\)?$/i, '')
    .replace(/(?<=[\w-])\.$/, '')
    .replace(/^\[|\]$/g, '');
  const masked = /^([\d.]+)\/(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  const prefix = masked === null ? null : prefixOfMask(masked[2] ?? '');
  return { text, address: prefix === null ? plain : `${masked?.[1] ?? ''}/${prefix}`, port };
}

const fileEndings = /\.(?:json|txt|csv|xlsx?|docx?|pdf|log|conf|cfg|ini|png|exe|sh|md|yaml|yml|xml|zip)$/i;

/** A name in words of a person: it ends like a domain, and is no file, no abbreviation. */
function looksLikeName(text: string): boolean {
  if (!/^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i.test(text)) return false;
  const last = text.split('.').at(-1) ?? '';
  return /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/i.test(last) && !fileEndings.test(text) && text.length > 4;
}

/** Whether a person who looks at it would take it for an address, well written or not. */
export function looksLikeAddress({ address }: Token): boolean {
  if (parseEndpointAddress(address).ok) return looksLikeName(address) || /[:/]|\d/.test(address);
  // `12.11.2026` is a day.
  if (/^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d$/.test(address)) return false;
  if (/^[0-9OolI]{1,4}(?:\.[0-9OolI]{0,4}){2,4}(?:\/\d{0,3})?$/.test(address)) return /\d/.test(address);
  if (/^[\d.]+\/\d+$/.test(address) || /^\d{1,3}(?:[.,]\d{1,3}){3,4}(?:\/\d+)?$/.test(address)) return true;
  // A time, and the address of a network card.
  if (/^\d{1,2}(?::\d{2}){1,2}$/.test(address) || /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i.test(address))
    return false;
  if (/^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:\/\d+)?$/i.test(address)) return /[0-9a-f]/i.test(address);
  // A letter that is no digit of IPv6: the two dots, or the group of zeros, say what was meant. A time has neither.
  if (/^[0-9a-z]{1,4}(?::[0-9a-z]{0,4}){2,8}$/i.test(address) && /[0-9a-f]{4}|::/i.test(address)) return true;
  return looksLikeName(address.replace(/_/g, '-'));
}
