import { consolidate, type Line } from '../lines.ts';
import type { Flow, Rule, RuleSet } from '../types.ts';
import type { Denied } from './types.ts';

/** What a denial takes away, and from which line. Looked up by flow; a rule without addresses stands for itself. */
export interface DeniedFlows {
  readonly isDenied: (flow: string) => boolean;
  /** The line that asks for a flow; null: nobody asks for it (inside a subnet). */
  readonly lineOf: (flow: string) => string | null;
  /** Order of the lines in the request. */
  readonly order: ReadonlyMap<string, number>;
  readonly unknown: readonly string[];
}

/** Flows of a rule; one that has none, because an address is missing, counts as one. */
export function flowIds(rule: Rule, flows: readonly Flow[]): readonly string[] {
  return flows.length === 0 ? [rule.id] : flows.map(({ id }) => id);
}

export function flowsByRule(ruleSet: RuleSet): ReadonlyMap<string, readonly Flow[]> {
  const byRule = new Map<string, Flow[]>();
  for (const flow of ruleSet.flows) {
    const known = byRule.get(flow.rule);
    if (known === undefined) byRule.set(flow.rule, [flow]);
    else known.push(flow);
  }
  return byRule;
}

/** Flow to line: by the parties that the line prints; the other node's view of a flow goes with it. */
function linesOfFlows(
  ruleSet: RuleSet,
  lines: readonly Line[],
  byRule: ReadonlyMap<string, readonly Flow[]>,
): Map<string, string> {
  const entries = new Map(ruleSet.rules.map(({ id, entry }) => [id, entry]));
  const keyOf = (flow: Flow): string => `${entries.get(flow.rule) ?? ''} ${flow.key}`;
  const lineOf = new Map<string, string>();
  const mirrored = new Map<string, string>();
  for (const line of lines) {
    const from = new Set(line.from.map(({ address }) => address));
    const to = new Set(line.to.map(({ address }) => address));
    for (const rule of line.rules) {
      const flows = byRule.get(rule) ?? [];
      if (flows.length === 0) lineOf.set(rule, line.id);
      for (const flow of flows) {
        if (flow.sameSubnet || !from.has(flow.from.address) || !to.has(flow.to.address)) continue;
        lineOf.set(flow.id, line.id);
        if (line.mirrors.length > 0) mirrored.set(keyOf(flow), line.id);
      }
    }
    for (const flow of line.mirrors.flatMap((rule) => byRule.get(rule) ?? [])) {
      const twin = mirrored.get(keyOf(flow));
      if (twin !== undefined) lineOf.set(flow.id, twin);
    }
  }
  return lineOf;
}

/** Finds the flows that a denial of lines or rules takes away; flows inside a subnet pass no firewall and stay. */
export function deniedFlows(ruleSet: RuleSet, denied: Denied): DeniedFlows {
  const { lines } = consolidate(ruleSet);
  const byRule = flowsByRule(ruleSet);
  const lineOf = linesOfFlows(ruleSet, lines, byRule);
  const deniedLines = new Set(denied.lines);
  const gone = new Set([...lineOf].flatMap(([flow, line]) => (deniedLines.has(line) ? [flow] : [])));
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const keys = new Set<string>();
  for (const id of denied.rules) {
    const rule = rules.get(id);
    if (rule === undefined) continue;
    for (const flow of byRule.get(id) ?? []) if (!flow.sameSubnet) keys.add(`${rule.entry} ${flow.key}`);
    if ((byRule.get(id) ?? []).length === 0) gone.add(id);
  }
  if (keys.size > 0) {
    // Two nodes' views of one flow are one permission.
    for (const flow of ruleSet.flows)
      if (!flow.sameSubnet && keys.has(`${rules.get(flow.rule)?.entry ?? ''} ${flow.key}`)) gone.add(flow.id);
  }
  const known = new Set(lines.map(({ id }) => id));
  return {
    isDenied: (flow) => gone.has(flow),
    lineOf: (flow) => lineOf.get(flow) ?? null,
    order: new Map(lines.map(({ id }, index) => [id, index])),
    unknown: [...denied.lines.filter((id) => !known.has(id)), ...denied.rules.filter((id) => !rules.has(id))],
  };
}
