import type { NodePort } from '../catalog/schema.ts';
import { parseEndpointAddress } from '../lib/endpoint-address.ts';
import type { Cidr, Ip } from '../lib/ip.ts';
import { contains, containsCidr, formatIp, networkOf, parseCidr, parseIp } from '../lib/ip.ts';
import type { PartyInfo, Rule } from '../rules/types.ts';
import type { Site, SiteNode } from '../site/schema.ts';
import type { PlannedVantage } from './types.ts';

/** A vantage for one source of an In rule, or why there is none. */
export interface InVantage {
  readonly vantage: PlannedVantage;
  readonly unable: string | null;
}

/** Who may start a check: what planning knows of the world around the checked node. */
export interface InVantages {
  readonly site: Site;
  /** The laptop's addresses; null: not known yet. */
  readonly laptop: readonly string[] | null;
  /** What an earlier plan chose where laptop and node both could; absent: chosen now. */
  readonly chosen?: 'laptop' | 'peer';
}

type Peer = Extract<PlannedVantage, { readonly kind: 'peer' }>;

interface Candidate {
  readonly vantage: Peer;
  /** The entry is this very address. */
  readonly exact: boolean;
  readonly hasSsh: boolean;
}

function covers(from: PartyInfo, address: string): boolean {
  const ip = parseIp(address);
  const entry = parseEndpointAddress(from.address);
  if (ip === null || !entry.ok) return false;
  if (entry.value.kind === 'host') return formatIp(entry.value.ip) === formatIp(ip);
  return entry.value.kind === 'network' && contains(entry.value.cidr, ip);
}

/** Addresses that a node sends from, with their ports: in One-Arm mode nothing leaves by the WAN port. */
function ownAddresses(site: Site, node: SiteNode): { readonly port: NodePort; readonly ip: Ip }[] {
  const ports = site.deployment === 'inline' ? (['lan', 'wan'] as const) : (['lan'] as const);
  return ports.flatMap((port) =>
    [node[port]?.address, node[port]?.address6].flatMap((text) => {
      const ip = text == null ? undefined : (parseCidr(text)?.ip ?? parseIp(text));
      return ip == null ? [] : [{ port, ip }];
    }),
  );
}

/** The checked node's own networks: what comes from inside them proves nothing for a source that reaches beyond. */
function ownNetworks(site: Site, node: SiteNode): Cidr[] {
  const ports = [node.lan, ...(site.deployment === 'inline' && node.wan !== undefined ? [node.wan] : [])];
  return ports
    .flatMap(({ address, address6 }) => [address, address6])
    .flatMap((text) => {
      const cidr = text === null ? null : parseCidr(text);
      return cidr === null ? [] : [networkOf(cidr)];
    });
}

/** The other nodes of the site that lie in the entry and would prove something about it, the exact source first. */
function peersIn(rule: Rule, from: PartyInfo, site: Site): Candidate[] {
  const checked = site.nodes.find(({ name }) => name === rule.node);
  if (checked === undefined) return [];
  const entry = parseEndpointAddress(from.address);
  const near = ownNetworks(site, checked);
  const provesNothing = (ip: Ip): boolean => {
    if (!entry.ok || entry.value.kind !== 'network') return false;
    const { cidr } = entry.value;
    const subnet = near.find((one) => contains(one, ip));
    return subnet !== undefined && !containsCidr(subnet, cidr);
  };
  const found = site.nodes
    .filter((node) => node !== checked)
    .flatMap((node) =>
      ownAddresses(site, node)
        .filter(({ ip }) => covers(from, formatIp(ip)) && !provesNothing(ip))
        .map(({ port, ip }): Candidate => ({
          vantage: {
            kind: 'peer',
            node: node.name,
            port,
            coversFrom: from.address,
            address: formatIp(ip),
          },
          exact: entry.ok && entry.value.kind === 'host',
          hasSsh: node.ssh !== undefined,
        })),
    );
  return [...found].sort((a, b) => Number(b.hasSsh) - Number(a.hasSsh));
}

/**
 * Where the check of an In rule for one source starts: at the very source, if that is a node of the site; else at a
 * laptop that lies in the source entry, else at another node that does. From anywhere else it would prove another rule.
 */
export function inVantage(rule: Rule, from: PartyInfo, around: InVantages): InVantage {
  const [peer] = peersIn(rule, from, around.site);
  const byLaptop = laptopVantage(rule, from, around.laptop);
  if (peer === undefined) return byLaptop;
  const byPeer: InVantage = {
    vantage: peer.vantage,
    unable: peer.hasSsh
      ? null
      : `the source is node ${peer.vantage.node}, and the site does not say how to reach it by SSH. Add "ssh" to the node.`,
  };
  if (peer.exact) return byPeer;
  if (around.chosen !== undefined) return around.chosen === 'laptop' ? byLaptop : byPeer;
  const laptopLiesThere = byLaptop.vantage.kind === 'laptop' && byLaptop.vantage.address !== null;
  return laptopLiesThere ? byLaptop : byPeer;
}

/**
 * A laptop whose address lies in the source entry.
 *
 * @param laptop the laptop's addresses; null: not known yet
 */
function laptopVantage(rule: Rule, from: PartyInfo, laptop: readonly string[] | null): InVantage {
  const none = { kind: 'laptop', coversFrom: from.address, address: null } as const;
  const source = parseEndpointAddress(from.address);
  if (source.ok && (source.value.kind === 'name' || source.value.kind === 'wildcard'))
    return {
      vantage: none,
      unable: `${from.entered} is a name; whether this laptop is meant cannot be told. Give its address to check it.`,
    };
  if (laptop === null) return { vantage: none, unable: null };
  const own = laptop.find((address) => covers(from, address));
  if (own !== undefined) {
    const ip = parseIp(own);
    return { vantage: { ...none, address: ip === null ? own : formatIp(ip) }, unable: null };
  }
  const single = source.ok && source.value.kind === 'host';
  if (laptop.length === 0)
    return {
      vantage: none,
      unable: single
        ? `The laptop has no address; only ${from.entered} itself can test this.`
        : `The laptop has no address; connect it in ${from.entered}.`,
    };
  const cure = single ? `only ${from.entered} itself can test this` : `connect it in ${from.entered}`;
  const inAnother = rule.from.some((other) => laptop.some((address) => covers(other, address)));
  const where = inAnother ? `is not in ${from.entered}` : 'is in none of the sources';
  return { vantage: none, unable: `laptop ${laptop.join(', ')} ${where}; ${cure}` };
}
