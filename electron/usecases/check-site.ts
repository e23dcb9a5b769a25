import { randomUUID } from 'node:crypto';
import { version } from '../../shared/lib/version.ts';
import type { Report } from '../../shared/report/schema.ts';
import { wasExecuted } from '../../shared/results/executed.ts';
import type { RunRecord } from '../../shared/results/types.ts';
import type { Site } from '../../shared/site/schema.ts';
import type { Signer } from '../signing/index.ts';
import type { PlannedSite } from './plan-site.ts';
import { UseCaseError } from './problem.ts';
import type { RunPorts } from './run/ports.ts';
import type { OnProgress } from './run/progress.ts';
import { runChecks } from './run/run-checks.ts';
import { utcSeconds } from './run/utc.ts';
import type { SignedReport } from './sign-report.ts';
import { signReport } from './sign-report.ts';

export interface CheckSite {
  readonly site: Site;
  readonly siteName: string;
  readonly planned: PlannedSite;
  /** Names of the nodes to check. */
  readonly nodes: readonly string[];
  readonly folder: string;
  readonly signer: Signer;
  readonly renderPdf: (report: Report, sha256: string) => Promise<Uint8Array>;
}

/** Nothing was observed because no node could be reached: there is nothing to report, only a failure to tell. */
function stopIfNothingWasReached(run: RunRecord, nodes: readonly string[]): void {
  const failures = run.nodes.flatMap(({ name, failure }) =>
    nodes.includes(name) && failure !== null ? [{ path: name, message: failure }] : [],
  );
  const nothing = !run.checks.some(({ observation }) => wasExecuted(observation));
  if (run.cancelled || failures.length < nodes.length || !nothing) return;
  throw new UseCaseError(
    'cannot',
    nodes.length === 1 ? 'The node could not be checked.' : 'No node could be checked.',
    'No report was written.',
    failures,
  );
}

/**
 * The whole check: runs the plan, composes, signs and saves the report. What a cancelled run observed is reported too.
 *
 * @throws UseCaseError `cannot` when no node was reached; SigningError; errors of the disk with their cure
 */
export async function checkSite(
  wanted: CheckSite,
  ports: RunPorts,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<SignedReport> {
  const { site, planned, nodes } = wanted;
  const run = await runChecks({ site, ...planned, nodes }, ports, onProgress, signal);
  stopIfNothingWasReached(run, nodes);
  return signReport(
    {
      catalog: planned.catalog,
      site,
      siteName: wanted.siteName,
      ruleSet: planned.ruleSet,
      run,
      folder: wanted.folder,
      createdAt: utcSeconds(ports.now()),
      id: randomUUID(),
      version,
    },
    wanted,
  );
}
