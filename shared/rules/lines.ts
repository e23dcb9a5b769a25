import type { Direction, Level, NodePort } from '../catalog/schema.ts';
import type { AddressFamily } from '../lib/endpoint-address.ts';
import { unique } from '../lib/order.ts';
import { parseService } from '../lib/service.ts';
import { slug } from '../lib/slug.ts';
import type { Basis, Flow, PartyInfo, Rule, RuleSet, WhyHere } from './types.ts';

export type LineProtocol = 'tcp' | 'udp' | 'icmp';

/** The services of a line in one protocol, e.g. TCP `80`, `443`. ICMP has no ports. */
export interface LineServices {
  readonly protocol: LineProtocol;
  /** Ports and ranges in order, e.g. `80`, `8000-8010`. */
  readonly ports: readonly string[];
}

/** A row of the request form: rules that share everything but the service. */
export interface Line {
  /** E.g. `object-store.gdn-1.out.wan.v4.required`. */
  readonly id: string;
  readonly entry: string;
  readonly node: string;
  readonly title: string;
  readonly direction: Direction;
  readonly port: NodePort;
  readonly portBasis: Basis;
  readonly family: AddressFamily;
  readonly level: Level;
  readonly levelBasis: Basis;
  /** Without those in the node's own subnet. Empty: to be supplied, never "any". */
  readonly from: readonly PartyInfo[];
  readonly to: readonly PartyInfo[];
  /** In normal form, in the entry's order. */
  readonly services: readonly string[];
  readonly protocols: readonly LineServices[];
  /** Rules that a decision on this line counts for. */
  readonly rules: readonly string[];
  /** Rules of the site's other nodes whose flows this line prints too: one decision covers both. */
  readonly mirrors: readonly string[];
  /** Stem of the any-of groups, when one of the services is enough. */
  readonly group: string | null;
  readonly temporary: boolean;
  readonly unchecked: string | null;
  readonly why: WhyHere;
}

/** The request's view of a rule set. */
export interface Consolidation {
  /** In the order of the rules. */
  readonly lines: readonly Line[];
  /** Flows inside a node's own subnet: no firewall rule expected, not asked for. */
  readonly sameSubnet: readonly Flow[];
}

/** A rule with the flows that the request leaves to other places taken out. */
interface PrintedRule {
  readonly rule: Rule;
  readonly from: readonly PartyInfo[];
  readonly to: readonly PartyInfo[];
  readonly mirrors: readonly string[];
}

/**
 * A's Out and B's In are one flow between two nodes of the site: printed once, at the node that starts it.
 * Gives, by flow key, the In flows that an Out flow of the same entry prints.
 */
function mirroredFlows(ruleSet: RuleSet): Map<string, { readonly out: Flow; readonly in: Flow }> {
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const keyOf = (flow: Flow): string => `${rules.get(flow.rule)?.entry ?? ''} ${flow.key}`;
  const internal = ruleSet.flows.filter((flow) => flow.from.node !== null && flow.to.node !== null);
  const out = new Map(
    internal.filter((flow) => rules.get(flow.rule)?.direction === 'out').map((flow) => [keyOf(flow), flow]),
  );
  const pairs = new Map<string, { out: Flow; in: Flow }>();
  for (const flow of internal) {
    const twin = rules.get(flow.rule)?.direction === 'in' ? out.get(keyOf(flow)) : undefined;
    if (twin !== undefined) pairs.set(flow.id, { out: twin, in: flow });
  }
  return pairs;
}

/** The rules with the flows that are left to print; a rule without a side is kept as it is. */
function printedRules(ruleSet: RuleSet): PrintedRule[] {
  const mirrored = mirroredFlows(ruleSet);
  const mirrors = new Map<string, string[]>();
  for (const { out, in: twin } of mirrored.values())
    mirrors.set(out.rule, [...(mirrors.get(out.rule) ?? []), twin.rule]);
  const byRule = new Map<string, Flow[]>();
  for (const flow of ruleSet.flows) {
    const before = byRule.get(flow.rule);
    if (before === undefined) byRule.set(flow.rule, [flow]);
    else before.push(flow);
  }
  return ruleSet.rules.flatMap((rule): PrintedRule[] => {
    const own = { rule, mirrors: unique(mirrors.get(rule.id) ?? []) };
    if (rule.from.length === 0 || rule.to.length === 0) return [{ ...own, from: rule.from, to: rule.to }];
    const left = (byRule.get(rule.id) ?? []).filter((flow) => !flow.sameSubnet && !mirrored.has(flow.id));
    return rectangles(rule, left).map((sides) => ({ ...own, ...sides }));
  });
}

/**
 * The flows of a rule as few blocks of sources x destinations. One block would ask for more than the flows when a source
 * shares the subnet with one of the node's addresses and not with another.
 */
function rectangles(rule: Rule, flows: readonly Flow[]): Pick<PrintedRule, 'from' | 'to'>[] {
  const destinations = new Map<string, Set<string>>();
  for (const { from, to } of flows) {
    const known = destinations.get(from.address);
    if (known === undefined) destinations.set(from.address, new Set([to.address]));
    else known.add(to.address);
  }
  const blocks = new Map<string, { from: PartyInfo[]; to: readonly PartyInfo[] }>();
  for (const party of rule.from) {
    const reached = destinations.get(party.address);
    if (reached === undefined) continue;
    const to = rule.to.filter(({ address }) => reached.has(address));
    const key = to.map(({ address }) => address).join(' ');
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, { from: [party], to });
    else block.from.push(party);
  }
  return [...blocks.values()];
}

/** Services by protocol, as a cell of the form shows them. */
export function protocolsOf(services: readonly string[]): LineServices[] {
  const ports: Record<LineProtocol, string[]> = { tcp: [], udp: [], icmp: [] };
  const used = new Set<LineProtocol>();
  for (const text of services) {
    const service = parseService(text);
    if (!service.ok) continue;
    if (service.value.kind === 'icmp') used.add('icmp');
    else {
      used.add(service.value.transport);
      ports[service.value.transport].push(text.split('/')[0] ?? text);
    }
  }
  return (['tcp', 'udp', 'icmp'] as const)
    .filter((protocol) => used.has(protocol))
    .map((protocol) => ({ protocol, ports: ports[protocol] }));
}

function lineId(rule: Rule): string {
  return [rule.entry, slug(rule.node), rule.direction, rule.port, rule.family, rule.level].join('.');
}

function sideKey(parties: readonly PartyInfo[]): string {
  return parties.map((party) => `${party.address}=${party.natAddress ?? ''}`).join(',');
}

function makeLine(id: string, printed: readonly PrintedRule[], first: PrintedRule): Line {
  const { rule } = first;
  const services = printed.map((one) => one.rule.service);
  const bases = printed.map((one) => one.rule.levelBasis);
  return {
    id,
    entry: rule.entry,
    node: rule.node,
    title: rule.title,
    direction: rule.direction,
    port: rule.port,
    portBasis: rule.portBasis,
    family: rule.family,
    level: rule.level,
    levelBasis: (['assumed', 'chosen'] as const).find((basis) => bases.includes(basis)) ?? 'source',
    from: first.from,
    to: first.to,
    services,
    protocols: protocolsOf(services),
    rules: printed.map((one) => one.rule.id),
    mirrors: unique(printed.flatMap((one) => one.mirrors)),
    group: printed.every((one) => one.rule.group === rule.group) ? rule.group : null,
    temporary: rule.temporary,
    unchecked: rule.unchecked,
    why: rule.why,
  };
}

/** The consolidated view: lines of the request, and what it does not ask for. */
export function consolidate(ruleSet: RuleSet): Consolidation {
  const byContent = new Map<string, { id: string; first: PrintedRule; printed: PrintedRule[] }>();
  const used = new Map<string, number>();
  for (const printed of printedRules(ruleSet)) {
    const id = lineId(printed.rule);
    const key = `${id} ${sideKey(printed.from)} ${sideKey(printed.to)}`;
    const before = byContent.get(key);
    if (before !== undefined) {
      before.printed.push(printed);
      continue;
    }
    // Rules of one tuple with other parties (one entry partly through a proxy): a line of their own.
    const count = (used.get(id) ?? 0) + 1;
    used.set(id, count);
    byContent.set(key, { id: count === 1 ? id : `${id}.${count}`, first: printed, printed: [printed] });
  }
  return {
    lines: [...byContent.values()].map(({ id, first, printed }) => makeLine(id, printed, first)),
    sameSubnet: ruleSet.flows.filter((flow) => flow.sameSubnet),
  };
}
