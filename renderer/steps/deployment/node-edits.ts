import { formatIp, networkOf, parseCidr } from '../../../shared/lib/ip.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';

export type DraftNode = SiteFile['nodes'][number];

/** Changes one node of a draft. */
export function withNode(site: SiteFile, index: number, change: (node: DraftNode) => DraftNode): SiteFile {
  return { ...site, nodes: site.nodes.map((node, at) => (at === index ? change(node) : node)) };
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
