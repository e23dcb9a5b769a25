import type { Catalog, NodePort } from '../catalog/schema.ts';
import type { AddressFamily } from '../lib/endpoint-address.ts';
import { familyOf, formatEndpointAddress, parseEndpointAddress } from '../lib/endpoint-address.ts';
import { formatIp, parseCidr, parseIp } from '../lib/ip.ts';
import { byCodePoint } from '../lib/order.ts';
import type { Site, SiteEndpoint, SiteNode, SiteNodePort } from '../site/schema.ts';
import type { PartyInfo } from './types.ts';

/** A counterpart before it is known which rules it enters; `path` is its place in the site file. */
export interface Counterpart extends PartyInfo {
  readonly family: AddressFamily;
  readonly path: string;
}

const noDetails = {
  label: null,
  node: null,
  probeHosts: [],
  sni: null,
  issuer: null,
  public: false,
  expect: [],
} as const;

function normalAddress(text: string): string {
  const address = parseEndpointAddress(text);
  return address.ok ? formatEndpointAddress(address.value) : text;
}

function normalIp(text: string): string {
  const ip = parseIp(text);
  return ip === null ? text : formatIp(ip);
}

/** The port's own settings; a WAN port that the site does not describe has none. */
export function portOf(node: SiteNode, port: NodePort): SiteNodePort | undefined {
  return port === 'lan' ? node.lan : node.wan;
}

/** A node's own address on a port; null when it has none of that family. Rules to names use the IPv4 address. */
export function nodeParty(node: SiteNode, port: NodePort, family: AddressFamily): PartyInfo | null {
  const settings = portOf(node, port);
  const entered = family === 'v6' ? settings?.address6 : settings?.address;
  if (settings === undefined || entered === null || entered === undefined) return null;
  const cidr = parseCidr(entered);
  if (cidr === null) return null;
  const host = entered.split('/')[0] ?? entered;
  const nat = family === 'v6' ? null : settings.natAddress;
  return {
    ...noDetails,
    address: formatIp(cidr.ip),
    natAddress: nat === null ? null : normalIp(nat),
    entered: host,
    label: node.name,
    role: 'node',
    node: node.name,
  };
}

/** Where In rules of a port lead: the node's own address, and the virtual ones that it serves there. */
export function nodeDestinations(node: SiteNode, port: NodePort, family: AddressFamily): PartyInfo[] {
  const own = nodeParty(node, port, family);
  const wanted = family === 'v6' ? 'v6' : 'v4';
  const virtual = node.virtualAddresses
    .filter((one) => one.port === port && parseIp(one.address)?.family === wanted)
    .map((one): PartyInfo => ({
      ...noDetails,
      address: normalIp(one.address),
      natAddress: null,
      entered: one.address,
      label: `${node.name}, virtual address`,
      role: 'node',
      node: node.name,
    }));
  return own === null ? virtual : [own, ...virtual];
}

/** An endpoint as a counterpart; null when its address cannot be read (a checked site has none such). */
export function endpointParty(endpoint: SiteEndpoint, role: string, path: string): Counterpart | null {
  const address = parseEndpointAddress(endpoint.address);
  if (!address.ok) return null;
  const nat = endpoint.natAddress ?? null;
  return {
    address: formatEndpointAddress(address.value),
    natAddress: nat === null ? null : normalAddress(nat),
    entered: endpoint.address,
    label: endpoint.label ?? null,
    role,
    node: null,
    probeHosts: endpoint.probeHosts ?? [],
    sni: endpoint.sni ?? null,
    issuer: endpoint.issuer ?? null,
    public: endpoint.public ?? false,
    expect: (endpoint.expect ?? []).map(normalIp),
    family: familyOf(address.value),
    path,
  };
}

/** Two entries of one address become one; what the first leaves open the second may say. */
function merge(first: Counterpart, second: Counterpart): Counterpart {
  return {
    ...first,
    natAddress: first.natAddress ?? second.natAddress,
    label: first.label ?? second.label,
    probeHosts: first.probeHosts.length > 0 ? first.probeHosts : second.probeHosts,
    sni: first.sni ?? second.sni,
    issuer: first.issuer ?? second.issuer,
    public: first.public || second.public,
    expect: first.expect.length > 0 ? first.expect : second.expect,
  };
}

/** Parties without repetition, sorted by address as ids and digests need them. */
export function sortParties<T extends PartyInfo>(parties: readonly T[]): T[] {
  return [...parties].sort(
    (a, b) => byCodePoint(a.address, b.address) || byCodePoint(a.natAddress ?? '', b.natAddress ?? ''),
  );
}

function withoutDoubles(parties: readonly Counterpart[]): Counterpart[] {
  const byAddress = new Map<string, Counterpart>();
  for (const party of parties) {
    const before = byAddress.get(party.address);
    byAddress.set(party.address, before === undefined ? party : merge(before, party));
  }
  return [...byAddress.values()];
}

/** The site's other nodes, by the port that a rule is about. */
function siteNodes(site: Site, node: SiteNode, port: NodePort, role: string): Counterpart[] {
  return site.nodes.flatMap((other, index) => {
    if (other === node) return [];
    return (['v4', 'v6'] as const).flatMap((family) => {
      const party = nodeParty(other, port, family);
      return party === null ? [] : [{ ...party, role, family, path: `nodes[${index}].${port}` }];
    });
  });
}

/** True for any address of the node itself. */
export function isOwnAddress(node: SiteNode, address: string): boolean {
  const own = [node.lan.address, node.lan.address6, node.wan?.address, node.wan?.address6];
  return own.some(
    (text) => text !== null && text !== undefined && normalIp(text.split('/')[0] ?? '') === address,
  );
}

/** The counterparts of a node in some roles: their union, the site's other nodes where they count. */
export function counterparts(
  catalog: Catalog,
  site: Site,
  node: SiteNode,
  port: NodePort,
  roles: readonly string[],
): Counterpart[] {
  const all = roles.flatMap((role) => {
    const withNodes = catalog.roles[role]?.includesSiteNodes === true;
    const listed = (site.endpoints[role] ?? []).flatMap((endpoint, index) => {
      const party = endpointParty(endpoint, role, `endpoints.${role}[${index}]`);
      if (party === null || (withNodes && isOwnAddress(node, party.address))) return [];
      return [party];
    });
    return withNodes ? [...siteNodes(site, node, port, role), ...listed] : listed;
  });
  return sortParties(withoutDoubles(all));
}
