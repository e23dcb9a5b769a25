import type { OpenSite } from '../../shared/ipc/contract.ts';
import { previewOf } from './preview.ts';
import { emptyProgress } from './run-progress.ts';
import type { RunState } from './state.ts';

/** The run of a site that was kept when the program ended before its report was signed. */
export function keptRunOf({ site, keptRun }: OpenSite): RunState {
  if (keptRun === undefined) return { kind: 'not-run' };
  const { checks, nodes, cancelled, readiness } = keptRun;
  return {
    kind: 'finished',
    // It is kept for the very site that is opened.
    progress: {
      ...emptyProgress(previewOf(site)?.rulesKey ?? ''),
      checks: checks.map(({ id }) => id),
      records: Object.fromEntries(checks.map((record) => [record.id, record])),
      nodes,
    },
    cancelled,
    readiness,
  };
}
