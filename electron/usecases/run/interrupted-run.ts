import type { CheckPlan } from '../../../shared/plan/types.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import type { Site } from '../../../shared/site/schema.ts';
import type { InterruptedRun } from '../../store/run-journals.ts';
import { answeredControls, controlRecord } from './control-checks.ts';
import { unknownNode } from './node-identity.ts';
import { notRunRecord } from './not-run.ts';
import { guardedBy } from './run-checks.ts';

/**
 * The record of a run whose report was not written, from what it had taken down: what was observed stands, everything else of
 * the plan is `not-run`. The negative controls of a run that was cut off were never concluded, so none of its checks names one.
 *
 * @param plan of the same site and laptop as the run's
 */
export function recordOfInterrupted(
  site: Site,
  plan: CheckPlan,
  run: Omit<InterruptedRun, 'observedAt' | 'watch'>,
): RunRecord {
  const seen = new Map(run.checks.map((check) => [check.id, check]));
  const reached = new Map(run.nodes.map((node) => [node.name, node]));
  const { cancelled, controls } = run.ended ?? {
    cancelled: true,
    controls: plan.controls.map((control) => controlRecord({ control, ready: null })),
  };
  const answered = answeredControls(controls);
  const why = `The run was interrupted after ${run.endedAt}, before this check.`;
  return {
    practice: false,
    startedAt: run.startedAt,
    finishedAt: run.endedAt,
    cancelled,
    nodes: site.nodes.map(
      ({ name }) =>
        reached.get(name) ?? {
          ...unknownNode(name),
          failure: 'The run was interrupted before this node was reached.',
        },
    ),
    checks: plan.checks.map((check) => {
      const observed = seen.get(check.id);
      return observed === undefined ? notRunRecord(check, why) : guardedBy(observed, answered);
    }),
    controls,
  };
}
