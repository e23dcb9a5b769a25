import { unique } from '../../lib/order.ts';
import type { Service } from '../../lib/service.ts';
import { slug } from '../../lib/slug.ts';
import { cidrText, namesOf, onePortOfEach, sidesOf, withoutPings } from './cloud-rules.ts';
import { aboutRule, comments, notWritten, quotable, waitingLines } from './comment-lines.ts';
import {
  blockLines,
  expression,
  identifier,
  list,
  removalLines,
  text,
  variable,
  type HclBlock,
  type HclValue,
} from './hcl.ts';
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

/** Terraform (google) for rules of a global network firewall policy, which knows both sides of a flow, and names. */
export const gcp: Dialect = {
  title: 'Terraform for Google Cloud firewall policies',
  extension: '.gcp.tf',
  write,
};

interface PolicyRule {
  readonly label: string;
  readonly direction: 'in' | 'out';
  readonly from: readonly FirewallAddress[];
  readonly to: readonly FirewallAddress[];
  readonly services: readonly Service[];
}

/** Lists of a rule are limited: 5000 address ranges, 100 names. */
const mostAddresses = 2000;
const mostNames = 100;

const remarks = [
  'HOW TO ATTACH: the rules go into a global network firewall policy of yours, associated with the network of the nodes.',
  'Every rule names both sides, so it opens nothing for other machines of that network. Priorities count up from',
  'policy_first_priority and must be free in that policy.',
  'THE IMPLIED RULES STAY: Google Cloud lets everything out and nothing in unless you say otherwise. This file closes',
  'nothing. VPC firewall rules come before the policy, unless the network says otherwise: a deny there wins.',
  'Rules are stateful. They also apply inside the subnet, and this file asks for nothing there.',
  'Rules with names need Cloud NGFW Standard. Google resolves them itself: check that it sees what the node sees.',
];

const limit: AddressLimit = ({ address, text: normal }, side, rule) => {
  switch (address.kind) {
    case 'host':
      return null;
    case 'network':
      return address.cidr.prefix === 0 ? `${normal} means any address.` : null;
    case 'name':
      if ((side === 'to') !== (rule.direction === 'out'))
        return `Google Cloud takes names for the other side only, not ${normal}.`;
      return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(normal)
        ? null
        : `Google Cloud takes no name with such characters: ${normal}.`;
    case 'wildcard':
      return `Google Cloud takes no name patterns: ${normal}.`;
  }
};

function write(input: FirewallConfigInput): FirewallConfig {
  const notExpressed: NotExpressed[] = [...input.waiting];
  const rules = removalsFirst(input).map((rule) => {
    const said = withoutPings(sayable(rule, limit), rule, 'A Google Cloud firewall policy');
    notExpressed.push(...said.notExpressed);
    return { rule, said, parts: said.rule === null ? [] : policyRules(said.rule) };
  });
  const added = rules.flatMap(({ rule, parts }) => (rule.change === 'add' ? parts : []));
  const stays = new Set(added.map(({ label }) => label));
  const places = new Map(added.map((part, index) => [part, index]));
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
  const lines = [
    ...comments('# ', [...input.header, '', ...remarks]),
    '',
    ...variable(
      'firewall_policy',
      'string',
      'Name of the global network firewall policy that takes the rules.',
    ),
    '',
    ...variable(
      'policy_first_priority',
      'number',
      'Lowest priority that is free in the policy; the rules count up from it.',
    ),
    ...body,
    ...(input.waiting.length === 0 ? [] : ['', ...comments('# ', waitingLines(input))]),
  ];
  return { text: `${lines.join('\n')}\n`, notExpressed };
}

function policyRules(rule: FirewallRule): PolicyRule[] {
  return sidesOf(rule).flatMap(({ node, direction, rule: sided }) => {
    const sides = inLists(sided.from).flatMap((from) => inLists(sided.to).map((to) => ({ from, to })));
    return sides.map(({ from, to }, index): PolicyRule => {
      const part = sides.length > 1 ? `_${index + 1}` : '';
      const words = [rule.id, direction === 'in' ? 'ingress' : 'egress', 'at', slug(node)].join('_');
      return {
        label: `line_${identifier(words)}${part}`,
        ...{ direction, from, to, services: sided.services },
      };
    });
  });
}

/** Addresses and names apart, in lists that a rule takes. */
function inLists(addresses: readonly FirewallAddress[]): FirewallAddress[][] {
  const names = addresses.filter(({ address }) => address.kind === 'name');
  const ranges = addresses.filter(({ address }) => address.kind !== 'name');
  return [...cut(ranges, mostAddresses), ...cut(names, mostNames)];
}

function cut<T>(values: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / most) }, (_, index) =>
    values.slice(index * most, (index + 1) * most),
  );
}

function ruleLines(part: PolicyRule, rule: FirewallRule, place: number): string[] {
  return blockLines({
    type: 'resource',
    labels: ['google_compute_network_firewall_policy_rule', part.label],
    values: [
      ['firewall_policy', expression('var.firewall_policy')],
      ['priority', expression(`var.policy_first_priority + ${place}`)],
      ['description', text(quotable(`${rule.id}: ${rule.title}`, 255))],
      ['direction', text(part.direction === 'in' ? 'INGRESS' : 'EGRESS')],
      ['action', text('allow')],
    ],
    blocks: [
      {
        type: 'match',
        labels: [],
        values: [side('src', part.from), side('dest', part.to)],
        blocks: protocols(part.services),
      },
    ],
  });
}

function side(word: 'src' | 'dest', addresses: readonly FirewallAddress[]): readonly [string, HclValue] {
  const cidrs = addresses.flatMap((address) => cidrText(address) ?? []);
  return cidrs.length > 0
    ? [`${word}_ip_ranges`, list(cidrs)]
    : [`${word}_fqdns`, list(addresses.map(({ text: name }) => name))];
}

function protocols(services: readonly Service[]): HclBlock[] {
  const ports = services.flatMap((service) => (service.kind === 'port' ? [service] : []));
  return unique(ports.map(({ transport }) => transport)).map((transport) => ({
    type: 'layer4_configs',
    labels: [],
    values: [
      ['ip_protocol', text(transport)],
      [
        'ports',
        list(
          ports
            .filter((service) => service.transport === transport)
            .map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)),
        ),
      ],
    ],
  }));
}

/** A line that was changed is a removal and an addition under the same labels. */
function removal(rule: FirewallRule, parts: readonly PolicyRule[], stays: ReadonlySet<string>): string[] {
  const gone = parts.filter(({ label }) => !stays.has(label)).map(({ label }) => label);
  return gone.length === 0
    ? ['Nothing to delete: its blocks are replaced by those of the same name below.']
    : [
        ...removalLines(
          rule,
          gone.map((label) => `google_compute_network_firewall_policy_rule.${label}`),
        ),
        ...verify(rule).map((line) => line.replace('Verify:', 'Verify, no rule of this line may be named:')),
      ];
}

function verify(rule: FirewallRule): string[] {
  const [source, target] = [rule.from[0], rule.to[0]];
  if (source === undefined || target === undefined) return [];
  return onePortOfEach(rule).flatMap(({ transport, first }) => {
    const name = `gatecheck-${shortHash(rule.id)}-${transport}`;
    return [
      `Verify: gcloud network-management connectivity-tests create ${name} --source-ip-address=${tested(source)} --source-network=PLACEHOLDER --destination-ip-address=${tested(target)} --protocol=${transport.toUpperCase()} --destination-port=${first}`,
      `and then: gcloud network-management connectivity-tests describe ${name}`,
    ];
  });
}

/** The test takes addresses only. */
function tested(address: FirewallAddress): string {
  return address.address.kind === 'name' ? `ADDRESS-OF-${address.text}` : exampleHost(address);
}
