import { formatIp } from '../../lib/ip.ts';
import { quotable, ruleDescription } from './comment-lines.ts';
import { exampleHost } from './in-parts.ts';
import { addressGroupName, addressObjectName, ruleObjectName } from './object-names.ts';
import type { Dialect, FirewallAddress, FirewallRule } from './types.ts';
import { servicesOf, usedObjects, type UsedService } from './used-objects.ts';
import { writeCommands, type CommandLanguage, type RulePart } from './zoned-config.ts';

/**
 * Check Point R80.40 and later, `mgmt_cli` commands of the Management API for the expert shell. A gateway finds the
 * interfaces by its topology, and a zone in a cell would widen it, so no zones are written. The layer and the place among
 * the rules are the customer's: two variables, which the server refuses as they are.
 */
const language: CommandLanguage = {
  sign: '# ',
  zoneLength: null,
  introduction: [
    'Check Point R80.40 or later, expert shell of the management server. First: mgmt_cli login > gatecheck.session',
    'Set LAYER to the name of the policy layer (often Network), POSITION to top, bottom or the number of a rule.',
    'After review: mgmt_cli publish -s gatecheck.session, install the policy, mgmt_cli logout -s gatecheck.session',
    'Names (dns-domain without sub-domains): the gateway asks its own DNS servers for them. If such a domain object is there',
    'already, check that it is one of FQDN mode.',
  ],
  preamble: ["LAYER='PLACEHOLDER'", "POSITION='PLACEHOLDER'", 'SESSION=gatecheck.session'],
  limit: ({ address, text }) =>
    address.kind === 'wildcard'
      ? `A Check Point domain object with sub-domains takes the domain itself too, which was not asked for: ${text}.`
      : null,
  splitAddresses: ({ from, to }) => [{ fromZone: null, toZone: null, from, to }],
  splitServices: (services) => [services],
  define,
  permit,
  withdraw: ({ rule, part }) => [
    command('delete access-rule', `name '${ruleObjectName(rule, part)}'`, 'layer "$LAYER"'),
  ],
  verify,
};

export const checkpoint = {
  title: 'Check Point',
  extension: '.checkpoint.sh',
  write: (input) => writeCommands(input, language),
} as const satisfies Dialect;

function command(...words: string[]): string {
  return ['mgmt_cli', ...words, '-s "$SESSION"'].join(' ');
}

/** The objects of a cell: addresses as one object or group, names beside it, for a group takes no domains. */
function cell(addresses: readonly FirewallAddress[]): string[] {
  const hosts = withoutNames(addresses);
  const names = addresses.filter(isName).map(addressObject);
  const [only] = hosts;
  const group =
    hosts.length > 1 ? [addressGroupName(hosts)] : only === undefined ? [] : [addressObjectName(only)];
  return [...group, ...names];
}

function isName({ address }: FirewallAddress): boolean {
  return address.kind === 'name';
}

function withoutNames(addresses: readonly FirewallAddress[]): FirewallAddress[] {
  return addresses.filter((address) => !isName(address));
}

/** A domain object is called as the domain, with a dot before it. */
function addressObject(address: FirewallAddress): string {
  return isName(address) ? `.${address.text}` : addressObjectName(address);
}

/** `source 'a'`, or `source.1 'a' source.2 'b'`. */
function numbered(key: string, names: readonly string[]): string {
  return names
    .map((name, index) => `${names.length === 1 ? key : `${key}.${index + 1}`} '${name}'`)
    .join(' ');
}

function permit(part: RulePart): string[] {
  const { rule } = part;
  return [
    command(
      'add access-rule',
      'layer "$LAYER"',
      'position "$POSITION"',
      `name '${ruleObjectName(rule, part.part)}'`,
      numbered('source', cell(part.from)),
      numbered('destination', cell(part.to)),
      numbered(
        'service',
        servicesOf(part).map(({ name }) => name),
      ),
      "action 'Accept'",
      "track.type 'Log'",
      `comments '${ruleDescription(rule, 255)}'`,
    ),
  ];
}

/** An object that is there from an earlier revision holds the same; one of the customer's with this address is no hindrance. */
const again = 'set-if-exists true ignore-warnings true';

function define(parts: readonly RulePart[]): string[] {
  const onlyHosts = parts.map((part) => ({
    ...part,
    from: withoutNames(part.from),
    to: withoutNames(part.to),
  }));
  const { addresses, services } = usedObjects(parts);
  return [
    ...addresses.map(addressCommand),
    ...usedObjects(onlyHosts).groups.flatMap(({ name, members }) => groupCommands(name, members)),
    ...services.map(serviceCommand),
  ];
}

function addressCommand(address: FirewallAddress): string {
  const name = `name '${addressObject(address)}'`;
  const label = address.label === '' ? [] : [`comments '${quotable(address.label, 100)}'`];
  switch (address.address.kind) {
    case 'host':
      return command('add host', name, `ip-address '${address.text}'`, ...label, again);
    case 'network': {
      const { ip, prefix } = address.address.cidr;
      return command('add network', name, `subnet '${formatIp(ip)}' mask-length ${prefix}`, ...label, again);
    }
    case 'name':
    case 'wildcard':
      return command('add dns-domain', name, 'is-sub-domain false', ...label);
  }
}

const membersOnALine = 20;

/** The group with its first members, then the others some at a time: a shell's line has an end. */
function groupCommands(name: string, members: readonly FirewallAddress[]): string[] {
  const names = members.map((one) => addressObjectName(one));
  const lines = [
    command('add group', `name '${name}'`, numbered('members', names.slice(0, membersOnALine)), again),
  ];
  for (let start = membersOnALine; start < names.length; start += membersOnALine)
    lines.push(
      command(
        'set group',
        `name '${name}'`,
        numbered('members.add', names.slice(start, start + membersOnALine)),
      ),
    );
  return lines;
}

function serviceCommand({ name, service, family }: UsedService): string {
  // Without match-for-any the object leaves the customer's rules with service Any as they are.
  const rest = ['match-for-any false', again];
  switch (service.kind) {
    case 'icmp':
      return family === 'v6'
        ? command('add service-icmp6', `name '${name}'`, 'icmp-type 128 icmp-code 0', again)
        : command('add service-icmp', `name '${name}'`, 'icmp-type 8 icmp-code 0', again);
    case 'port': {
      const { transport, first, last } = service;
      const port = first === last ? `${first}` : `${first}-${last}`;
      return command(`add service-${transport}`, `name '${name}'`, `port '${port}'`, ...rest);
    }
  }
}

function verify(part: RulePart): string[] {
  const { rule, services } = part;
  const [source] = part.from;
  const [target] = part.to;
  if (source === undefined || target === undefined) return [];
  return [
    command('show access-rule', `name '${ruleObjectName(rule, part.part)}'`, 'layer "$LAYER"'),
    ...services.map((service) => {
      const ends = `src=${testAddress(source)} dst=${testAddress(target)}`;
      const execute = rule.family === 'v6' ? 'fw6 up_execute' : 'fw up_execute';
      switch (service.kind) {
        case 'icmp':
          return `${execute} ${ends} ipp=${pingProtocol(rule)}`;
        case 'port':
          return `${execute} ${ends} ipp=${service.transport === 'tcp' ? 6 : 17} dport=${service.first}`;
      }
    }),
  ];
}

function pingProtocol({ family }: FirewallRule): number {
  return family === 'v6' ? 58 : 1;
}

function testAddress(address: FirewallAddress): string {
  return isName(address) ? `ADDRESS-OF-${address.text}` : exampleHost(address);
}
