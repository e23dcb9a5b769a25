import { definitions, explode, type DeviceRule } from './device.ts';
import { asExpression, asText, checkVariable, fromCidr, readHcl, valuesOf, type HclBlock } from './hcl.ts';
import type { PermittedFlow } from './permitted.ts';

const descriptionCharacters = /^[0-9A-Za-z_ .:/()#,@[\]+=&;!*-]{1,255}$/;

/** What security groups permit, each attached to the one interface that its description names. */
export function readTerraformAws(text: string): readonly PermittedFlow[] {
  const blocks = readHcl(text);
  const groups = definitions<string>('security group');
  const rules: DeviceRule[] = [];
  const seen = new Set<string>();
  for (const block of blocks) {
    if (block.type === 'variable') checkVariable(block);
    else if (block.labels[0] === 'aws_security_group') groups.set(block.labels[1] ?? '', ownAddress(block));
  }
  for (const block of blocks) {
    if (block.type === 'variable' || block.labels[0] === 'aws_security_group') continue;
    const egress = block.labels[0] === 'aws_vpc_security_group_egress_rule';
    if (block.type !== 'resource' || (!egress && block.labels[0] !== 'aws_vpc_security_group_ingress_rule'))
      throw new Error(`Unknown block ${block.type} ${block.labels.join(' ')}.`);
    const six = block.values.has('cidr_ipv6');
    const cidr = six ? 'cidr_ipv6' : 'cidr_ipv4';
    const rule = valuesOf(block, [
      ...(['security_group_id', 'description', 'ip_protocol', 'from_port', 'to_port', 'tags'] as const),
      cidr,
    ]);
    if (!descriptionCharacters.test(asText(rule.description)))
      throw new Error(`AWS refuses this description: ${asText(rule.description)}`);
    const group =
      /^aws_security_group\.([a-z0-9_]+)\.id$/.exec(asExpression(rule.security_group_id))?.[1] ?? '';
    const own = groups.get(group);
    const far = fromCidr(asText(rule[cidr]), six ? 'v6' : 'v4');
    if (own.includes(':') !== six) throw new Error(`A rule of the other family in the group of ${own}.`);
    const service = serviceOf(asText(rule.ip_protocol), rule.from_port, rule.to_port, six);
    const key = `${group} ${String(egress)} ${far} ${service}`;
    if (seen.has(key)) throw new Error(`AWS refuses a rule that is there already: ${key}`);
    seen.add(key);
    rules.push({ from: [egress ? own : far], to: [egress ? far : own], services: [service] });
  }
  return explode(rules);
}

function ownAddress(block: HclBlock): string {
  const { name, description, vpc_id } = valuesOf(block, ['name', 'description', 'vpc_id']);
  if (block.type !== 'resource' || block.blocks.length > 0) throw new Error('Not a plain security group.');
  if (asText(name).startsWith('sg-') || asText(name).length > 255) throw new Error('AWS refuses this name.');
  if (asExpression(vpc_id) !== 'var.vpc_id') throw new Error('The VPC is not asked for.');
  const own = /^Only for the interface with ([0-9a-f.:]+)\. /.exec(asText(description))?.[1];
  if (own === undefined || !descriptionCharacters.test(asText(description)))
    throw new Error(`Not a description of a group: ${asText(description)}`);
  return own;
}

function serviceOf(protocol: string, first: unknown, last: unknown, six: boolean): string {
  if (typeof first !== 'number' || typeof last !== 'number')
    throw new Error('A rule without ports is wider.');
  switch (protocol) {
    case 'tcp':
    case 'udp':
      if (first < 1 || last < first || last > 65535) throw new Error(`Not ports: ${first} to ${last}`);
      return `${first === last ? first : `${first}-${last}`}/${protocol}`;
    case 'icmp':
    case 'icmpv6':
      if (six !== (protocol === 'icmpv6') || first !== (six ? 128 : 8) || last !== 0)
        throw new Error(`Not an echo request: ${protocol} type ${first} code ${last}`);
      return 'icmp';
    default:
      throw new Error(`Unknown protocol ${protocol}.`);
  }
}
