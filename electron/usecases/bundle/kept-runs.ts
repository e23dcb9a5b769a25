import type { ReportHistory } from '../../store/report-history.ts';

/** Enough to see what happened last. */
const mostRuns = 500;

/** What is kept of runs and reports, in numbers: neither site nor customer nor node, and no digest that could tell them. */
export async function keptRuns(history: ReportHistory): Promise<unknown> {
  const sites = await history.read(null, false);
  const kept = sites
    .flatMap(({ lines }, site) => lines.map((line) => ({ line, site })))
    .sort((a, b) => (a.line.at < b.line.at ? 1 : a.line.at > b.line.at ? -1 : a.site - b.site))
    .slice(0, mostRuns)
    .map(({ line }) =>
      line.kind === 'run'
        ? {
            kind: line.kind,
            at: line.at,
            outcome: line.outcome,
            checks: line.checks,
            carriedOut: line.carriedOut,
          }
        : { kind: line.kind, at: line.at, readiness: line.readiness },
    );
  const faults: Record<string, number> = {};
  for (const fault of sites.flatMap((site) => site.faults))
    faults[fault.what] = (faults[fault.what] ?? 0) + 1;
  return { sites: sites.length, faults, runs: kept };
}
