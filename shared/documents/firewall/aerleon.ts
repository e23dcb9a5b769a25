import { unique } from '../../lib/order.ts';
import type { Service } from '../../lib/service.ts';
import { aboutRule, comments, notWritten, quotable, waitingLines } from './comment-lines.ts';
import {
  byKindOfService,
  distinctBy,
  exampleHost,
  removalsFirst,
  sayable,
  type AddressLimit,
} from './in-parts.ts';
import { addressObjectName, ruleObjectName, serviceObjectName } from './object-names.ts';
import { byZonePairs, zoneNames } from './zones.ts';
import type { Dialect, FirewallAddress, FirewallConfig, FirewallConfigInput, FirewallRule } from './types.ts';

/** Aerleon's YAML: definitions of networks and services, and one policy, in one file that serves as both. */
export const aerleon: Dialect = { title: 'Aerleon', extension: '.aerleon.yaml', write };

/** One term: the ports of one transport, or the pings. */
interface Term {
  readonly name: string;
  readonly about: string;
  readonly from: readonly FirewallAddress[];
  readonly to: readonly FirewallAddress[];
  readonly protocol: string;
  readonly ports: readonly Extract<Service, { kind: 'port' }>[];
}

/** Names have at most 63 characters on Junos and PAN-OS; the protocol comes behind ours, and what Aerleon adds. */
const mostOfName = 63 - '.icmpv6-app1'.length;

const remarks = [
  'HOW TO USE: Aerleon reads definitions and policies from two folders and takes from each file what belongs there. Put',
  'this file into both, as def/gatecheck.yaml and policies/gatecheck.yaml, or split it before "filters".',
  'TARGET: srx stands for your own. Put in the generator of your firewalls, and the names that they know the zones by.',
  'A generator without state needs a term of its own for replies; some generators leave out IPv6 without an error.',
  'Terms only accept; what follows them decides on everything else.',
];

/** Junos takes no longer zone names. */
const mostOfZone = 63;

const limit: AddressLimit = ({ address, text }) => {
  switch (address.kind) {
    case 'host':
      return null;
    case 'network':
      return address.cidr.prefix === 0 ? `${text} means any address.` : null;
    case 'name':
      return `Only some of Aerleon's generators know names, and the others would leave out that side: ${text}.`;
    case 'wildcard':
      return `Aerleon takes no name patterns: ${text}.`;
  }
};

function write(input: FirewallConfigInput): FirewallConfig {
  const zones = zoneNames(input.rules, mostOfZone);
  const said = removalsFirst(input).map((rule) => ({ whole: rule, ...sayable(rule, limit) }));
  const added = said.flatMap(({ rule }) => (rule?.change === 'add' ? [rule] : []));
  const stays = new Set(added.flatMap(allTerms).map(({ name }) => name));
  const beside: string[] = [];
  const filters = new Map<string, string[]>();
  for (const { whole, rule, notExpressed } of said) {
    const about = [...aboutRule(whole), ...notExpressed.map(notWritten)];
    if (rule === null) beside.push('', ...comments('# ', about));
    else if (rule.change === 'remove')
      beside.push('', ...comments('# ', [...about, ...removal(rule, stays)]));
    else
      byZonePairs(rule).forEach((part, index) => {
        const path = `from-zone ${zones.source(part, rule)} to-zone ${zones.destination(part, rule)}`;
        const lines = filters.get(path) ?? [];
        filters.set(path, lines);
        const remark = index === 0 ? about : [`Line ${rule.number}: ${rule.id}, between these zones`];
        lines.push('', ...comments('      # ', remark));
        for (const term of termsOf({ ...rule, ...part }, index)) lines.push(...termLines(term));
      });
  }
  const lines = [
    ...comments('# ', [...input.header, '', ...remarks, ...zones.remarks]),
    ...beside,
    ...(input.waiting.length === 0 ? [] : ['', ...comments('# ', waitingLines(input))]),
    '',
    ...(added.length === 0 ? ['# No line can be written: no definitions, no policy.'] : definitions(added)),
    ...(added.length === 0 ? [] : ['filters:']),
    ...[...filters].flatMap(([path, terms]) => [
      '  - header:',
      `      comment: ${quoted(`Gatecheck, ${input.name}`)}`,
      '      targets:',
      `        srx: ${path}`,
      '    terms:',
      ...terms,
    ]),
  ];
  const notExpressed = [...input.waiting, ...said.flatMap((one) => one.notExpressed)];
  return { text: `${lines.join('\n')}\n`, notExpressed };
}

/** YAML reads a double-quoted text as JSON does. */
function quoted(words: string): string {
  return JSON.stringify(quotable(words, 200));
}

/** Names of definitions are capitals, digits, hyphens and underscores. */
function token(name: string): string {
  return name.replaceAll('.', '_').toUpperCase();
}

function networkToken(address: FirewallAddress): string {
  return token(addressObjectName(address, 200));
}

function serviceToken(service: Service): string {
  return token(serviceObjectName(service, 'v4'));
}

function definitions(rules: readonly FirewallRule[]): string[] {
  const addresses = distinctBy(
    rules.flatMap(({ from, to }) => [...from, ...to]),
    networkToken,
  );
  const services = distinctBy(
    rules.flatMap((rule) => rule.services),
    serviceToken,
  );
  return [
    'networks:',
    ...addresses.flatMap((address) => [
      `  ${networkToken(address)}:`,
      '    values:',
      `      - address: ${quoted(address.text)}`,
      ...(address.label === '' ? [] : [`        comment: ${quoted(address.label)}`]),
    ]),
    '',
    ...(services.some(({ kind }) => kind === 'port') ? ['services:'] : []),
    ...services.flatMap((service) =>
      service.kind === 'port'
        ? [
            `  ${serviceToken(service)}:`,
            `    - protocol: ${service.transport}`,
            `      port: ${quoted(service.first === service.last ? `${service.first}` : `${service.first}-${service.last}`)}`,
          ]
        : [],
    ),
    '',
  ];
}

function allTerms(rule: FirewallRule): Term[] {
  return byZonePairs(rule).flatMap((part, index) => termsOf({ ...rule, ...part }, index));
}

/** The terms of a rule's part between two zones. */
function termsOf(rule: FirewallRule, part: number): Term[] {
  const name = ruleObjectName(rule, part, mostOfName);
  const { from, to } = rule;
  const about = `${rule.id}: ${rule.title}`;
  return byKindOfService(rule.services).flatMap((services): Term[] => {
    const ports = services.flatMap((service) => (service.kind === 'port' ? [service] : []));
    const protocols =
      ports.length === 0
        ? [rule.family === 'v6' ? 'icmpv6' : 'icmp']
        : unique(ports.map(({ transport }) => transport));
    return protocols.map((protocol) => ({
      ...{ name: `${name}.${protocol}`, about, from, to, protocol },
      ports: ports.filter(({ transport }) => transport === protocol),
    }));
  });
}

function termLines(term: Term): string[] {
  const { name, about, from, to, protocol, ports } = term;
  return [
    ...comments('      # ', verify(term)),
    `      - name: ${name}`,
    `        comment: ${quoted(about)}`,
    `        source-address: ${from.map(networkToken).join(' ')}`,
    `        destination-address: ${to.map(networkToken).join(' ')}`,
    `        protocol: ${protocol}`,
    ports.length === 0
      ? '        icmp-type: echo-request'
      : `        destination-port: ${ports.map(serviceToken).join(' ')}`,
    '        action: accept',
  ];
}

/** A line that was changed is a removal and an addition under the same names. */
function removal(rule: FirewallRule, stays: ReadonlySet<string>): string[] {
  const gone = allTerms(rule).filter(({ name }) => !stays.has(name));
  return gone.length === 0
    ? ['Nothing to delete: its terms are replaced by those of the same name below.']
    : [
        `To remove line ${rule.number}, delete these terms from your policy, and definitions that nothing else uses:`,
        ...gone.map(({ name }) => name),
        ...gone.flatMap((term) =>
          verify(term).map((line) =>
            line.replace('Verify:', `Verify, ${term.name} may not be in the answer:`),
          ),
        ),
      ];
}

function verify({ from, to, protocol, ports }: Term): string[] {
  const [source, target] = [from[0], to[0]];
  if (source === undefined || target === undefined) return [];
  const [port] = ports;
  return [
    `Verify: aclcheck -p policies/gatecheck.yaml --definitions-directory def -s ${exampleHost(source)} -d ${exampleHost(target)} --proto ${protocol}${port === undefined ? '' : ` --dport ${port.first}`}`,
  ];
}
