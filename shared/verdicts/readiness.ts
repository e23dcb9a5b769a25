import type { Level } from '../catalog/schema.ts';
import { gaveAnswer } from '../results/executed.ts';
import type { Observation } from '../probes/observation.ts';
import type { Readiness, Settled, Verdict } from '../results/types.ts';

export interface JudgedRule {
  readonly id: string;
  readonly level: Level;
  /** Stem of its any-of groups, or null. */
  readonly group: string | null;
  readonly from: readonly unknown[];
  readonly to: readonly unknown[];
  readonly verdict: Verdict;
  readonly settled: Settled | null;
}

export interface JudgedGroup {
  readonly id: string;
  readonly level: Level;
  readonly flows: readonly unknown[];
  readonly verdict: Verdict;
  readonly settled: Settled | null;
}

export interface ReadinessFacts {
  readonly practice: boolean;
  /** No required rule or group has an empty side, and no entry is undecided. */
  readonly complete: boolean;
  /** Requirements that a person took away. */
  readonly takenAway: number;
  /** Every node of the site, checked or not. */
  readonly nodes: readonly string[];
  readonly rules: readonly JudgedRule[];
  readonly groups: readonly JudgedGroup[];
  readonly checks: readonly { readonly node: string; readonly observation: Observation }[];
}

/** How the required rules and groups stand; each counts once, under one heading. */
export interface RequiredCounts {
  readonly total: number;
  readonly pass: number;
  readonly attested: number;
  readonly waived: number;
  readonly fail: number;
  readonly inconclusive: number;
}

export interface ReadinessSummary {
  readonly readiness: Readiness;
  /** What it would be if this were no practice. */
  readonly wouldBe: Readiness;
  readonly practice: boolean;
  readonly complete: boolean;
  readonly takenAway: number;
  /** Nodes of the site of which no check gave an answer. */
  readonly uncheckedNodes: readonly string[];
  /** Checks that gave an answer. */
  readonly answered: number;
  readonly required: RequiredCounts;
}

export interface RequiredUnit {
  readonly id: string;
  readonly kind: 'rule' | 'group';
  readonly verdict: Verdict;
  readonly settled: Settled | null;
  readonly emptySide: boolean;
}

/**
 * What counts for readiness: required groups, and required rules that are in no group. A member rule without a group of
 * its own (an empty endpoint list makes none) counts itself, so that it cannot get lost.
 */
export function requiredUnits(
  rules: readonly JudgedRule[],
  groups: readonly JudgedGroup[],
): readonly RequiredUnit[] {
  const requiredGroups = groups.filter((group) => group.level === 'required');
  const stands = (rule: JudgedRule): boolean =>
    rule.group === null ||
    rule.from.length === 0 ||
    rule.to.length === 0 ||
    !requiredGroups.some((group) => group.id.startsWith(`${rule.group ?? ''}#`));
  return [
    ...rules
      .filter((rule) => rule.level === 'required' && stands(rule))
      .map((rule): RequiredUnit => ({
        id: rule.id,
        kind: 'rule',
        verdict: rule.verdict,
        settled: rule.settled,
        emptySide: rule.from.length === 0 || rule.to.length === 0,
      })),
    ...requiredGroups.map((group): RequiredUnit => ({
      id: group.id,
      kind: 'group',
      verdict: group.verdict,
      settled: group.settled,
      emptySide: group.flows.length === 0,
    })),
  ];
}

/** Under which one heading a required rule or group counts. */
function headingOf(unit: RequiredUnit): Exclude<keyof RequiredCounts, 'total'> {
  if (unit.emptySide) return unit.verdict === 'fail' ? 'fail' : 'inconclusive';
  if (unit.verdict === 'pass') return 'pass';
  if (unit.settled === 'waived') return 'waived';
  // An attestation never covers a fail, whoever wrote it down.
  if (unit.settled === 'attested' && unit.verdict === 'inconclusive') return 'attested';
  return unit.verdict;
}

function countRequired(units: readonly RequiredUnit[]): RequiredCounts {
  const counts = { total: units.length, pass: 0, attested: 0, waived: 0, fail: 0, inconclusive: 0 };
  for (const unit of units) counts[headingOf(unit)] += 1;
  return counts;
}

/** Ready, ready with exceptions, or not ready: also when nothing was checked, and always in practice. */
export function readinessOf(facts: ReadinessFacts): ReadinessSummary {
  const required = countRequired(requiredUnits(facts.rules, facts.groups));
  const answered = facts.checks.filter((check) => gaveAnswer(check.observation));
  const checkedNodes = new Set(answered.map((check) => check.node));
  const uncheckedNodes = facts.nodes.filter((node) => !checkedNodes.has(node));
  const settled = required.attested + required.waived;
  const stands =
    facts.complete &&
    facts.nodes.length > 0 &&
    uncheckedNodes.length === 0 &&
    required.total > 0 &&
    required.pass + settled === required.total;
  const wouldBe: Readiness = !stands
    ? 'not-ready'
    : settled > 0 || facts.takenAway > 0
      ? 'ready-with-exceptions'
      : 'ready';
  return {
    readiness: facts.practice ? 'not-ready' : wouldBe,
    wouldBe,
    practice: facts.practice,
    complete: facts.complete,
    takenAway: facts.takenAway,
    uncheckedNodes,
    answered: answered.length,
    required,
  };
}
