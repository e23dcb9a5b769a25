import type { CheckRecord, RunRecord, Settled, Verdict } from '../results/types.ts';
import type { Group, Rule, RuleSet } from '../rules/types.ts';
import type { Site } from '../site/schema.ts';
import { flowVerdict, groupVerdict, ruleVerdict } from './flow-verdict.ts';
import { judgeCheck } from './judge-check.ts';
import type { ReadinessSummary } from './readiness.ts';
import { readinessOf } from './readiness.ts';
import { isConnected } from './rule-on-check.ts';
import { settlementOf } from './settlement.ts';
import { surroundingsOf } from './surroundings.ts';

export interface RuleJudgement {
  readonly rule: Rule;
  readonly verdict: Verdict;
  readonly settled: Settled | null;
}

export interface GroupJudgement {
  readonly group: Group;
  readonly verdict: Verdict;
  readonly settled: Settled | null;
}

/** What a run means for a site: every check, rule and group judged, and readiness. */
export interface RunJudgement {
  readonly checks: readonly CheckRecord[];
  readonly rules: readonly RuleJudgement[];
  readonly groups: readonly GroupJudgement[];
  readonly readiness: ReadinessSummary;
}

export interface RunToJudge {
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly run: Pick<RunRecord, 'practice' | 'checks' | 'controls'>;
  /** Time of the report, UTC: attestations and waivers count if they hold then. */
  readonly createdAt: string;
}

/** The node's own networks on its ports, `ADDRESS/PREFIX`. In One-Arm mode the WAN port is not connected. */
export function nodeSubnetsOf(site: Site, nodeName: string): string[] {
  const node = site.nodes.find((candidate) => candidate.name === nodeName);
  if (node === undefined) return [];
  const ports = [node.lan, ...(site.deployment === 'inline' && node.wan !== undefined ? [node.wan] : [])];
  return ports
    .flatMap((port) => [port.address, port.address6])
    .filter((address): address is string => address !== null);
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

/**
 * Judges a run against the rules of its site.
 *
 * @throws Error when a check names a rule or flow that the site does not have: a bug, or a file that was not checked before.
 */
export function judgeRun({ site, ruleSet, run, createdAt }: RunToJudge): RunJudgement {
  const ruleById = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const subnets = new Map(site.nodes.map((node) => [node.name, nodeSubnetsOf(site, node.name)]));
  const ruleOfFlow = new Map(ruleSet.flows.map((flow) => [flow.id, flow.rule]));
  const ruleOf = (id: string): Rule => {
    const rule = ruleById.get(id);
    if (rule === undefined) throw new Error(`A check names rule ${id}, which the site does not have.`);
    return rule;
  };
  // Only one that connected can change a verdict; mostly none did, while checks and controls may be many.
  const controls = run.controls.some(isConnected) ? run.controls : [];
  const subnetsOf = (check: Pick<CheckRecord, 'rule'>): string[] =>
    subnets.get(ruleOf(check.rule).node) ?? [];
  const surroundings = surroundingsOf(run.checks, subnetsOf);
  const checks = run.checks.map((check): CheckRecord => {
    const rule = ruleOf(check.rule);
    if (ruleOfFlow.get(check.flow) !== rule.id) {
      throw new Error(`Check ${check.id} names flow ${check.flow}, which is none of rule ${rule.id}.`);
    }
    const context = {
      deployment: site.deployment,
      controls,
      nodeSubnets: subnetsOf(check),
      surroundings,
    };
    return { ...check, ...judgeCheck(check, rule, context) };
  });

  const checksByFlow = groupBy(checks, (check) => check.flow);
  const verdictByFlow = new Map(
    ruleSet.flows.map((flow) => [flow.id, flowVerdict(checksByFlow.get(flow.id) ?? [])]),
  );
  const flowsByRule = groupBy(ruleSet.flows, (flow) => flow.rule);
  const flowVerdictOf = (id: string): Verdict => verdictByFlow.get(id) ?? 'inconclusive';

  const rules = ruleSet.rules.map((rule): RuleJudgement => {
    const verdict = ruleVerdict((flowsByRule.get(rule.id) ?? []).map((flow) => flowVerdictOf(flow.id)));
    const emptySide = rule.from.length === 0 || rule.to.length === 0;
    return { rule, verdict, settled: settlementOf({ ...rule, verdict, emptySide }, site, createdAt) };
  });
  const groups = ruleSet.groups.map((group): GroupJudgement => {
    const verdict = groupVerdict(group.flows.map(flowVerdictOf));
    const emptySide = group.flows.length === 0;
    return { group, verdict, settled: settlementOf({ ...group, verdict, emptySide }, site, createdAt) };
  });
  const readiness = readinessOf({
    practice: run.practice,
    complete: ruleSet.complete,
    takenAway: ruleSet.takenAway.length,
    nodes: site.nodes.map((node) => node.name),
    rules: rules.map(({ rule, verdict, settled }) => ({ ...rule, verdict, settled })),
    groups: groups.map(({ group, verdict, settled }) => ({ ...group, verdict, settled })),
    checks: checks.map((check) => ({ node: ruleOf(check.rule).node, observation: check.observation })),
  });
  return { checks, rules, groups, readiness };
}
