import type { Cidr, Ip } from '../lib/ip.ts';
import { bitsOf, contains, containsCidr, formatCidr, networkOf, parseCidr, parseIp } from '../lib/ip.ts';
import { formatEndpointAddress, parseEndpointAddress } from '../lib/endpoint-address.ts';
import type { ObservedCheck } from '../results/types.ts';
import type { Because } from './ruling.ts';
import type { JudgeContext, RuleForVerdict } from './types.ts';

/** A host or a network as a network; null for names, whose addresses nobody proves here. */
function asNetwork(text: string): Cidr | null {
  const ip = parseIp(text);
  if (ip !== null) return { ip, prefix: bitsOf(ip.family) };
  const cidr = parseCidr(text);
  return cidr === null ? null : networkOf(cidr);
}

function normalForm(text: string): string {
  const address = parseEndpointAddress(text);
  return address.ok ? formatEndpointAddress(address.value) : text;
}

/** The node's own network that holds the address, or null. */
export function ownSubnetOf(ip: Ip, nodeSubnets: readonly string[]): Cidr | null {
  for (const text of nodeSubnets) {
    const subnet = parseCidr(text);
    if (subnet !== null && contains(subnet, ip)) return networkOf(subnet);
  }
  return null;
}

/**
 * In rules prove something only about the source that the node really saw, and only when that source lies in the `from`
 * entry that the check stands for. Null: proven.
 */
export function whySourceIsNotProven(
  check: ObservedCheck,
  rule: RuleForVerdict,
  context: JudgeContext,
): Because | null {
  if (check.vantage.kind !== 'laptop') return { kind: 'wrong-vantage' };
  const entry = normalForm(check.vantage.coversFrom);
  if (!rule.from.some((party) => party.address === entry)) return { kind: 'wrong-vantage' };
  const seen = check.facts.sourceSeen;
  if (seen === null) return { kind: 'source-not-proven' };
  const ip = parseIp(seen.address);
  const network = asNetwork(entry);
  if (ip === null || network === null) return { kind: 'source-not-proven' };
  if (!contains(network, ip)) return { kind: 'source-outside', seen: seen.address, entry };
  const subnet = ownSubnetOf(ip, context.nodeSubnets);
  if (subnet !== null && !containsCidr(subnet, network)) {
    return { kind: 'source-in-own-subnet', seen: seen.address, entry, subnet: formatCidr(subnet) };
  }
  return null;
}
