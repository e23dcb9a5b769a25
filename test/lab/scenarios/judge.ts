import type { Report } from '../../../shared/report/schema.ts';
import type { Scenario, ScenarioFlow } from './scenario.ts';
import type { Truth } from './truth.ts';
import { truthOf } from './truth.ts';

/** One flow: what is true, what the product said, and what that is worth. */
export interface FlowResult {
  readonly seed: number;
  readonly kind: string;
  readonly flow: ScenarioFlow;
  readonly truth: Truth;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  readonly observation: string;
  readonly engine: string;
  /** Why it was left open, in the product's words. */
  readonly reason: string;
  readonly outcome: 'right' | 'wrong-pass' | 'wrong-fail' | 'undecided' | 'rightly-open';
}

/** A pass or a fail where nobody can tell is as wrong as the opposite. */
function outcomeOf(truth: Truth, verdict: FlowResult['verdict']): FlowResult['outcome'] {
  if (verdict === 'inconclusive') return truth.verdict === 'open-question' ? 'rightly-open' : 'undecided';
  if (verdict === truth.verdict) return 'right';
  return verdict === 'pass' ? 'wrong-pass' : 'wrong-fail';
}

type Check = Report['checks'][number];

/** Observations that are themselves the reason why nothing was decided. */
const unseen: readonly string[] = ['no-answer', 'not-testable', 'error', 'not-run'];

function reasonOf(check: Check): string {
  const told = check.evidence['reason'];
  if (typeof told === 'string') return told;
  if (check.verdict === 'inconclusive' && !unseen.includes(check.observation))
    return check.facts.openBecause ?? check.explanation;
  return check.attempts.at(-1)?.outcome ?? check.explanation;
}

/** Compares a report with the truth, flow by flow. `missing`: why there is none, when there is none. */
export function judgeReport(scenario: Scenario, report: Report | null, missing: string): FlowResult[] {
  return scenario.flows.map((flow) => {
    const truth = truthOf(flow, scenario);
    const check = report?.checks.find(({ rule }) => rule.startsWith(`${flow.id}.`));
    const common = { seed: scenario.seed, kind: scenario.kind, flow, truth };
    if (check === undefined) {
      const outcome = outcomeOf(truth, 'inconclusive');
      return {
        ...common,
        ...{ verdict: 'inconclusive', observation: 'no report', engine: 'none', reason: missing, outcome },
      };
    }
    const { verdict, observation, engine } = check;
    return {
      ...common,
      ...{ verdict, observation, engine, reason: reasonOf(check), outcome: outcomeOf(truth, verdict) },
    };
  });
}
