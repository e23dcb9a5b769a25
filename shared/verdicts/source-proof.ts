import type { Cidr } from '../lib/ip.ts';
import { bitsOf, contains, containsCidr, formatCidr, networkOf, parseCidr, parseIp } from '../lib/ip.ts';
import { formatEndpointAddress, parseEndpointAddress } from '../lib/endpoint-address.ts';
import type { ObservedCheck } from '../results/types.ts';
import { ownSubnetOf } from './own-subnet.ts';
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

/**
 * In rules prove something only about the source that the node really saw, and only when that source lies in the `from`
 * entry that the check stands for. Null: proven.
 */
export function whySourceIsNotProven(
  check: ObservedCheck,
  rule: RuleForVerdict,
  context: JudgeContext,
): Because | null {
  const { vantage } = check;
  if (vantage.kind === 'node') return { kind: 'wrong-vantage' };
  // A node's checks of itself never leave it.
  if (vantage.kind === 'peer' && vantage.node === rule.node) return { kind: 'wrong-vantage' };
  const entry = normalForm(vantage.coversFrom);
  const party = rule.from.find(({ address }) => address === entry);
  if (party === undefined) return { kind: 'wrong-vantage' };
  const seen = check.facts.sourceSeen;
  if (seen === null) return { kind: 'source-not-proven' };
  const ip = parseIp(seen.address);
  const network = asNetwork(entry);
  if (ip === null || network === null) return { kind: 'source-not-proven' };
  // `natAddress` is the other side's view of the entry: declared, and so no surprise.
  const declared = asNetwork(party.natAddress ?? '');
  const isDeclared = declared !== null && contains(declared, ip);
  if (!contains(network, ip) && !isDeclared) return { kind: 'source-outside', seen: seen.address, entry };
  const subnet = ownSubnetOf(ip, context.nodeSubnets);
  if (subnet !== null && !containsCidr(subnet, network)) {
    return { kind: 'source-in-own-subnet', seen: seen.address, entry, subnet: formatCidr(subnet) };
  }
  return null;
}
