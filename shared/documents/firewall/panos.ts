import type { Service } from '../../lib/service.ts';
import { quotable, ruleDescription } from './comment-lines.ts';
import { byKindOfService, exampleHost } from './in-parts.ts';
import { addressObjectName, ruleObjectName } from './object-names.ts';
import type { Dialect, FirewallAddress } from './types.ts';
import { serviceGroups, servicesName, sideName, usedObjects } from './used-objects.ts';
import { writeCommands, type CommandLanguage, type RulePart } from './zoned-config.ts';
import { byZonePairs, type ZoneNames } from './zones.ts';

/**
 * Palo Alto Networks PAN-OS 10.1 and later, `set` commands of configuration mode. Limits: names of objects and rules 63
 * characters, of zones 31. Ports are service objects with application any; a ping is the application `ping` or `ping6`,
 * which is echo only, so a rule of both is split in two.
 */
const language: CommandLanguage = {
  sign: '# ',
  zoneLength: 31,
  introduction: [
    'Palo Alto PAN-OS, configuration mode. On Panorama put "device-group NAME" behind "set", and pre-rulebase for rulebase.',
    'New rules stand last: move each before the rule that denies. Nothing is active before "commit".',
    'Names (fqdn): the firewall asks its own DNS servers for them and refreshes what it learned.',
    'Ports are written as services with application any. Where you rule by App-ID, put your applications in; keep the service.',
  ],
  preamble: [],
  limit: ({ address, text }) =>
    address.kind === 'wildcard'
      ? `A PAN-OS address object takes no wildcard names: ${text}. A URL category could match it for HTTP and TLS only, and needs an address beside it.`
      : null,
  splitAddresses: byZonePairs,
  splitServices: byKindOfService,
  define,
  permit,
  withdraw: (part) => [`delete rulebase security rules ${ruleObjectName(part.rule, part.part)}`],
  verify,
};

export const panos = {
  title: 'Palo Alto PAN-OS',
  extension: '.panos.txt',
  write: (input) => writeCommands(input, language),
} as const satisfies Dialect;

function isPing({ services }: RulePart): boolean {
  return services.every(({ kind }) => kind === 'icmp');
}

function permit(part: RulePart, zones: ZoneNames): string[] {
  const { rule } = part;
  const set = `set rulebase security rules ${ruleObjectName(rule, part.part)}`;
  const what = isPing(part)
    ? [`application ${pingApplication(part)}`, 'service application-default']
    : ['application any', `service ${servicesName(part)}`];
  return [
    `description "${ruleDescription(rule, 255)}"`,
    `from ${zones.source(part, rule)}`,
    `to ${zones.destination(part, rule)}`,
    `source ${sideName(part.from)}`,
    `destination ${sideName(part.to)}`,
    ...what,
    'action allow',
    'log-end yes',
  ].map((words) => `${set} ${words}`);
}

function pingApplication({ rule }: RulePart): string {
  return rule.family === 'v6' ? 'ping6' : 'ping';
}

function define(parts: readonly RulePart[]): string[] {
  const withPorts = parts.filter((part) => !isPing(part));
  const { addresses, groups } = usedObjects(parts);
  return [
    ...addresses.flatMap((address) => {
      const set = `set address ${addressObjectName(address)}`;
      return [
        `${set} ${addressValue(address)}`,
        ...(address.label === '' ? [] : [`${set} description "${quotable(address.label, 100)}"`]),
      ];
    }),
    ...groups.flatMap(({ name, members }) =>
      members.map((address) => `set address-group ${name} static ${addressObjectName(address)}`),
    ),
    ...usedObjects(withPorts).services.flatMap(({ name, service }) =>
      serviceValue(service).map((value) => `set service ${name} ${value}`),
    ),
    ...serviceGroups(withPorts).flatMap(({ name, members }) =>
      members.map((member) => `set service-group ${name} members ${member.name}`),
    ),
  ];
}

function addressValue({ address, text }: FirewallAddress): string {
  switch (address.kind) {
    case 'host':
      return `ip-netmask ${text}/${address.ip.family === 'v6' ? 128 : 32}`;
    case 'network':
      return `ip-netmask ${text}`;
    case 'name':
    case 'wildcard':
      return `fqdn ${text}`;
  }
}

function serviceValue(service: Service): string[] {
  if (service.kind === 'icmp') return [];
  const { transport, first, last } = service;
  return [`protocol ${transport} port ${first === last ? first : `${first}-${last}`}`];
}

function verify(part: RulePart, zones: ZoneNames): string[] {
  const [source] = part.from;
  const [target] = part.to;
  if (source === undefined || target === undefined) return [];
  const test = `test security-policy-match from ${zones.source(part, part.rule)} to ${zones.destination(part, part.rule)} source ${testAddress(source)} destination ${testAddress(target)}`;
  return part.services.map((service) => {
    switch (service.kind) {
      case 'icmp':
        return `${test} application ${pingApplication(part)} protocol ${part.rule.family === 'v6' ? 58 : 1}`;
      case 'port':
        return `${test} destination-port ${service.first} protocol ${service.transport === 'tcp' ? 6 : 17}`;
    }
  });
}

function testAddress(address: FirewallAddress): string {
  return address.address.kind === 'name' ? `ADDRESS-OF-${address.text}` : exampleHost(address);
}
