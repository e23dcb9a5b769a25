import { containsCidr, type Cidr } from '../../lib/ip.ts';
import { unique } from '../../lib/order.ts';
import type { Transport } from '../../lib/service.ts';
import { slug } from '../../lib/slug.ts';
import { cidrText, namesOf, onePortOfEach, sidesOf, withoutPings } from './cloud-rules.ts';
import { aboutRule, comments, notWritten, quotable, waitingLines } from './comment-lines.ts';
import { blockLines, expression, identifier, list, removalLines, text, variable } from './hcl.ts';
import { exampleHost, removalsFirst, sayable, type AddressLimit } from './in-parts.ts';
import { shortHash } from './object-names.ts';
import { nameSafe } from './plain-ascii.ts';
import type {
  Dialect,
  FirewallAddress,
  FirewallConfig,
  FirewallConfigInput,
  FirewallRule,
  NotExpressed,
} from './types.ts';

/** Terraform (azurerm) for rules of Azure network security groups: one group a node, both sides in every rule. */
export const azureNsg: Dialect = {
  title: 'Terraform for Azure network security groups',
  extension: '.azure.tf',
  write,
};

/** A rule of a group: one direction, one transport, two lists without overlaps, as Azure wants them. */
interface GroupRule {
  readonly node: string;
  readonly direction: 'in' | 'out';
  readonly transport: Transport;
  readonly name: string;
  readonly label: string;
  readonly from: readonly FirewallAddress[];
  readonly to: readonly FirewallAddress[];
  readonly ports: readonly string[];
}

const mostRulesOfGroup = 1000;

const remarks = [
  'HOW TO ATTACH: one network security group for each node, at its network interfaces. Every rule names both sides, so a',
  'group that has other rules already will do, too. Priorities count up from nsg_first_priority; 100 to 4096 are possible.',
  'THE DEFAULT RULES STAY: 65000 and 65001 let a virtual network talk inside itself and out to the internet. These rules',
  'only add to that. To permit nothing else, put your own deny rules behind them; this file closes nothing.',
  'Network security groups are stateful. They also filter inside the subnet, and this file asks for nothing there.',
];

const limit: AddressLimit = ({ address, text: normal }) => {
  switch (address.kind) {
    case 'host':
      return null;
    case 'network':
      return address.cidr.prefix === 0 ? `${normal} means any address.` : null;
    case 'name':
      return `Azure network security groups take addresses, not names: ${normal}.`;
    case 'wildcard':
      return `Azure network security groups take addresses, not name patterns: ${normal}.`;
  }
};

function write(input: FirewallConfigInput): FirewallConfig {
  const notExpressed: NotExpressed[] = [...input.waiting];
  const rules = removalsFirst(input).map((rule) => {
    const said = withoutPings(sayable(rule, limit), rule, 'An Azure network security group');
    notExpressed.push(...said.notExpressed);
    return { rule, said, parts: said.rule === null ? [] : groupRules(said.rule) };
  });
  const added = rules.flatMap(({ rule, parts }) => (rule.change === 'add' ? parts : []));
  const stays = new Set(added.map(({ label }) => label));
  const places = new Map<GroupRule, number>();
  const counts = new Map<string, number>();
  for (const part of added) {
    const place = counts.get(part.node) ?? 0;
    places.set(part, place);
    counts.set(part.node, place + 1);
  }
  const body = rules.flatMap(({ rule, said, parts }) => [
    '',
    ...comments('# ', [...aboutRule(rule), ...namesOf(rule), ...said.notExpressed.map(notWritten)]),
    ...(said.rule === null
      ? []
      : rule.change === 'remove'
        ? comments('# ', removal(said.rule, parts, stays))
        : [
            ...comments('# ', verify(said.rule)),
            ...parts.flatMap((part) => ['', ...ruleLines(part, rule, places.get(part) ?? 0)]),
          ]),
  ]);
  const nodes = [...counts];
  const lines = [
    ...comments('# ', [...input.header, '', ...remarks]),
    ...comments(
      '# ',
      nodes
        .filter(([, count]) => count > mostRulesOfGroup)
        .map(([node, count]) => `TOO MANY: ${count} rules for ${node}; a group takes ${mostRulesOfGroup}.`),
    ),
    '',
    ...variable('resource_group_name', 'string', 'Resource group of the network security groups.'),
    '',
    ...variable(
      'nsg_first_priority',
      'number',
      'Lowest priority that is free in all these groups; the rules count up from it.',
    ),
    ...nodes.flatMap(([node]) => [
      '',
      ...variable(groupVariable(node), 'string', `Name of the network security group of ${node}.`),
    ]),
    ...body,
    ...(input.waiting.length === 0 ? [] : ['', ...comments('# ', waitingLines(input))]),
  ];
  return { text: `${lines.join('\n')}\n`, notExpressed };
}

function groupVariable(node: string): string {
  return `nsg_of_${slug(node).replaceAll('-', '_')}`;
}

function groupRules(rule: FirewallRule): GroupRule[] {
  return sidesOf(rule).flatMap(({ node, direction, rule: sided }) => {
    const transports = unique(
      sided.services.flatMap((service) => (service.kind === 'port' ? [service.transport] : [])),
    );
    const sides = withoutOverlaps(sided.from).flatMap((from) =>
      withoutOverlaps(sided.to).map((to) => ({ from, to })),
    );
    return transports.flatMap((transport) =>
      sides.map(({ from, to }, index): GroupRule => {
        const part = sides.length > 1 ? `-${index + 1}` : '';
        const name = `${rule.id}-${direction === 'in' ? 'inbound' : 'outbound'}-${transport}${part}`;
        return {
          ...{ node, direction, transport, from, to },
          name: name.length <= 80 ? name : `${name.slice(0, 66)}-${shortHash(name)}`,
          label: `line_${identifier(name)}_at_${slug(node)}`,
          ports: sided.services.flatMap((service) =>
            service.kind === 'port' && service.transport === transport
              ? [service.first === service.last ? `${service.first}` : `${service.first}-${service.last}`]
              : [],
          ),
        };
      }),
    );
  });
}

/** Azure refuses a list in which one entry lies in another: as many lists as that takes, in most cases one. */
function withoutOverlaps(addresses: readonly FirewallAddress[]): FirewallAddress[][] {
  const lists: FirewallAddress[][] = [];
  for (const address of addresses) {
    const free = lists.find((others) => !others.some((other) => overlap(address, other)));
    if (free === undefined) lists.push([address]);
    else free.push(address);
  }
  return lists;
}

function overlap(a: FirewallAddress, b: FirewallAddress): boolean {
  const [one, other] = [networkOfAddress(a), networkOfAddress(b)];
  return one !== null && other !== null && (containsCidr(one, other) || containsCidr(other, one));
}

function networkOfAddress({ address }: FirewallAddress): Cidr | null {
  switch (address.kind) {
    case 'host':
      return { ip: address.ip, prefix: address.ip.family === 'v4' ? 32 : 128 };
    case 'network':
      return address.cidr;
    case 'name':
    case 'wildcard':
      return null;
  }
}

function ruleLines(part: GroupRule, rule: FirewallRule, place: number): string[] {
  const cidrs = (addresses: readonly FirewallAddress[]): string[] =>
    addresses.flatMap((address) => cidrText(address) ?? []);
  return blockLines({
    type: 'resource',
    labels: ['azurerm_network_security_rule', part.label],
    values: [
      ['name', text(part.name)],
      ['description', text(quotable(`${rule.id}: ${rule.title}`, 140))],
      ['resource_group_name', expression('var.resource_group_name')],
      ['network_security_group_name', expression(`var.${groupVariable(part.node)}`)],
      ['priority', expression(`var.nsg_first_priority + ${place}`)],
      ['direction', text(part.direction === 'in' ? 'Inbound' : 'Outbound')],
      ['access', text('Allow')],
      ['protocol', text(part.transport === 'tcp' ? 'Tcp' : 'Udp')],
      ['source_address_prefixes', list(cidrs(part.from))],
      ['source_port_range', text('*')],
      ['destination_address_prefixes', list(cidrs(part.to))],
      ['destination_port_ranges', list(part.ports)],
    ],
  });
}

/** A line that was changed is a removal and an addition under the same labels. */
function removal(rule: FirewallRule, parts: readonly GroupRule[], stays: ReadonlySet<string>): string[] {
  const gone = parts.filter(({ label }) => !stays.has(label)).map(({ label }) => label);
  return gone.length === 0
    ? ['Nothing to delete: its blocks are replaced by those of the same name below.']
    : [
        ...removalLines(
          rule,
          gone.map((label) => `azurerm_network_security_rule.${label}`),
        ),
        ...verify(rule).map((line) => line.replace('Verify:', 'Verify, no rule of this line may be named:')),
      ];
}

/** IP flow verify knows TCP and UDP, and one packet at a time. */
function verify(rule: FirewallRule): string[] {
  const [source, target] = [rule.from[0], rule.to[0]];
  if (source === undefined || target === undefined) return [];
  const out = rule.direction === 'out';
  return onePortOfEach(rule).map(({ transport, first }) => {
    const initiator = `${bracketed(exampleHost(source))}:60000`;
    const receiver = `${bracketed(exampleHost(target))}:${first}`;
    const [local, remote] = out ? [initiator, receiver] : [receiver, initiator];
    return `Verify: az network watcher test-ip-flow --direction ${out ? 'Outbound' : 'Inbound'} --protocol ${transport.toUpperCase()} --local ${local} --remote ${remote} --vm ${nameSafe(rule.node) || 'PLACEHOLDER'} --resource-group PLACEHOLDER`;
  });
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
