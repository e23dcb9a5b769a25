import { parseEndpointAddress } from '../lib/endpoint-address.ts';
import { contains, formatIp, parseIp } from '../lib/ip.ts';
import type { PartyInfo, Rule } from '../rules/types.ts';
import type { PlannedVantage } from './types.ts';

/** A laptop vantage for one source of an In rule, or why there is none. */
export interface LaptopVantage {
  readonly vantage: PlannedVantage;
  readonly unable: string | null;
}

function covers(from: PartyInfo, laptopAddress: string): boolean {
  const ip = parseIp(laptopAddress);
  const entry = parseEndpointAddress(from.address);
  if (ip === null || !entry.ok) return false;
  if (entry.value.kind === 'host') return formatIp(entry.value.ip) === formatIp(ip);
  return entry.value.kind === 'network' && contains(entry.value.cidr, ip);
}

/**
 * In checks start at a laptop whose address lies in the source entry: from anywhere else they would prove another rule.
 *
 * @param laptop the laptop's addresses; null: not known yet
 */
export function laptopVantage(rule: Rule, from: PartyInfo, laptop: readonly string[] | null): LaptopVantage {
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
  if (from.node !== null)
    return {
      vantage: none,
      unable: `the source is node ${from.node} itself, and this version starts no check of one node at another; where the Out check of ${from.node} for the same flow passes, attest this rule with it`,
    };
  if (laptop.length === 0)
    return { vantage: none, unable: `The laptop has no address; connect it in ${from.entered}.` };
  const single = source.ok && source.value.kind === 'host';
  const cure = single ? `only ${from.entered} itself can test this` : `connect it in ${from.entered}`;
  const inAnother = rule.from.some((other) => laptop.some((address) => covers(other, address)));
  const where = inAnother ? `is not in ${from.entered}` : 'is in none of the sources';
  return { vantage: none, unable: `laptop ${laptop.join(', ')} ${where}; ${cure}` };
}
