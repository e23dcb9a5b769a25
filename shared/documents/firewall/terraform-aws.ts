import { byCodePoint, unique } from '../../lib/order.ts';
import { serviceSlug, type Service } from '../../lib/service.ts';
import { slug } from '../../lib/slug.ts';
import { cidrText, namesOf, onePortOfEach, sidesOf } from './cloud-rules.ts';
import { aboutRule, comments, notWritten, quotable, waitingLines } from './comment-lines.ts';
import { blockLines, expression, identifier, number, removalLines, text, variable } from './hcl.ts';
import { exampleHost, removalsFirst, sayable, type AddressLimit } from './in-parts.ts';
import { shortHash } from './object-names.ts';
import type {
  Dialect,
  FirewallAddress,
  FirewallConfig,
  FirewallConfigInput,
  FirewallRule,
  NotExpressed,
} from './types.ts';

/**
 * Terraform for AWS: one security group for each address of a node, and one rule for each counterpart and service. A
 * security group never names the address that it protects: it holds for every address of the interface that carries it.
 */
export const terraformAws: Dialect = {
  title: 'Terraform for AWS security groups',
  extension: '.aws.tf',
  write,
};

/** One rule of a security group. Two lines that ask for the same flow share it: AWS refuses a second one. */
interface GroupRule {
  /** Where Terraform finds it: type and label. */
  readonly address: string;
  readonly label: string;
  readonly type: 'aws_vpc_security_group_egress_rule' | 'aws_vpc_security_group_ingress_rule';
  readonly group: string;
  readonly own: FirewallAddress;
  readonly far: FirewallAddress;
  readonly service: Service;
}

const usualQuota = 60;

const remarks = [
  'HOW TO ATTACH: a security group holds for every address of the network interface that carries it, and its rules name',
  'the other side only. Attach each group to the one interface whose address its description gives, and to nothing else.',
  'If that interface has further addresses of the same family, the group would hold for them too: move them away first.',
  'Security groups are stateful. They also filter inside the subnet, and this file asks for nothing there.',
  'A rule whose name your configuration has already is the same rule: keep one of the two.',
  'Other security groups of the interface add their own rules: this file neither sees nor takes away any.',
];

const limit: AddressLimit = ({ address, text: normal, node }, side, rule) => {
  const own = (side === 'from') === (rule.direction === 'out');
  switch (address.kind) {
    case 'host':
      return null;
    case 'network':
      if (own || node !== null) return `A security group protects single addresses, not ${normal}.`;
      return address.cidr.prefix === 0 ? `${normal} means any address.` : null;
    case 'name':
      return `AWS security groups take addresses, not names: ${normal}.`;
    case 'wildcard':
      return `AWS security groups take addresses, not name patterns: ${normal}.`;
  }
};

function write(input: FirewallConfigInput): FirewallConfig {
  const notExpressed: NotExpressed[] = [...input.waiting];
  const ports = portsOfAddresses(input.rules);
  const groups = new Map<string, FirewallAddress>();
  const writers = new Map<string, FirewallRule>();
  const written: GroupRule[] = [];
  const rules = removalsFirst(input).map((rule) => {
    const said = sayable(rule, limit);
    notExpressed.push(...said.notExpressed);
    const parts = said.rule === null ? [] : groupRules(said.rule, ports);
    for (const part of rule.change === 'add' ? parts : []) {
      groups.set(part.group, part.own);
      if (writers.has(part.address)) continue;
      writers.set(part.address, rule);
      written.push(part);
    }
    return { rule, said, parts };
  });
  const body = rules.flatMap(({ rule, said, parts }) => [
    '',
    ...comments('# ', [...aboutRule(rule), ...namesOf(rule), ...said.notExpressed.map(notWritten)]),
    ...(said.rule === null
      ? []
      : rule.change === 'remove'
        ? comments('# ', removal(rule, parts, writers))
        : addition(said.rule, parts, writers)),
  ]);
  const lines = [
    ...comments('# ', [...input.header, '', ...remarks, ...quotas(written)]),
    '',
    ...variable('vpc_id', 'string', 'The VPC of the nodes.'),
    ...[...groups]
      .sort(([a], [b]) => byCodePoint(a, b))
      .flatMap(([label, address]) => ['', ...groupLines(label, address, ports)]),
    ...body,
    ...(input.waiting.length === 0 ? [] : ['', ...comments('# ', waitingLines(input))]),
  ];
  return { text: `${lines.join('\n')}\n`, notExpressed };
}

/** AWS takes 60 rules for each way of a group, unless it was asked for more. */
function quotas(parts: readonly GroupRule[]): string[] {
  const counts = new Map<string, number>();
  for (const { group, type } of parts) {
    const way = `${type} of ${group}`;
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return [...counts].flatMap(([way, count]) =>
    count > usualQuota ? [`QUOTA: ${count} x ${way}; the usual quota is ${usualQuota}.`] : [],
  );
}

function addition(
  rule: FirewallRule,
  parts: readonly GroupRule[],
  writers: ReadonlyMap<string, FirewallRule>,
): string[] {
  const ids = unique(parts.map(({ address }) => writers.get(address)?.id ?? rule.id));
  return [
    ...comments('# ', verify(rule, ids)),
    ...parts.flatMap((part) => {
      const writer = writers.get(part.address);
      return writer === undefined || writer.id === rule.id
        ? ['', ...groupRuleLines(part, rule)]
        : comments('# ', [`Written for line ${writer.number}, ${writer.id}, too: ${part.address}`]);
    }),
  ];
}

/** A line that was changed is a removal and an addition: what is asked for again stays. */
function removal(
  rule: FirewallRule,
  parts: readonly GroupRule[],
  writers: ReadonlyMap<string, FirewallRule>,
): string[] {
  const gone = parts.filter(({ address }) => !writers.has(address)).map(({ address }) => address);
  return gone.length === 0
    ? ['Nothing to delete: all of it is asked for again below.']
    : [...removalLines(rule, gone), `Verify, none of these may be in the answer: ${listCommand([rule.id])}`];
}

/** Which port of which node an address belongs to, as far as the rules say it. */
function portsOfAddresses(rules: readonly FirewallRule[]): Map<string, string> {
  const ports = new Map<string, string>();
  for (const { direction, port, from, to } of rules)
    for (const address of direction === 'out' ? from : to) ports.set(address.text, port);
  return ports;
}

function groupLabel(address: FirewallAddress, node: string, ports: ReadonlyMap<string, string>): string {
  const port = ports.get(address.text);
  return ['node', slug(node), ...(port === undefined ? [] : [port]), address.text]
    .map((word) => identifier(word).replaceAll('-', '_'))
    .join('_');
}

function groupRules(rule: FirewallRule, ports: ReadonlyMap<string, string>): GroupRule[] {
  return sidesOf(rule).flatMap(({ node, direction, rule: sided }) => {
    const [own, far] = direction === 'out' ? [sided.from, sided.to] : [sided.to, sided.from];
    const type =
      direction === 'out' ? 'aws_vpc_security_group_egress_rule' : 'aws_vpc_security_group_ingress_rule';
    return own.flatMap((address) => {
      const group = groupLabel(address, address.node ?? node, ports);
      return far.flatMap((other) =>
        sided.services.map((service): GroupRule => {
          const words = [group, direction, serviceSlug(service), identifier(other.text)];
          const label = words.join('_').replaceAll('-', '_');
          return { address: `${type}.${label}`, label, type, group, own: address, far: other, service };
        }),
      );
    });
  });
}

/** AWS takes fewer characters in descriptions than a quoted text does. */
function description(words: string): string {
  return quotable(words, 255).replace(/[^0-9A-Za-z_ .:/()#,@[\]+=&;!*-]/g, '_');
}

function groupLines(label: string, address: FirewallAddress, ports: ReadonlyMap<string, string>): string[] {
  const node = address.node ?? 'node';
  const port = ports.get(address.text)?.toUpperCase();
  const where = port === undefined ? node : `${node}, ${port} port`;
  return [
    '# Known from an earlier revision? Then keep yours and leave this block out.',
    ...blockLines({
      type: 'resource',
      labels: ['aws_security_group', label],
      values: [
        ['name', text(`gatecheck-${label.replaceAll('_', '-')}`)],
        ['description', text(description(`Only for the interface with ${address.text}. ${where}`))],
        ['vpc_id', expression('var.vpc_id')],
      ],
    }),
  ];
}

function groupRuleLines({ type, label, group, far, service }: GroupRule, rule: FirewallRule): string[] {
  const cidr = cidrText(far) ?? '';
  const [protocol, first, last] =
    service.kind === 'port'
      ? [service.transport, service.first, service.last]
      : rule.family === 'v6'
        ? ['icmpv6', 128, 0]
        : ['icmp', 8, 0];
  return blockLines({
    type: 'resource',
    labels: [type, label],
    values: [
      ['security_group_id', expression(`aws_security_group.${group}.id`)],
      ['description', text(description(`${rule.id}: ${rule.title}`))],
      [rule.family === 'v6' ? 'cidr_ipv6' : 'cidr_ipv4', text(cidr)],
      ['ip_protocol', text(protocol)],
      ['from_port', number(first)],
      ['to_port', number(last)],
      ['tags', expression(`{ GatecheckLine = "${lineTag(rule.id)}" }`)],
    ],
  });
}

/** Reachability Analyzer knows TCP and UDP only; the list of rules knows everything that was written. */
function verify(rule: FirewallRule, ids: readonly string[]): string[] {
  const [source, target] = [rule.from[0], rule.to[0]];
  if (source === undefined || target === undefined) return [];
  const paths = onePortOfEach(rule).map(
    ({ transport, first }) =>
      `Verify: aws ec2 create-network-insights-path --protocol ${transport} --source PLACEHOLDER-ENI --source-ip ${exampleHost(source)} --destination-ip ${exampleHost(target)} --destination-port ${first}`,
  );
  const start = 'aws ec2 start-network-insights-analysis --network-insights-path-id PLACEHOLDER-PATH';
  return [...paths, ...(paths.length === 0 ? [] : [`and then: ${start}`]), `Verify: ${listCommand(ids)}`];
}

function listCommand(ids: readonly string[]): string {
  return `aws ec2 describe-security-group-rules --filters Name=tag:GatecheckLine,Values=${ids.map(lineTag).join(',')}`;
}

/** Values of tags have at most 256 characters. */
function lineTag(id: string): string {
  return id.length <= 256 ? id : `${id.slice(0, 240)}-${shortHash(id)}`;
}
