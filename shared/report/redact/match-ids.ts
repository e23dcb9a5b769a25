import type { Check, CheckPlan, Control } from '../../plan/types.ts';
import type { Flow, Group, Rule, RuleSet } from '../../rules/types.ts';

/**
 * Ids are made of names and addresses. What takes an id's place in a copy is found by what it stands for, never by its
 * letters: a node may be called as a catalogue entry is.
 */

/** How the copy says what the original says. */
export interface InTheCopy {
  readonly value: (text: string) => string;
  readonly entry: (id: string) => string;
  readonly node: (name: string) => string;
}

const asItIs: InTheCopy = { value: (text) => text, entry: (id) => id, node: (name) => name };

/** The thing of the copy for each id of the original; what has none is missing. */
function joined<T extends { readonly id: string }>(
  original: readonly T[],
  copy: readonly T[],
  keyOf: (thing: T, isOriginal: boolean) => string,
): Map<string, T> {
  const byKey = new Map(copy.map((thing) => [keyOf(thing, false), thing]));
  return new Map(
    original.flatMap((thing) => {
      const found = byKey.get(keyOf(thing, true));
      return found === undefined ? [] : [[thing.id, found] as const];
    }),
  );
}

export interface MatchedRules {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly flows: ReadonlyMap<string, Flow>;
  readonly groups: ReadonlyMap<string, Group>;
}

export function matchRules(original: RuleSet, copy: RuleSet, inTheCopy: InTheCopy): MatchedRules {
  const rules = joined(original.rules, copy.rules, (rule, isOriginal) => {
    const says = isOriginal ? inTheCopy : asItIs;
    const { entry, node, direction, port, service, family } = rule;
    return JSON.stringify([says.entry(entry), says.node(node), direction, port, service, family]);
  });
  const flows = joined(original.flows, copy.flows, (flow, isOriginal) => {
    const says = isOriginal ? inTheCopy : asItIs;
    const rule = isOriginal ? rules.get(flow.rule)?.id : flow.rule;
    return JSON.stringify([rule, says.value(flow.from.address), says.value(flow.to.address)]);
  });
  const groups = joined(original.groups, copy.groups, ({ flows: members }, isOriginal) =>
    JSON.stringify(members.map((id) => (isOriginal ? (flows.get(id)?.id ?? '') : id)).sort()),
  );
  return { rules, flows, groups };
}

export interface MatchedPlan {
  readonly checks: ReadonlyMap<string, Check>;
  readonly controls: ReadonlyMap<string, Control>;
}

export function matchPlan(
  original: CheckPlan,
  copy: CheckPlan,
  { flows }: MatchedRules,
  inTheCopy: InTheCopy,
): MatchedPlan {
  const checks = joined(original.checks, copy.checks, (check, isOriginal) => {
    const says = isOriginal ? inTheCopy : asItIs;
    const flow = isOriginal ? flows.get(check.flow)?.id : check.flow;
    const { vantage, target, through } = check;
    const start = vantage.kind === 'laptop' ? null : [says.node(vantage.node), vantage.port];
    const covers = vantage.kind === 'node' ? null : says.value(vantage.coversFrom);
    const behind = through === undefined ? null : [says.value(through.host), through.port];
    const to = [says.value(target.host), target.port, target.protocol];
    return JSON.stringify([flow, vantage.kind, start, covers, to, behind]);
  });
  const controls = joined(original.controls, copy.controls, ({ vantage, port }, isOriginal) => {
    const says = isOriginal ? inTheCopy : asItIs;
    return JSON.stringify([vantage.kind === 'node' ? [says.node(vantage.node), vantage.port] : null, port]);
  });
  return { checks, controls };
}
