import { parseEndpointAddress } from '../lib/endpoint-address.ts';
import { addressesOf, formatIp, sizeOf } from '../lib/ip.ts';
import { unique } from '../lib/order.ts';
import type { Service } from '../lib/service.ts';
import type { PartyInfo } from '../rules/types.ts';
import type { CheckTarget } from './types.ts';

/** A host to dial for an endpoint. */
export interface TargetHost {
  readonly host: string;
  /** `1 of a /24`, when the host stands for more; null: it is the endpoint, or one of all its addresses. */
  readonly standsFor: string | null;
  /** Why it cannot be dialled; null: it can. */
  readonly unable: string | null;
}

/** A network is checked whole up to this many addresses; larger ones are never swept. */
const wholeNetwork = 4n;

function normalHost(text: string): string {
  const address = parseEndpointAddress(text);
  return address.ok && address.value.kind === 'host' ? formatIp(address.value.ip) : text.toLowerCase();
}

/** The hosts that stand for an endpoint in an Out check. At least one. */
export function targetHosts(party: PartyInfo): TargetHost[] {
  const address = parseEndpointAddress(party.address);
  if (!address.ok) return [{ host: party.address, standsFor: null, unable: address.error }];
  const { value } = address;
  if (value.kind === 'host' || value.kind === 'name')
    return [{ host: party.address, standsFor: null, unable: null }];
  const whole = value.kind === 'network' ? `/${value.cidr.prefix}` : value.name;
  const standsFor = value.kind === 'network' ? `1 of a ${whole}` : `1 of ${whole}`;
  if (party.probeHosts.length > 0)
    return unique(party.probeHosts.map(normalHost)).map((host) => ({ host, standsFor, unable: null }));
  if (value.kind === 'network' && sizeOf(value.cidr) <= wholeNetwork)
    return addressesOf(value.cidr).map((ip) => ({ host: formatIp(ip), standsFor: null, unable: null }));
  const what = value.kind === 'network' ? 'a network, and networks are never swept' : 'a pattern, not a name';
  const unable = `${party.entered} is ${what}. Name a host in it (probeHosts) to check it there.`;
  return [{ host: party.address, standsFor: null, unable }];
}

/** Ports of a service that are tried: one, or of a range the first and the last; null for ICMP. */
export function targetPorts(service: Service): readonly (number | null)[] {
  if (service.kind === 'icmp') return [null];
  return service.first === service.last ? [service.first] : [service.first, service.last];
}

/** The target of a check: a host and a port of a service. */
export function makeTarget(
  entered: string,
  host: string,
  port: number | null,
  service: Service,
): CheckTarget {
  return { entered, host, port, protocol: service.kind === 'icmp' ? 'icmp' : service.transport };
}

/** `10.20.5.53:53`, `[2001:db8::1]:53`, `10.20.0.10:icmp`. */
export function formatTarget(target: CheckTarget): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host;
  return `${host}:${target.port ?? 'icmp'}`;
}
