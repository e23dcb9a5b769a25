import { formatIp, networkOf, parseCidr, parseIp } from '../../../shared/lib/ip.ts';
import type { NodePort } from '../../../shared/catalog/schema.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

export type DraftNode = SiteFile['nodes'][number];

/** Changes one node of a draft. */
export function withNode(site: SiteFile, index: number, change: (node: DraftNode) => DraftNode): SiteFile {
  return { ...site, nodes: site.nodes.map((node, at) => (at === index ? change(node) : node)) };
}

type PortText = 'address' | 'gateway' | 'natAddress' | 'address6' | 'gateway6';

/** Writes one text of a port. What is emptied is not given, except the address, which every port has. */
export function withPortText(node: DraftNode, port: NodePort, key: PortText, text: string): DraftNode {
  const value = key === 'address' ? text : text.trim() === '' ? null : text;
  return { ...node, [port]: { ...(node[port] ?? { address: '' }), [key]: value } };
}

/** A pair knows of each other: the peer gets this node as its own, and whoever was paired with either of them none. */
export function withHaPeer(site: SiteFile, index: number, peer: string | null): SiteFile {
  const own = site.nodes[index]?.name;
  if (own === undefined) return site;
  return {
    ...site,
    nodes: site.nodes.map((node, at) => {
      if (at === index) return { ...node, haPeer: peer };
      if (node.name === peer) return { ...node, haPeer: own };
      const left = node.haPeer === own || (peer !== null && node.haPeer === peer);
      return left ? { ...node, haPeer: null } : node;
    }),
  };
}

/** In Inline mode each node has a WAN port to fill in. Settings of a port that is not used are kept. */
export function withWanPorts(site: SiteFile): SiteFile {
  if (site.deployment !== 'inline') return site;
  return {
    ...site,
    nodes: site.nodes.map((node) => (node.wan === undefined ? { ...node, wan: { address: '' } } : node)),
  };
}

/** The first free name of the form `node-N`. */
function freeName(site: SiteFile): string {
  const names = new Set(site.nodes.map((node) => node.name.toLowerCase()));
  let number = site.nodes.length + 1;
  while (names.has(`node-${number}`)) number += 1;
  return `node-${number}`;
}

export function withNewNode(site: SiteFile): SiteFile {
  const node: DraftNode = { name: freeName(site), lan: { address: '' } };
  return withWanPorts({ ...site, nodes: [...site.nodes, node] });
}

/** Removes a node, and the mention of it as a peer. */
export function withoutNode(site: SiteFile, index: number): SiteFile {
  const name = site.nodes[index]?.name;
  return {
    ...site,
    nodes: site.nodes
      .filter((_node, at) => at !== index)
      .map((node) => (node.haPeer === name ? { ...node, haPeer: null } : node)),
  };
}

/** The first host of the subnet, as a suggestion for its gateway; null when there is no subnet yet. */
export function suggestedGateway(address: string): string | null {
  const own = parseCidr(address);
  if (own === null || own.ip.family !== 'v4' || own.prefix > 30) return null;
  const first = networkOf(own).ip.value + 1n;
  if (first === own.ip.value) return null;
  return formatIp({ family: 'v4', value: first });
}

/** An address without its prefix, with the prefix of nearly every subnet: a suggestion, never filled in by itself. */
export function suggestedAddress(address: string): string | null {
  const text = address.trim();
  const ip = parseIp(text);
  return ip === null || ip.family !== 'v4' ? null : `${text}/24`;
}
