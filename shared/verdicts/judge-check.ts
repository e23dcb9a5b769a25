import { explain } from './explain.ts';
import { ruleOnCheck } from './rule-on-check.ts';
import type { JudgeCheck } from './types.ts';

/** What an observation means for its check: verdict, one sentence, and whom to ask. Pure, so `verify` can repeat it. */
export const judgeCheck: JudgeCheck = (check, rule, context) => {
  const ruling = ruleOnCheck(check, rule, context);
  return { verdict: ruling.verdict, weak: ruling.weak, ...explain(check, rule, context, ruling) };
};
