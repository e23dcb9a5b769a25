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
  type HclBlock,
} from './hcl.ts';
import type { PermittedFlow } from './permitted.ts';

/** What rules of a Google Cloud network firewall policy permit. */
export function readGcp(text: string): readonly PermittedFlow[] {
  const rules: DeviceRule[] = [];
  const priorities = new Set<string>();
  for (const block of readHcl(text)) {
    if (block.type === 'variable') {
      checkVariable(block);
      continue;
    }
    if (block.type !== 'resource' || block.labels[0] !== 'google_compute_network_firewall_policy_rule')
      throw new Error(`Unknown block ${block.type} ${block.labels.join(' ')}.`);
    const rule = valuesOf(block, ['firewall_policy', 'priority', 'description', 'direction', 'action']);
    const priority = asExpression(rule.priority);
    if (!/^var\.policy_first_priority \+ \d+$/.test(priority) || priorities.has(priority))
      throw new Error(`Not a priority of its own: ${priority}`);
    priorities.add(priority);
    if (asText(rule.action) !== 'allow') throw new Error('Not a rule that permits.');
    const direction = asText(rule.direction);
    if (direction !== 'INGRESS' && direction !== 'EGRESS') throw new Error(`Not a direction: ${direction}`);
    const [match, ...more] = block.blocks;
    if (match?.type !== 'match' || more.length > 0) throw new Error('A rule has one match.');
    rules.push(readMatch(match, direction));
  }
  return explode(rules);
}

function readMatch(match: HclBlock, direction: 'INGRESS' | 'EGRESS'): DeviceRule {
  const [src, dest] = [sideName(match, 'src'), sideName(match, 'dest')];
  const own = direction === 'EGRESS' ? src : dest;
  if (!own.endsWith('_ip_ranges')) throw new Error('Names stand for the other side only.');
  const values = valuesOf(match, [src, dest]);
  const side = (name: string): string[] => {
    const texts = asList(values[name] ?? []);
    if (name.endsWith('_ip_ranges')) return texts.map((one) => fromCidr(one));
    if (texts.length > 100) throw new Error('A rule takes at most 100 names.');
    return texts.map((one) => {
      if (!/^([a-z0-9-]+\.)+[a-z0-9-]+$/.test(one)) throw new Error(`Not a name: ${one}`);
      return one;
    });
  };
  const [from, to] = [side(src), side(dest)];
  const addresses = [...from, ...to].filter((one) => /^[0-9.]+(\/\d+)?$/.test(one) || one.includes(':'));
  if (new Set(addresses.map((one) => one.includes(':'))).size > 1)
    throw new Error('Google Cloud refuses both families in one rule.');
  const services = match.blocks.flatMap((block) => {
    if (block.type !== 'layer4_configs' || block.blocks.length > 0) throw new Error(`Unknown ${block.type}.`);
    const { ip_protocol, ports } = valuesOf(block, ['ip_protocol', 'ports']);
    const transport = asText(ip_protocol);
    if (transport !== 'tcp' && transport !== 'udp') throw new Error(`Not one transport: ${transport}`);
    return asList(ports).map((port) => portService(port, transport));
  });
  return { from, to, services };
}

function sideName(match: HclBlock, side: 'src' | 'dest'): string {
  const names = [...match.values.keys()].filter((name) => name.startsWith(`${side}_`));
  const [name = ''] = names;
  if (names.length !== 1 || !/^(src|dest)_(ip_ranges|fqdns)$/.test(name))
    throw new Error(`Not one ${side}: ${names.join(' ')}`);
  return name;
}
