import { quotable, ruleDescription } from './comment-lines.ts';
import { exampleHost } from './in-parts.ts';
import { addressObjectName, ruleObjectName } from './object-names.ts';
import type { Dialect, FirewallAddress } from './types.ts';
import { servicesOf, sideName, usedObjects, type UsedService } from './used-objects.ts';
import { writeCommands, type CommandLanguage, type RulePart } from './zoned-config.ts';
import { byZonePairs, type ZoneNames } from './zones.ts';

/**
 * FortiGate, FortiOS 6.4 and later (one policy table for both families). Limits: policy names 35 characters, other names
 * and zones 35 to 79; wildcard FQDN objects in policies since 6.2.2 (Fortinet, "Using wildcard FQDN addresses in firewall
 * policies"). Policies have numbers that the device gives: a removal has to be filled in.
 */
const language: CommandLanguage = {
  sign: '# ',
  zoneLength: 35,
  introduction: [
    'FortiGate, FortiOS 6.4 or later; with VDOMs, enter yours first. The interfaces are the zones: put in your own names.',
    '"edit 0" takes the next free number. New policies stand last: move each before the policy that denies.',
    'Names (fqdn): the FortiGate asks its own DNS servers for them. For names with a star it learns from the DNS answers that',
    'pass through it: let the node ask a DNS server behind it, or the same one as the FortiGate.',
  ],
  preamble: [],
  limit: () => null,
  splitAddresses: byZonePairs,
  splitServices: (services) => [services],
  define,
  permit,
  withdraw: ({ rule, part }) => {
    const name = ruleObjectName(rule, part, policyNameLength);
    return [
      `# The number of this policy: show firewall policy | grep -f ${name}`,
      'config firewall policy',
      `    delete PLACEHOLDER-${name}`,
      'end',
    ];
  },
  verify,
};

export const fortios = {
  title: 'FortiGate',
  extension: '.fortios.txt',
  write: (input) => writeCommands(input, language),
} as const satisfies Dialect;

const policyNameLength = 35;
/** Names on one line: long command lines are cut by terminals. */
const namesOnALine = 10;

function permit(part: RulePart, zones: ZoneNames): string[] {
  const { rule } = part;
  const six = rule.family === 'v6' ? '6' : '';
  return [
    'config firewall policy',
    '    edit 0',
    ...[
      `set name "${ruleObjectName(rule, part.part, policyNameLength)}"`,
      `set srcintf "${zones.source(part, rule)}"`,
      `set dstintf "${zones.destination(part, rule)}"`,
      `set srcaddr${six} "${sideName(part.from)}"`,
      `set dstaddr${six} "${sideName(part.to)}"`,
      'set action accept',
      'set schedule "always"',
      ...listed(
        'service',
        servicesOf(part).map(({ name }) => name),
      ),
      'set logtraffic all',
      `set comments "${ruleDescription(rule, 255)}"`,
    ].map((line) => `        ${line}`),
    '    next',
    'end',
  ];
}

/** A list of names over several lines: the first is set, the others are added. */
function listed(key: string, names: readonly string[]): string[] {
  const lines: string[] = [];
  for (let start = 0; start < names.length; start += namesOnALine) {
    const some = names.slice(start, start + namesOnALine).map((name) => `"${name}"`);
    lines.push(`${start === 0 ? 'set' : 'append'} ${key} ${some.join(' ')}`);
  }
  return lines;
}

function define(parts: readonly RulePart[]): string[] {
  const { addresses, groups, services } = usedObjects(parts);
  const isSix = (address: FirewallAddress): boolean => address.text.includes(':');
  return [
    ...table('firewall address', addresses.filter((address) => !isSix(address)).map(addressEntry)),
    ...table('firewall address6', addresses.filter(isSix).map(addressEntry)),
    ...(['addrgrp', 'addrgrp6'] as const).flatMap((kind) =>
      table(
        `firewall ${kind}`,
        groups
          .filter(({ members }) => members.some(isSix) === (kind === 'addrgrp6'))
          .map(({ name, members }) => ({
            name,
            lines: listed(
              'member',
              members.map((one) => addressObjectName(one)),
            ),
          })),
      ),
    ),
    ...table(
      'firewall service custom',
      services.map((used) => ({ name: used.name, lines: serviceLines(used) })),
    ),
  ];
}

interface Entry {
  readonly name: string;
  readonly lines: readonly string[];
}

function table(name: string, entries: readonly Entry[]): string[] {
  return entries.length === 0
    ? []
    : [
        `config ${name}`,
        ...entries.flatMap((entry) => [
          `    edit "${entry.name}"`,
          ...entry.lines.map((line) => `        ${line}`),
          '    next',
        ]),
        'end',
      ];
}

function addressEntry(address: FirewallAddress): Entry {
  return {
    name: addressObjectName(address),
    lines: [
      ...addressLines(address),
      ...(address.label === '' ? [] : [`set comment "${quotable(address.label, 100)}"`]),
    ],
  };
}

function addressLines({ address, text }: FirewallAddress): string[] {
  switch (address.kind) {
    case 'host':
      return address.ip.family === 'v6' ? [`set ip6 ${text}/128`] : [`set subnet ${text}/32`];
    case 'network':
      return address.cidr.ip.family === 'v6' ? [`set ip6 ${text}`] : [`set subnet ${text}`];
    case 'name':
    case 'wildcard':
      return ['set type fqdn', `set fqdn "${text}"`];
  }
}

function serviceLines({ service, family }: UsedService): string[] {
  switch (service.kind) {
    case 'icmp':
      return family === 'v6'
        ? ['set protocol ICMP6', 'set icmptype 128', 'set icmpcode 0']
        : ['set protocol ICMP', 'set icmptype 8', 'set icmpcode 0'];
    case 'port': {
      const { transport, first, last } = service;
      return [
        'set protocol TCP/UDP/SCTP',
        `set ${transport}-portrange ${first === last ? first : `${first}-${last}`}`,
      ];
    }
  }
}

function verify(part: RulePart, zones: ZoneNames): string[] {
  const [source] = part.from;
  const [target] = part.to;
  if (source === undefined || target === undefined) return [];
  const [from, to] = [testAddress(source), testAddress(target)];
  const at = `INTERFACE-OF-${zones.source(part, part.rule)}`;
  if (part.rule.family === 'v6')
    // The policy lookup on the command line takes IPv4 only: watch a real attempt.
    return [
      `diagnose debug flow filter6 saddr ${from}`,
      `diagnose debug flow filter6 daddr ${to}`,
      'diagnose debug flow trace start6 10',
      'diagnose debug enable',
    ];
  return part.services.map((service) => {
    switch (service.kind) {
      case 'icmp':
        return `diagnose firewall iprope lookup ${from} 8 ${to} 0 1 ${at}`;
      case 'port':
        return `diagnose firewall iprope lookup ${from} 49152 ${to} ${service.first} ${service.transport} ${at}`;
    }
  });
}

function testAddress(address: FirewallAddress): string {
  switch (address.address.kind) {
    case 'host':
    case 'network':
      return exampleHost(address);
    case 'name':
      return `ADDRESS-OF-${address.text}`;
    case 'wildcard':
      return `AN-ADDRESS-UNDER-${address.text.slice(2)}`;
  }
}
