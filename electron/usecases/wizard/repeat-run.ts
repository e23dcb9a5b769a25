import { version } from '../../../shared/lib/version.ts';
import { carryOver, toRepeat, whyNotCarried } from '../../../shared/report/carry-over.ts';
import type { EarlierReport } from '../../../shared/report/earlier-checks.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { readCheckedReport } from '../held-against.ts';
import type { PlannedSite } from '../plan-site.ts';
import { UseCaseError } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import { knownKeys } from './known-keys.ts';
import { latestReport } from './latest-report.ts';
import type { LatestRun, OpenedSite } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

/**
 * The signed report of which a run repeats what does not pass. Only what was signed and verifies is carried over.
 *
 * @throws UseCaseError when there is none, or nothing of it can be carried over
 */
export async function reportsToRepeat(
  opened: OpenedSite,
  site: Site,
  ports: WizardPorts,
): Promise<readonly EarlierReport[]> {
  const found = await latestReport(opened);
  if (found === null)
    throw new UseCaseError(
      'bad-input',
      'There is no signed report of this site yet, so there is nothing to carry over.',
      'Sign the report first, or run all checks.',
    );
  const checked = await readCheckedReport(found.path, {
    knownKeys: await knownKeys(ports.userFolder, opened.practice),
    now: ports.now(),
    version,
  });
  const world = { site, practice: opened.practice !== null, now: utcSeconds(ports.now()) };
  const against = whyNotCarried(world, checked);
  if (against !== null) throw new UseCaseError('bad-input', against.message, 'Run all checks.');
  return [checked];
}

/** Which of the plan's checks a run has to make. Absent: all. */
export function whatToRepeat(
  site: Site,
  planned: PlannedSite,
  earlier: readonly EarlierReport[] | null,
  now: string,
): { readonly only?: ReadonlySet<string> } {
  return earlier === null ? {} : { only: toRepeat({ site, ...planned, earlier, now }) };
}

/** The run with what was carried over into it. */
export function mergedRun(
  site: Site,
  { ruleSet, plan }: PlannedSite,
  run: RunRecord,
  earlier: readonly EarlierReport[] | null,
  now: string,
): Pick<LatestRun, 'run' | 'carriedFrom'> {
  if (earlier === null) return { run, carriedFrom: [] };
  const merged = carryOver({ site, ruleSet, plan, run, earlier, now });
  return { run: merged.run, carriedFrom: merged.carriedFrom };
}
