import { sha256Hex, utf8 } from '../../lib/digest.ts';
import type { AddressFamily } from '../../lib/endpoint-address.ts';
import { formatService, type Service } from '../../lib/service.ts';
import type { FirewallAddress, FirewallRule } from './types.ts';

/**
 * Names of a firewall's objects. A name is made of what the object holds and of nothing else, so it is the same in every
 * revision, and two objects of different content never share one. Characters: A-Z a-z 0-9 dot, hyphen, underscore.
 */

/** The first letters of every name: an engineer tells our objects from theirs. */
const prefix = 'gc';

/** The shortest common limit of names (PAN-OS, Junos: 63 characters). */
const usualLength = 63;

/** Twelve hex digits that stand for a text. */
export function shortHash(text: string): string {
  return sha256Hex(utf8(text)).slice(0, 12);
}

/** The name as it is, or its start and the hash of the whole. */
function fit(name: string, most: number): string {
  return name.length <= most ? name : `${name.slice(0, most - 15)}_x_${shortHash(name)}`;
}

/** `gc-host-10.20.5.53`, `gc-net-10.20.40.0_23`, `gc-host-2001-db8--1`, `gc-name-store.cloud.example`, `gc-wild-pds.example`. */
export function addressObjectName({ address, text }: FirewallAddress, most = usualLength): string {
  // An IPv6 address has hex digits and colons only, a DNS name none of colon and slash: no two texts give one name.
  const word = text.replace('*.', '').replaceAll(':', '-').replace('/', '_');
  const kind = { host: 'host', network: 'net', name: 'name', wildcard: 'wild' }[address.kind];
  return fit(`${prefix}-${kind}-${word}`, most);
}

/** `gc-tcp-443`, `gc-udp-8000-8010`, `gc-icmp-echo`, `gc-icmp6-echo`. */
export function serviceObjectName(service: Service, family: AddressFamily): string {
  switch (service.kind) {
    case 'port':
      return `${prefix}-${formatService(service).split('/').reverse().join('-')}`;
    case 'icmp':
      return `${prefix}-${family === 'v6' ? 'icmp6' : 'icmp'}-echo`;
  }
}

/** Name of a group of addresses by its members, in any order: `gc-group-10.20.5.53-and-1-more-3f2a9cd1e0b4`. */
export function addressGroupName(members: readonly FirewallAddress[], most = usualLength): string {
  const texts = members.map(({ text }) => text).sort();
  const [first = ''] = texts;
  const tail = `-and-${texts.length - 1}-more-${shortHash(texts.join(' '))}`;
  const stem = `${prefix}-group-${first.replace(/[^A-Za-z0-9.]/g, '-')}`;
  return `${stem.slice(0, most - tail.length)}${tail}`;
}

/** Name of a group of services by its members, in any order: `gc-services-tcp-80-and-1-more-3f2a9cd1e0b4`. */
export function serviceGroupName(
  members: readonly Service[],
  family: AddressFamily,
  most = usualLength,
): string {
  const texts = members.map((service) => serviceObjectName(service, family)).sort();
  const first = (texts[0] ?? '').slice(prefix.length + 1);
  const tail = `-and-${texts.length - 1}-more-${shortHash(texts.join(' '))}`;
  return `${`${prefix}-services-${first}`.slice(0, most - tail.length)}${tail}`;
}

/** Name of a rule by its id: `gc-dns.gdn-1.out.lan.v4.required`; `part` tells the rules apart that one line was split into. */
export function ruleObjectName(rule: FirewallRule, part: number, most = usualLength): string {
  return fit(`${prefix}-${rule.id}${part === 0 ? '' : `.part${part + 1}`}`, most);
}
