import type { Deployment } from '../catalog/schema.ts';
import type { CheckRecord, ControlRecord, ObservedCheck, Verdict } from '../results/types.ts';
import type { Surroundings } from './surroundings.ts';

/** The facts of a rule that its checks' verdicts rest on: a RuleSet's rule or a report's rule serves. */
export interface RuleForVerdict {
  readonly id: string;
  readonly node: string;
  readonly title: string;
  readonly direction: 'in' | 'out';
  readonly port: 'lan' | 'wan';
  readonly portBasis: 'source' | 'assumed' | 'chosen';
  readonly service: string;
  readonly from: readonly { readonly address: string; readonly natAddress?: string | null }[];
  readonly to: readonly { readonly address: string }[];
  /** Name of the probe that a custom rule chose, or null. A report's rule does not say; a RuleSet's does. */
  readonly probe?: string | null;
}

export interface JudgeContext {
  readonly deployment: Deployment;
  readonly controls: readonly ControlRecord[];
  /** The node's own networks on its ports, `ADDRESS/PREFIX`. */
  readonly nodeSubnets: readonly string[];
  /** Places a check among the others of its run: it sharpens the explanation, never the verdict. Absent: alone. */
  readonly surroundings?: (check: ObservedCheck) => Surroundings;
}

/** What an observation means for its check, with the sentence that explains it. */
export interface CheckJudgement {
  readonly verdict: Verdict;
  readonly weak: boolean;
  readonly explanation: string;
  readonly advice: CheckRecord['advice'];
}

export type JudgeCheck = (
  check: ObservedCheck,
  rule: RuleForVerdict,
  context: JudgeContext,
) => CheckJudgement;
