import { formatIp, sizeOf } from '../../lib/ip.ts';
import { unique } from '../../lib/order.ts';
import type { Service } from '../../lib/service.ts';
import type { FirewallAddress, FirewallConfigInput, FirewallRule, NotExpressed } from './types.ts';

/** What a dialect cannot say of an address, as a sentence; null: it can. */
export type AddressLimit = (
  address: FirewallAddress,
  side: 'from' | 'to',
  rule: FirewallRule,
) => string | null;

/** A rule without the addresses that a dialect has no words for. */
export interface Sayable {
  /** Null: nothing of it is left. */
  readonly rule: FirewallRule | null;
  readonly notExpressed: readonly NotExpressed[];
}

/** Takes out what cannot be said. A rule that loses a whole side is gone: it never becomes one to "any". */
export function sayable(rule: FirewallRule, limit: AddressLimit): Sayable {
  const reasons: string[] = [];
  const keep = (addresses: readonly FirewallAddress[], side: 'from' | 'to'): FirewallAddress[] =>
    addresses.filter((address) => {
      const reason = limit(address, side, rule);
      if (reason !== null) reasons.push(reason);
      return reason === null;
    });
  const left = { ...rule, from: keep(rule.from, 'from'), to: keep(rule.to, 'to') };
  return {
    rule: left.from.length === 0 || left.to.length === 0 ? null : left,
    notExpressed: unique(reasons).map((reason) => ({ id: rule.id, number: rule.number, reason })),
  };
}

/** Removals before additions: a changed rule is both, under one name. */
export function removalsFirst({ rules }: FirewallConfigInput): FirewallRule[] {
  return [
    ...rules.filter(({ change }) => change === 'remove'),
    ...rules.filter(({ change }) => change === 'add'),
  ];
}

/** The ports and the pings of a rule apart, for devices that take no list of both. */
export function byKindOfService(services: readonly Service[]): Service[][] {
  const pings = services.filter(({ kind }) => kind === 'icmp');
  const ports = services.filter(({ kind }) => kind === 'port');
  return [ports, pings].filter((list) => list.length > 0);
}

/** Each value once, by its key, in order of first use. */
export function distinctBy<T>(values: Iterable<T>, key: (value: T) => string): T[] {
  const seen = new Map<string, T>();
  for (const value of values) if (!seen.has(key(value))) seen.set(key(value), value);
  return [...seen.values()];
}

/** A single address out of it, for a test command: a host as it is, the first usable one of a network, a name as it is. */
export function exampleHost({ address, text }: FirewallAddress): string {
  if (address.kind !== 'network') return text;
  const { ip } = address.cidr;
  return formatIp({ ...ip, value: ip.value + (sizeOf(address.cidr) > 2n ? 1n : 0n) });
}
