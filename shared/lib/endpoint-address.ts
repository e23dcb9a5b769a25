import type { Cidr, Ip, IpFamily } from './ip.ts';
import { formatCidr, formatIp, hasHostBits, networkOf, parseCidr, parseIp, whyNotIpv4 } from './ip.ts';
import type { Result } from './result.ts';
import { err, ok } from './result.ts';

/** What an endpoint may be: one host, a network, a name, or a name pattern such as `*.example.com`. */
export type EndpointAddress =
  | { readonly kind: 'host'; readonly ip: Ip }
  | { readonly kind: 'network'; readonly cidr: Cidr }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'wildcard'; readonly name: string };

/** `name` covers names and name patterns, whose family only the resolver knows. */
export type AddressFamily = IpFamily | 'name';

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

function whyNotName(name: string): string | null {
  if (name.length > 253) return `the name has ${name.length} characters; 253 is the highest`;
  const labels = name.split('.');
  if (labels.length < 2) return `"${name}" is a short name; give the full name with its domain`;
  for (const part of labels) {
    if (!label.test(part))
      return part === ''
        ? 'the name has two dots in a row or ends in one'
        : `"${part}" is no part of a host name`;
  }
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'the last part of a name is not a number';
  return null;
}

/**
 * Reads an endpoint: IPv4 or IPv6 address, CIDR without host bits, FQDN or `*.` pattern.
 *
 * @returns the address, or a sentence that says what is wrong with it.
 */
export function parseEndpointAddress(text: string): Result<EndpointAddress, string> {
  if (text === '') return err('The address is empty.');
  if (/\s/.test(text)) return err(`"${text}" has a space in it. One address in each entry.`);
  if (text.includes('://')) return err(`"${text}" is a URL. Give the host name alone.`);
  if (text.includes('/')) {
    const cidr = parseCidr(text);
    if (cidr === null) return err(`"${text}" is no network. Write it as 10.20.5.0/24.`);
    if (hasHostBits(cidr)) {
      const network = formatCidr(networkOf(cidr));
      return err(
        `${text} is a host inside a /${cidr.prefix}. Use the network ${network}, or the host ${formatIp(cidr.ip)}.`,
      );
    }
    return ok({ kind: 'network', cidr });
  }
  const ip = parseIp(text);
  if (ip !== null) return ok({ kind: 'host', ip });
  if (/^[\d.]+$/.test(text)) return err(`${text} is no address: ${whyNotIpv4(text) ?? 'it cannot be read'}.`);
  if (text.includes(':')) return err(`"${text}" is no IPv6 address. A port does not belong here.`);
  const name = text.toLowerCase().replace(/\.$/, '');
  const pattern = name.startsWith('*.');
  const fault = whyNotName(pattern ? name.slice(2) : name);
  if (fault !== null) return err(`"${text}" is no address: ${fault}.`);
  return ok(pattern ? { kind: 'wildcard', name } : { kind: 'name', name });
}

/** Normal form: what ids and digests are made of. */
export function formatEndpointAddress(address: EndpointAddress): string {
  switch (address.kind) {
    case 'host':
      return formatIp(address.ip);
    case 'network':
      return formatCidr(address.cidr);
    case 'name':
    case 'wildcard':
      return address.name;
  }
}

export function familyOf(address: EndpointAddress): AddressFamily {
  switch (address.kind) {
    case 'host':
      return address.ip.family;
    case 'network':
      return address.cidr.ip.family;
    case 'name':
    case 'wildcard':
      return 'name';
  }
}
