import { composePlanDocument } from '../../../shared/plan/plan-document.ts';
import { standingWords } from '../../../shared/rules/settle-rule.ts';
import { planSite } from '../../usecases/plan-site.ts';
import { loadSiteFile } from '../load-site.ts';
import { showPlan } from '../show-plan.ts';
import type { ExitCode } from '../stop.ts';
import { exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';
import { printJson } from '../terminal.ts';

/** `plan SITE [--json]`: rules and checks; nothing is sent. */
export async function planCommand(
  path: string,
  options: { readonly json: boolean },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { terminal } = surroundings;
  const { site } = await loadSiteFile(path);
  const { ruleSet, plan } = planSite(site, null);
  const settled = standingWords(site, ruleSet, nowUtc(surroundings));
  if (options.json) printJson(terminal, composePlanDocument(ruleSet, plan, settled));
  else terminal.out(showPlan(ruleSet, plan, settled));
  return ruleSet.draft ? exitCode.notGood : exitCode.good;
}
