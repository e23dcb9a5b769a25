import { wasExecuted } from '../results/executed.ts';
import type { CheckRecord, Verdict } from '../results/types.ts';

/** Executed checks decide: a fail fails the flow, passes alone pass it, all else leaves it inconclusive. */
export function flowVerdict(checks: readonly Pick<CheckRecord, 'observation' | 'verdict'>[]): Verdict {
  const executed = checks.filter((check) => wasExecuted(check.observation));
  return ruleVerdict(executed.map((check) => check.verdict));
}

/** A rule passes only if it has flows and all of them pass; one failing flow fails it. */
export function ruleVerdict(flows: readonly Verdict[]): Verdict {
  if (flows.includes('fail')) return 'fail';
  return flows.length > 0 && flows.every((verdict) => verdict === 'pass') ? 'pass' : 'inconclusive';
}

/** Any-of: one member flow that passes is enough; it fails only when all of them fail. */
export function groupVerdict(flows: readonly Verdict[]): Verdict {
  if (flows.includes('pass')) return 'pass';
  return flows.length > 0 && flows.every((verdict) => verdict === 'fail') ? 'fail' : 'inconclusive';
}
