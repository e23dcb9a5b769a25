import type { CheckRecord, ObservedCheck, RunRecord } from '../../../shared/results/types.ts';
import { mergeRound } from '../../../shared/report/watch/merge-round.ts';
import type { RunJournals } from '../../store/run-journals.ts';
import type { PlannedSite } from '../plan-site.ts';
import { UseCaseError } from '../problem.ts';
import { startsAt } from '../run/meeting.ts';
import { beginJournal } from './kept-run.ts';
import { rulesDigest } from './latest-run.ts';
import type { LatestRun, OpenedSite } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

/** Some checks of the latest run, made once more; everything else that it saw stays, with its own times. */
export interface AgainRun {
  readonly only: ReadonlySet<string>;
  readonly before: LatestRun;
  /** The nodes that have to be signed in to for it. */
  readonly names: readonly string[];
}

/**
 * @throws UseCaseError bad-input when the checks are not those of the latest run any more: results of two different rule sets
 *   are never put together
 */
export function againRun(
  { latest }: OpenedSite,
  { plan, ruleSet }: PlannedSite,
  ids: readonly string[],
): AgainRun {
  if (latest === null)
    throw new UseCaseError(
      'bad-input',
      'There is no run of this site yet that something could be added to.',
      'Run all checks.',
    );
  const only = new Set(ids);
  const wanted = plan.checks.filter(({ id }) => only.has(id));
  if (rulesDigest(latest.ruleSet) !== rulesDigest(ruleSet) || wanted.length < only.size)
    throw new UseCaseError(
      'bad-input',
      'The site, or this laptop’s place in the network, changed since the latest run.',
      'Run all checks: results of before and after the change are not put together.',
    );
  return {
    only,
    before: latest,
    names: [...new Set(wanted.flatMap((check) => [startsAt(check), check.node]))],
  };
}

/** The latest run with what was seen now in place of what was seen then. */
export function withSeenAgain(
  { only, before, names }: AgainRun,
  run: RunRecord,
  whole: ReadonlySet<string>,
): Pick<LatestRun, 'run' | 'carriedFrom'> {
  const round: RunRecord = {
    ...run,
    nodes: run.nodes.filter(({ name }) => names.includes(name)),
    checks: run.checks.filter(({ id }) => only.has(id)),
  };
  const merged = mergeRound(before.run, round, whole);
  const cancelled =
    before.run.cancelled && merged.checks.some(({ observation }) => observation === 'not-run');
  const origins = new Set(merged.checks.map(({ carriedOverFrom }) => carriedOverFrom?.report));
  return {
    run: { ...merged, cancelled },
    carriedFrom: before.carriedFrom.filter(({ id }) => origins.has(id)),
  };
}

/** Takes the whole of it down, so that it waits for its report as a run that was made at once does. */
export async function takeDown(
  journals: RunJournals,
  opened: OpenedSite,
  { site, run }: Pick<LatestRun, 'site' | 'run'>,
  ports: Pick<WizardPorts, 'now' | 'newId' | 'laptop'>,
): Promise<() => Promise<void>> {
  const journal = await beginJournal(journals, opened, site, ports, run.startedAt);
  if (journal === null) return () => Promise.resolve();
  for (const node of run.nodes) journal.node(node, run.finishedAt);
  for (const check of run.checks) if (wasSeen(check)) journal.observed(check, run.finishedAt);
  journal.ended({ cancelled: run.cancelled, controls: run.controls }, run.finishedAt);
  journal.end();
  return () => journal.close();
}

/** What was carried over stands in a signed report already, and needs its reference to it. */
function wasSeen({ observation, carriedOverFrom }: ObservedCheck): boolean {
  return observation !== 'not-run' && carriedOverFrom === null;
}

/** Whether the window was told something else of a check than what stands in the end. */
export function differs(told: CheckRecord | undefined, judged: CheckRecord): boolean {
  return (
    told === undefined ||
    told.observation !== judged.observation ||
    told.verdict !== judged.verdict ||
    told.weak !== judged.weak ||
    told.startedAt !== judged.startedAt ||
    told.explanation !== judged.explanation
  );
}
