import { formatIp } from '../../lib/ip.ts';
import type { Service } from '../../lib/service.ts';
import { quotable, ruleDescription } from './comment-lines.ts';
import { exampleHost } from './in-parts.ts';
import { addressObjectName } from './object-names.ts';
import type { Dialect, FirewallAddress, FirewallRule } from './types.ts';
import { serviceGroups, servicesName, sideName, usedObjects } from './used-objects.ts';
import { writeCommands, type CommandLanguage, type RulePart } from './zoned-config.ts';
import { bySourceZone, type ZoneNames } from './zones.ts';

/**
 * Cisco ASA 9.x. Limits: object names 64 characters, interface names 48, remarks 100 (Cisco ASA Firewall CLI configuration
 * guide, "Objects for Access Control", "Access Control Lists"). An access list applies to what enters by an interface, so a
 * rule is split by the zone of its sources only.
 */
const language: CommandLanguage = {
  sign: '! ',
  zoneLength: 48,
  introduction: [
    'Cisco ASA 9.x, configuration mode. The lists are ZONE_access_in, the interfaces (nameif) are the zones: put in your own names.',
    'Nothing here binds a list to an interface: the list that is bound already has to get these entries, before its last deny.',
    'Names (fqdn): the ASA asks its own DNS servers for them; it needs dns domain-lookup and a DNS server-group.',
    'Replies to a ping pass only where "inspect icmp" is on in the service policy.',
  ],
  preamble: [],
  limit: ({ address, text }) =>
    address.kind === 'wildcard' ? `An access list of an ASA takes no wildcard names: ${text}.` : null,
  splitAddresses: bySourceZone,
  splitServices: (services) => [services],
  define,
  permit: (part, zones) => [
    `access-list ${listName(part, zones)} remark ${ruleDescription(part.rule, 100)}`,
    entry(part, zones),
  ],
  withdraw: (part, zones) => [
    `no ${entry(part, zones)}`,
    `! Only if no other rule needs the same entry. Its remark: show running-config access-list | include ${part.rule.id}`,
  ],
  verify,
};

export const asa = {
  title: 'Cisco ASA',
  extension: '.asa.txt',
  write: (input) => writeCommands(input, language),
} as const satisfies Dialect;

/** A list that nobody named stands there as two words: the device refuses the command. */
function listName(part: RulePart, zones: ZoneNames): string {
  const zone = zones.source(part, part.rule);
  return zone.startsWith('PLACEHOLDER') ? `${zone} your-list` : `${zone}_access_in`;
}

function entry(part: RulePart, zones: ZoneNames): string {
  const { from, to, services } = part;
  const what = words(services, servicesName(part));
  return `access-list ${listName(part, zones)} extended permit ${what} ${words(from, sideName(from))} ${words(to, sideName(to))} log`;
}

function words(kind: readonly unknown[], name: string): string {
  return `${kind.length === 1 ? 'object' : 'object-group'} ${name}`;
}

function define(parts: readonly RulePart[]): string[] {
  const { addresses, groups, services } = usedObjects(parts);
  return [
    ...addresses.flatMap((address) => [
      `object network ${addressObjectName(address)}`,
      ` ${addressValue(address)}`,
      ...(address.label === '' ? [] : [` description ${quotable(address.label, 100)}`]),
    ]),
    ...groups.flatMap(({ name, members }) => [
      `object-group network ${name}`,
      ...members.map((address) => ` network-object object ${addressObjectName(address)}`),
    ]),
    ...services.flatMap(({ name, service, family }) => [
      `object service ${name}`,
      ` service ${serviceValue(service, family)}`,
    ]),
    ...serviceGroups(parts).flatMap(({ name, members }) => [
      `object-group service ${name}`,
      ...members.map((member) => ` service-object object ${member.name}`),
    ]),
  ];
}

function addressValue({ address, text }: FirewallAddress): string {
  switch (address.kind) {
    case 'host':
      return `host ${text}`;
    case 'network':
      return address.cidr.ip.family === 'v6'
        ? `subnet ${text}`
        : `subnet ${formatIp(address.cidr.ip)} ${netmask(address.cidr.prefix)}`;
    case 'name':
    case 'wildcard':
      // Rules to names are rules of the node's IPv4 address.
      return `fqdn v4 ${text}`;
  }
}

function netmask(prefix: number): string {
  return formatIp({ family: 'v4', value: (0xffffffffn << BigInt(32 - prefix)) & 0xffffffffn });
}

function serviceValue(service: Service, family: FirewallRule['family']): string {
  switch (service.kind) {
    case 'icmp':
      return family === 'v6' ? 'icmp6 128' : 'icmp echo';
    case 'port':
      return service.first === service.last
        ? `${service.transport} destination eq ${service.first}`
        : `${service.transport} destination range ${service.first} ${service.last}`;
  }
}

function verify(part: RulePart, zones: ZoneNames): string[] {
  const [source] = part.from;
  const [target] = part.to;
  if (source === undefined || target === undefined) return [];
  const from = endpointWords(source);
  const to = endpointWords(target);
  const input = `packet-tracer input ${zones.source(part, part.rule)}`;
  return part.services.map((service) => {
    switch (service.kind) {
      case 'icmp':
        return `${input} icmp ${from} ${part.rule.family === 'v6' ? 128 : 8} 0 ${to}`;
      case 'port':
        return `${input} ${service.transport} ${from} 49152 ${to} ${service.first}`;
    }
  });
}

function endpointWords(address: FirewallAddress): string {
  return address.address.kind === 'name' ? `fqdn ${address.text}` : exampleHost(address);
}
