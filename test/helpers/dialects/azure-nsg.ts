import { containsCidr, parseCidr } from '../../../shared/lib/ip.ts';
import { explode, type DeviceRule } from './device.ts';
import {
  asExpression,
  asList,
  asText,
  checkVariable,
  fromCidr,
  portService,
  readHcl,
  valuesOf,
} from './hcl.ts';
import type { PermittedFlow } from './permitted.ts';

/** What rules of Azure network security groups permit. */
export function readAzureNsg(text: string): readonly PermittedFlow[] {
  const blocks = readHcl(text);
  const variables = new Set<string>();
  for (const block of blocks)
    if (block.type === 'variable') {
      checkVariable(block);
      variables.add(`var.${block.labels[0] ?? ''}`);
    }
  const taken = new Set<string>();
  const once = (what: string): void => {
    if (taken.has(what)) throw new Error(`Azure refuses a second ${what}.`);
    taken.add(what);
  };
  const rules: DeviceRule[] = [];
  for (const block of blocks) {
    if (block.type === 'variable') continue;
    if (
      block.type !== 'resource' ||
      block.labels[0] !== 'azurerm_network_security_rule' ||
      block.blocks.length > 0
    )
      throw new Error(`Unknown block ${block.type} ${block.labels.join(' ')}.`);
    const rule = valuesOf(block, [
      ...(['name', 'description', 'resource_group_name', 'network_security_group_name', 'priority'] as const),
      ...(['direction', 'access', 'protocol', 'source_address_prefixes', 'source_port_range'] as const),
      ...(['destination_address_prefixes', 'destination_port_ranges'] as const),
    ]);
    const group = asExpression(rule.network_security_group_name);
    if (!variables.has(group)) throw new Error(`${group} is not asked for.`);
    const [, place] = /^var\.nsg_first_priority \+ (\d+)$/.exec(asExpression(rule.priority)) ?? [];
    if (place === undefined) throw new Error(`Not a priority: ${asExpression(rule.priority)}`);
    const direction = asText(rule.direction);
    once(`priority ${place} ${direction} in ${group}`);
    once(`rule ${asText(rule.name)} in ${group}`);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,78}[A-Za-z0-9_]$/.test(asText(rule.name)))
      throw new Error(`Azure refuses this name: ${asText(rule.name)}`);
    if (asText(rule.description).length > 140) throw new Error('Azure refuses this description.');
    if (!['Inbound', 'Outbound'].includes(direction) || asText(rule.access) !== 'Allow')
      throw new Error(`Not a rule that permits: ${direction}, ${asText(rule.access)}`);
    if (asText(rule.source_port_range) !== '*') throw new Error('The initiator chooses the source port.');
    const transport = { Tcp: 'tcp', Udp: 'udp' }[asText(rule.protocol)];
    if (transport === undefined) throw new Error(`Not one transport: ${asText(rule.protocol)}`);
    const [from, to] = [prefixes(rule.source_address_prefixes), prefixes(rule.destination_address_prefixes)];
    if (new Set([...from, ...to].map((one) => one.includes(':'))).size > 1)
      throw new Error('Azure refuses both families in one rule.');
    rules.push({
      ...{ from, to },
      services: asList(rule.destination_port_ranges).map((port) => portService(port, transport)),
    });
  }
  return explode(rules);
}

function prefixes(value: Parameters<typeof asList>[0]): string[] {
  const texts = asList(value);
  const cidrs = texts.map((one) => parseCidr(one));
  cidrs.forEach((one, index) =>
    cidrs.slice(index + 1).forEach((other) => {
      if (one !== null && other !== null && (containsCidr(one, other) || containsCidr(other, one)))
        throw new Error(`Azure refuses overlapping prefixes: ${texts.join(' ')}`);
    }),
  );
  return texts.map((one) => fromCidr(one));
}
