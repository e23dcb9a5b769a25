import type { Direction, NodePort } from '../catalog/schema.ts';
import { digestOf } from '../lib/digest.ts';
import type { AddressFamily } from '../lib/endpoint-address.ts';
import { byCodePoint } from '../lib/order.ts';
import { parseService, serviceSlug } from '../lib/service.ts';
import { slug } from '../lib/slug.ts';
import type { SiteNode } from '../site/schema.ts';
import type { SettledService } from '../site/settle-levels.ts';
import type { Counterpart } from './parties.ts';
import { nodeDestinations, nodeParty, sortParties } from './parties.ts';
import type { Basis, Party, PartyInfo, ProxiedService, Rule, WhyHere } from './types.ts';

/** What the rules of one entry (or custom rule), node, direction and port have in common. */
export interface RuleSeed {
  readonly entry: string;
  readonly title: string;
  readonly node: SiteNode;
  readonly direction: Direction;
  readonly port: NodePort;
  readonly portBasis: Basis;
  readonly services: readonly SettledService[];
  /** Services of which one is enough; empty: each stands by itself. */
  readonly anyOf: readonly string[];
  readonly counterparts: readonly Counterpart[];
  readonly unchecked: string | null;
  readonly temporary: boolean;
  readonly probe: string | null;
  /** See Rule. */
  readonly behindProxy?: readonly ProxiedService[];
  readonly why: WhyHere;
}

const families: readonly AddressFamily[] = ['v4', 'v6', 'name'];

function stem(seed: RuleSeed): string {
  return `${seed.entry}.${slug(seed.node.name)}.${seed.direction}.${seed.port}`;
}

function digestParties(parties: readonly Party[]): Party[] {
  return parties
    .map(({ address, natAddress }) => ({ address, natAddress }))
    .sort((a, b) => byCodePoint(a.address, b.address) || byCodePoint(a.natAddress ?? '', b.natAddress ?? ''));
}

/** SHA-256 of the RFC 8785 form of `{ id, level, from, to }`: same id, other digest means changed. */
export function ruleDigest(rule: {
  readonly id: string;
  readonly level: string;
  readonly from: readonly Party[];
  readonly to: readonly Party[];
}): string {
  return digestOf({
    id: rule.id,
    level: rule.level,
    from: digestParties(rule.from),
    to: digestParties(rule.to),
  });
}

/** A counterpart without what only the making of rules needs. */
export function plainParty(party: Counterpart): PartyInfo {
  const { address, natAddress, entered, label, role, node, probeHosts, sni, issuer, expect } = party;
  return {
    address,
    natAddress,
    entered,
    label,
    role,
    node,
    probeHosts,
    sni,
    issuer,
    public: party.public,
    expect,
  };
}

/**
 * Families that get a rule. IPv6 counterparts of a port without IPv6 get none (a notice says so); when nobody is left,
 * one rule with an empty side stays, so that nothing disappears by silence.
 */
function familiesOf(seed: RuleSeed): readonly AddressFamily[] {
  const present = families.filter(
    (family) =>
      seed.counterparts.some((party) => party.family === family) &&
      (family !== 'v6' || nodeParty(seed.node, seed.port, 'v6') !== null),
  );
  return present.length === 0 ? ['v4'] : present;
}

function makeRule(seed: RuleSeed, service: SettledService, family: AddressFamily): Rule {
  const parsed = parseService(service.service);
  const part = parsed.ok ? serviceSlug(parsed.value) : slug(service.service);
  const others = sortParties(seed.counterparts.filter((party) => party.family === family).map(plainParty));
  const own = nodeParty(seed.node, seed.port, family);
  const from = seed.direction === 'in' ? others : own === null ? [] : [own];
  const to = seed.direction === 'out' ? others : sortParties(nodeDestinations(seed.node, seed.port, family));
  const id = `${stem(seed)}.${part}.${family}`;
  return {
    id,
    digest: ruleDigest({ id, level: service.level, from, to }),
    entry: seed.entry,
    node: seed.node.name,
    title: seed.title,
    direction: seed.direction,
    port: seed.port,
    portBasis: seed.portBasis,
    service: service.service,
    family,
    level: service.level,
    levelBasis: service.levelBasis,
    from,
    to,
    group: seed.anyOf.includes(service.service) ? `${stem(seed)}.any` : null,
    unchecked: seed.unchecked,
    temporary: seed.temporary,
    probe: seed.probe,
    ...(seed.behindProxy === undefined ? {} : { behindProxy: seed.behindProxy }),
    why: seed.why,
  };
}

/** The rules of a seed: one for each service and family. */
export function makeRules(seed: RuleSeed): Rule[] {
  const present = familiesOf(seed);
  return seed.services.flatMap((service) => present.map((family) => makeRule(seed, service, family)));
}
