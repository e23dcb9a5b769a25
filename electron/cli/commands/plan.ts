import { composePlanDocument } from '../../../shared/plan/plan-document.ts';
import { planSite } from '../../usecases/plan-site.ts';
import { loadSiteFile } from '../load-site.ts';
import { showPlan } from '../show-plan.ts';
import type { ExitCode } from '../stop.ts';
import { exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { printJson } from '../terminal.ts';

/** `plan SITE [--json]`: rules and checks; nothing is sent. */
export async function planCommand(
  path: string,
  options: { readonly json: boolean },
  { terminal }: Surroundings,
): Promise<ExitCode> {
  const { site } = await loadSiteFile(path);
  const { ruleSet, plan } = planSite(site, null);
  if (options.json) printJson(terminal, composePlanDocument(ruleSet, plan));
  else terminal.out(showPlan(ruleSet, plan));
  return ruleSet.draft ? exitCode.notGood : exitCode.good;
}
