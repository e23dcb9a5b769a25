import type { EndpointAddress } from '../../lib/endpoint-address.ts';
import { formatEndpointAddress, parseEndpointAddress } from '../../lib/endpoint-address.ts';
import type { Cidr, IpFamily } from '../../lib/ip.ts';
import { bitsOf, formatCidr, networkOf } from '../../lib/ip.ts';

/**
 * Addresses of one role, to be found without going through all of them for each new one: thousands are pasted at once, and
 * every keystroke reads them again.
 */
export interface Shelf {
  /** By normal form: the line that it stands in, null: in the site. */
  readonly exact: Map<string, number | null>;
  /** Networks by normal form, and the prefixes that they have. */
  readonly networks: Set<string>;
  readonly prefixes: Record<IpFamily, Set<number>>;
  /** Hosts and networks of the site, by their first address. */
  readonly inSite: readonly { readonly cidr: Cidr; readonly text: string }[];
}

/** An address as the network that it is: a host is one of a single address. Null: a name. */
export function asNetwork(address: EndpointAddress): Cidr | null {
  if (address.kind === 'network') return address.cidr;
  return address.kind === 'host' ? { ip: address.ip, prefix: bitsOf(address.ip.family) } : null;
}

export function shelfOf(present: readonly string[]): Shelf {
  const parsed = present.flatMap((text) => {
    const read = parseEndpointAddress(text);
    return read.ok ? [read.value] : [];
  });
  const inSite = parsed
    .flatMap((address) => {
      const cidr = asNetwork(address);
      return cidr === null ? [] : [{ cidr, text: formatEndpointAddress(address) }];
    })
    .sort((a, b) => (a.cidr.ip.value < b.cidr.ip.value ? -1 : a.cidr.ip.value > b.cidr.ip.value ? 1 : 0));
  const shelf: Shelf = {
    exact: new Map(),
    networks: new Set(),
    prefixes: { v4: new Set(), v6: new Set() },
    inSite,
  };
  for (const address of parsed) {
    putOn(shelf, address, null);
    putNetwork(shelf, address);
  }
  return shelf;
}

export function putOn(shelf: Shelf, address: EndpointAddress, line: number | null): void {
  const text = formatEndpointAddress(address);
  if (!shelf.exact.has(text)) shelf.exact.set(text, line);
}

/** Networks go on the shelf before anything is judged: what lies inside one may stand before it in the text. */
export function putNetwork(shelf: Shelf, address: EndpointAddress): void {
  if (address.kind !== 'network') return;
  shelf.networks.add(formatCidr(address.cidr));
  shelf.prefixes[address.cidr.ip.family].add(address.cidr.prefix);
}

/** The network of this role that has the address in it; null: none has. */
export function networkAround(shelf: Shelf, { ip, prefix }: Cidr): string | null {
  for (const wider of shelf.prefixes[ip.family]) {
    if (wider >= prefix) continue;
    const network = formatCidr(networkOf({ ip, prefix: wider }));
    if (shelf.networks.has(network)) return network;
  }
  return null;
}

/** What the site has inside of the network; null: nothing. */
export function insideOf(shelf: Shelf, network: Cidr): string | null {
  const { inSite } = shelf;
  let low = 0;
  let high = inSite.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inSite[middle]?.cidr.ip.value ?? 0n) < network.ip.value) low = middle + 1;
    else high = middle;
  }
  const size = 1n << BigInt(bitsOf(network.ip.family) - network.prefix);
  for (; low < inSite.length; low += 1) {
    const one = inSite[low];
    if (one === undefined || one.cidr.ip.value >= network.ip.value + size) return null;
    if (one.cidr.ip.family === network.ip.family && one.cidr.prefix > network.prefix) return one.text;
  }
  return null;
}
