import { parseEndpointAddress } from '../lib/endpoint-address.ts';
import type { Cidr } from '../lib/ip.ts';
import { contains, containsCidr, networkOf, parseCidr } from '../lib/ip.ts';
import type { Site } from '../site/schema.ts';
import { portOf } from './parties.ts';
import type { Flow, PartyInfo, Rule } from './types.ts';

function subnetsOf(site: Site, rule: Rule): Cidr[] {
  const node = site.nodes.find((one) => one.name === rule.node);
  const port = node === undefined ? undefined : portOf(node, rule.port);
  return [port?.address, port?.address6].flatMap((text) => {
    const cidr = text === null || text === undefined ? null : parseCidr(text);
    return cidr === null ? [] : [networkOf(cidr)];
  });
}

function liesIn(subnet: Cidr, address: string): boolean {
  const parsed = parseEndpointAddress(address);
  if (!parsed.ok) return false;
  switch (parsed.value.kind) {
    case 'host':
      return contains(subnet, parsed.value.ip);
    case 'network':
      return containsCidr(subnet, parsed.value.cidr);
    case 'name':
    case 'wildcard':
      return false;
  }
}

/** A rule's flows: each source with each destination. */
export function flowsOf(site: Site, rule: Rule): Flow[] {
  const subnets = subnetsOf(site, rule);
  const isLocal = (party: PartyInfo): readonly Cidr[] =>
    subnets.filter((subnet) => liesIn(subnet, party.address));
  const local = new Map([...rule.from, ...rule.to].map((party) => [party, isLocal(party)]));
  return rule.from.flatMap((from) =>
    rule.to.map((to): Flow => {
      const key = `${from.address}>${to.address}`;
      return {
        id: `${rule.id}#${key}`,
        rule: rule.id,
        from,
        to,
        key: `${key} ${rule.service}`,
        sameSubnet: (local.get(from) ?? []).some((subnet) => local.get(to)?.includes(subnet) === true),
      };
    }),
  );
}
