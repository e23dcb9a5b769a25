import type { Service } from '../../lib/service.ts';
import { distinctBy, type Sayable } from './in-parts.ts';
import type { FirewallAddress, FirewallRule } from './types.ts';

/** What the languages of clouds and of MUD have in common: they are written from the node's side, and take networks. */

/** A service that has ports. */
type PortService = Extract<Service, { kind: 'port' }>;

/** `10.20.5.53/32`: the cloud providers take networks only. Null: a name. */
export function cidrText({ address, text: normal }: FirewallAddress): string | null {
  switch (address.kind) {
    case 'host':
      return `${normal}/${address.ip.family === 'v4' ? 32 : 128}`;
    case 'network':
      return normal;
    case 'name':
    case 'wildcard':
      return null;
  }
}

/**
 * The rule as the node's own side sees it, and, where the counterpart is another node of the site, as that one does: a
 * flow between two nodes is one line, but each node's group has to permit it.
 */
export interface SidedRule {
  /** The node whose group or interface it is written for. */
  readonly node: string;
  readonly direction: 'in' | 'out';
  readonly rule: FirewallRule;
}

export function sidesOf(rule: FirewallRule): SidedRule[] {
  const [far, other] = rule.direction === 'out' ? (['to', 'in'] as const) : (['from', 'out'] as const);
  const nodes = [...new Set(rule[far].flatMap(({ node }) => node ?? []))];
  return [
    { node: rule.node, direction: rule.direction, rule },
    ...nodes.map((node): SidedRule => ({
      node,
      direction: other,
      rule: { ...rule, [far]: rule[far].filter((address) => address.node === node) },
    })),
  ];
}

/** A rule of a cloud that cannot tell echo from any other ICMP: without the pings, which stay a sentence. */
export function withoutPings(said: Sayable, source: FirewallRule, cloud: string): Sayable {
  if (source.services.every(({ kind }) => kind === 'port')) return said;
  const services = said.rule?.services.filter(({ kind }) => kind === 'port') ?? [];
  const reason = `${cloud} permits all of ICMP or none of it, and the request asks for echo only.`;
  return {
    rule: said.rule === null || services.length === 0 ? null : { ...said.rule, services },
    notExpressed: [...said.notExpressed, { id: source.id, number: source.number, reason }],
  };
}

/** The first ports of each transport: what a test of one packet can be made with. */
export function onePortOfEach({ services }: FirewallRule): PortService[] {
  const ports = services.flatMap((service) => (service.kind === 'port' ? [service] : []));
  return distinctBy(ports, ({ transport }) => transport);
}

/** What people call the addresses of a rule: Terraform has lists of addresses, and no objects with names. */
export function namesOf({ from, to }: FirewallRule): string[] {
  const named = [...from, ...to].filter(({ label }) => label !== '');
  const names = named.map(({ text: address, label }) => `${address} ${label}`);
  return names.length === 0 ? [] : [`Names: ${names.join(', ')}`];
}
