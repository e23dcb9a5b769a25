import { quotable, ruleDescription } from './comment-lines.ts';
import { exampleHost } from './in-parts.ts';
import { addressObjectName, ruleObjectName } from './object-names.ts';
import type { Dialect, FirewallAddress } from './types.ts';
import { servicesOf, sideName, usedObjects, type UsedService } from './used-objects.ts';
import { writeCommands, type CommandLanguage, type RulePart } from './zoned-config.ts';
import { byZonePairs, type ZoneNames } from './zones.ts';

/**
 * Juniper SRX, Junos `set` commands of configuration mode. Limits: names 63 characters, of policies without dots
 * (Juniper, "Applications" and "Security policies" statement hierarchies). Policies stand between two zones, so a rule is
 * split by pairs of zones.
 */
const language: CommandLanguage = {
  sign: '# ',
  zoneLength: 63,
  introduction: [
    'Juniper SRX, configuration mode; "load set terminal" takes it whole. Nothing is active before "commit".',
    'Addresses stand in the global address book. A device whose zones have address books of their own takes them there instead.',
    'New policies stand last between their zones: insert each before the policy that denies.',
    'Names (dns-name): the SRX asks its own DNS servers for them.',
  ],
  preamble: [],
  limit: ({ address, text }) =>
    address.kind === 'wildcard' ? `An SRX address book takes no wildcard names: ${text}.` : null,
  splitAddresses: byZonePairs,
  splitServices: (services) => [services],
  define,
  permit,
  withdraw: (part, zones) => [`delete ${policy(part, zones)}`],
  verify,
};

export const junos = {
  title: 'Juniper SRX',
  extension: '.junos.txt',
  write: (input) => writeCommands(input, language),
} as const satisfies Dialect;

function policy(part: RulePart, zones: ZoneNames): string {
  const { rule } = part;
  return `security policies from-zone ${zones.source(part, rule)} to-zone ${zones.destination(part, rule)} policy ${policyName(part)}`;
}

/** A line id has no underscore, so no two names become one. */
function policyName({ rule, part }: RulePart): string {
  return ruleObjectName(rule, part).replaceAll('.', '_');
}

function permit(part: RulePart, zones: ZoneNames): string[] {
  return [
    `description "${ruleDescription(part.rule, 255)}"`,
    `match source-address ${sideName(part.from)}`,
    `match destination-address ${sideName(part.to)}`,
    ...servicesOf(part).map(({ name }) => `match application ${name}`),
    'then permit',
    'then log session-close',
  ].map((words) => `set ${policy(part, zones)} ${words}`);
}

function define(parts: readonly RulePart[]): string[] {
  const { addresses, groups, services } = usedObjects(parts);
  const book = 'set security address-book global';
  return [
    ...addresses.flatMap((address) => {
      const set = `${book} address ${addressObjectName(address)}`;
      return [
        `${set} ${addressValue(address)}`,
        ...(address.label === '' ? [] : [`${set} description "${quotable(address.label, 100)}"`]),
      ];
    }),
    ...groups.flatMap(({ name, members }) =>
      members.map((address) => `${book} address-set ${name} address ${addressObjectName(address)}`),
    ),
    ...services.flatMap((used) =>
      serviceLines(used).map((line) => `set applications application ${used.name} ${line}`),
    ),
  ];
}

function addressValue({ address, text }: FirewallAddress): string {
  switch (address.kind) {
    case 'host':
      return `${text}/${address.ip.family === 'v6' ? 128 : 32}`;
    case 'network':
      return text;
    case 'name':
    case 'wildcard':
      // Rules to names are rules of the node's IPv4 address.
      return `dns-name ${text} ipv4-only`;
  }
}

function serviceLines({ service, family }: UsedService): string[] {
  switch (service.kind) {
    case 'icmp':
      return family === 'v6'
        ? ['protocol icmp6', 'icmp6-type 128', 'icmp6-code 0']
        : ['protocol icmp', 'icmp-type 8', 'icmp-code 0'];
    case 'port': {
      const { transport, first, last } = service;
      return [`protocol ${transport}`, `destination-port ${first === last ? first : `${first}-${last}`}`];
    }
  }
}

function verify(part: RulePart, zones: ZoneNames): string[] {
  const [source] = part.from;
  const [target] = part.to;
  if (source === undefined || target === undefined) return [];
  const between = `from-zone ${zones.source(part, part.rule)} to-zone ${zones.destination(part, part.rule)}`;
  return part.services.map((service) => {
    switch (service.kind) {
      case 'icmp':
        // The match command asks for ports, which a ping has not.
        return `show security policies ${between} policy-name ${policyName(part)} detail`;
      case 'port':
        return `show security match-policies ${between} source-ip ${testAddress(source)} source-port 49152 destination-ip ${testAddress(target)} destination-port ${service.first} protocol ${service.transport}`;
    }
  });
}

function testAddress(address: FirewallAddress): string {
  return address.address.kind === 'name' ? `ADDRESS-OF-${address.text}` : exampleHost(address);
}
