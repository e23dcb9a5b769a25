import { digestOf } from '../lib/digest.ts';
import { byCodePoint } from '../lib/order.ts';
import type { Flow, Group, Rule } from './types.ts';

/** SHA-256 over id, member flows and level of an any-of group. */
export function groupDigest(group: Pick<Group, 'id' | 'flows' | 'level'>): string {
  return digestOf({ id: group.id, flows: [...group.flows].sort(byCodePoint), level: group.level });
}

/** Any-of groups: the flows of the member rules, by endpoint. In the order of the rules. */
export function groupFlows(rules: readonly Rule[], flows: readonly Flow[]): Group[] {
  const byRule = new Map(rules.filter((rule) => rule.group !== null).map((rule) => [rule.id, rule]));
  const members = new Map<string, { rule: Rule; endpoint: string; flows: string[] }>();
  for (const flow of flows) {
    const rule = byRule.get(flow.rule);
    if (rule?.group === null || rule === undefined) continue;
    const endpoint = rule.direction === 'out' ? flow.to.address : flow.from.address;
    const id = `${rule.group}#${endpoint}`;
    const before = members.get(id);
    if (before === undefined) members.set(id, { rule, endpoint, flows: [flow.id] });
    else before.flows.push(flow.id);
  }
  return [...members].map(([id, { rule, endpoint, flows: ids }]) => {
    const group = { id, flows: [...ids].sort(byCodePoint), level: rule.level };
    return { ...group, digest: groupDigest(group), entry: rule.entry, node: rule.node, endpoint };
  });
}
