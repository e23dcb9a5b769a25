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
import type {
  Dialect,
  FirewallAddress,
  FirewallConfig,
  FirewallConfigInput,
  FirewallRule,
  NotExpressed,
} from './types.ts';

/** Aerleon's YAML: definitions of networks and services, and one policy, in one file that serves as both. */
export const aerleon: Dialect = { title: 'Aerleon', extension: '.aerleon.yaml', write };

/** One term: the ports of one transport, or the pings. */
interface Term {
  readonly name: string;
  readonly protocol: string;
  readonly ports: readonly Service[];
}

const remarks = [
  'HOW TO USE: Aerleon reads definitions and policies from two folders and takes from each file what belongs there. Put',
  'this file into both, as def/gatecheck.yaml and policies/gatecheck.yaml, or split it before "filters".',
  'TARGET: ciscoasa stands for your own. Put in the stateful generator of your firewalls and its zones; for one that is',
  'not stateful, replies need a term of their own. Terms only accept; what follows them decides on everything else.',
];

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
  const notExpressed: NotExpressed[] = [...input.waiting];
  const rules = removalsFirst(input).map((rule) => {
    const said = sayable(rule, limit);
    notExpressed.push(...said.notExpressed);
    return { rule, said, terms: said.rule === null ? [] : termsOf(said.rule) };
  });
  const added = rules.flatMap(({ said }) => (said.rule?.change === 'add' ? [said.rule] : []));
  const stays = new Set(
    rules.flatMap(({ rule, terms }) => (rule.change === 'add' ? terms.map(({ name }) => name) : [])),
  );
  const body = rules.flatMap(({ rule, said, terms }) => [
    '',
    ...comments('      # ', [...aboutRule(rule), ...said.notExpressed.map(notWritten)]),
    ...(said.rule === null
      ? []
      : rule.change === 'remove'
        ? comments('      # ', removal(said.rule, terms, stays))
        : terms.flatMap((term) => termLines(term, said.rule ?? rule))),
  ]);
  const lines = [
    ...comments('# ', [...input.header, '', ...remarks]),
    '',
    ...(added.length === 0 ? comments('# ', ['No rule can be written: no definitions, no policy.']) : []),
    ...(added.length === 0 ? [] : definitions(added)),
    ...(added.length === 0
      ? []
      : ['filters:', '  - header:', `      comment: ${quoted(`Gatecheck, ${input.name}`)}`]),
    ...(added.length === 0 ? [] : ['      targets:', '        ciscoasa: gatecheck', '    terms:']),
    ...body,
    ...(input.waiting.length === 0 ? [] : ['', ...comments('# ', waitingLines(input))]),
  ];
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

function termsOf(rule: FirewallRule): Term[] {
  const name = ruleObjectName(rule, 0, 200);
  return byKindOfService(rule.services).flatMap((services): Term[] => {
    const ports = services.flatMap((service) => (service.kind === 'port' ? [service] : []));
    if (ports.length === 0) {
      const protocol = rule.family === 'v6' ? 'icmpv6' : 'icmp';
      return [{ name: `${name}.${protocol}`, protocol, ports: [] }];
    }
    return unique(ports.map(({ transport }) => transport)).map((transport) => ({
      name: `${name}.${transport}`,
      protocol: transport,
      ports: ports.filter((service) => service.transport === transport),
    }));
  });
}

function termLines({ name, protocol, ports }: Term, rule: FirewallRule): string[] {
  const words = (tokens: readonly string[]): string => tokens.join(' ');
  return [
    ...comments('      # ', verify(rule, { name, protocol, ports })),
    `      - name: ${name}`,
    `        comment: ${quoted(`${rule.id}: ${rule.title}`)}`,
    `        source-address: ${words(rule.from.map(networkToken))}`,
    `        destination-address: ${words(rule.to.map(networkToken))}`,
    `        protocol: ${protocol}`,
    ports.length === 0
      ? '        icmp-type: echo-request'
      : `        destination-port: ${words(ports.map(serviceToken))}`,
    '        action: accept',
  ];
}

/** A line that was changed is a removal and an addition under the same names. */
function removal(rule: FirewallRule, terms: readonly Term[], stays: ReadonlySet<string>): string[] {
  const gone = terms.filter(({ name }) => !stays.has(name));
  return gone.length === 0
    ? ['Nothing to delete: its terms are replaced by those of the same name below.']
    : [
        `To remove line ${rule.number}, delete these terms from your policy, and definitions that nothing else uses:`,
        ...gone.map(({ name }) => name),
        ...gone.flatMap((term) =>
          verify(rule, term).map((line) =>
            line.replace('Verify:', `Verify, ${term.name} may not be in the answer:`),
          ),
        ),
      ];
}

function verify({ from, to }: FirewallRule, { protocol, ports }: Term): string[] {
  const [source, target] = [from[0], to[0]];
  if (source === undefined || target === undefined) return [];
  const [port] = ports;
  return [
    `Verify: aclcheck -p policies/gatecheck.yaml --definitions-directory def -s ${exampleHost(source)} -d ${exampleHost(target)} --proto ${protocol}${port?.kind === 'port' ? ` --dport ${port.first}` : ''}`,
  ];
}
