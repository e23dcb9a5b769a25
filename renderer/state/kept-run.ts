import type { OpenSite } from '../../shared/ipc/contract.ts';
import { previewOf } from './preview.ts';
import { emptyProgress } from './run-progress.ts';
import type { RunState, WrittenRequest } from './state.ts';

/** The latest run of a site, as it was when the site was left. */
export function keptRunOf({ site, keptRun }: OpenSite): RunState {
  if (keptRun === undefined) return { kind: 'not-run' };
  const { checks, nodes, cancelled, readiness, stale } = keptRun;
  return {
    kind: 'finished',
    progress: {
      // No rules have the empty key: what was checked is not what the site asks for now.
      ...emptyProgress(stale ? '' : (previewOf(site)?.rulesKey ?? '')),
      checks: checks.map(({ id }) => id),
      records: Object.fromEntries(checks.map((record) => [record.id, record])),
      nodes,
    },
    cancelled,
    readiness,
  };
}

/** The change request as it was written before; null: none was, or by a version whose rules are not known here. */
export function writtenBefore({ made }: OpenSite): WrittenRequest | null {
  const request = made?.request ?? null;
  const preview = request === null ? null : previewOf(request.site);
  if (request === null || preview === null) return null;
  return {
    written: request.written,
    rulesKey: preview.rulesKey,
    rules: preview.rules,
    revision: request.site.request?.revision ?? 'A',
    number: request.site.request?.number ?? '',
  };
}
