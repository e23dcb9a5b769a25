import type { Cidr, Ip } from '../lib/ip.ts';
import { contains, networkOf, parseCidr } from '../lib/ip.ts';

/** The node's own network that holds the address, or null. */
export function ownSubnetOf(ip: Ip, nodeSubnets: readonly string[]): Cidr | null {
  for (const text of nodeSubnets) {
    const subnet = parseCidr(text);
    if (subnet !== null && contains(subnet, ip)) return networkOf(subnet);
  }
  return null;
}
