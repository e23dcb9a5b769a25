import type { OpenSite, RunEvent } from '../../shared/ipc/contract.ts';
import type { CheckRecord } from '../../shared/results/types.ts';
import { fakeRun } from '../../renderer/api/fake-run.ts';
import { sampleSite } from '../../renderer/api/fake-sites.ts';
import { previewOf } from '../../renderer/state/preview.ts';
import type { Preview } from '../../renderer/state/preview.ts';
import { reduce } from '../../renderer/state/reducer.ts';
import type { Action, OpenState } from '../../renderer/state/state.ts';
import { firstState } from '../../renderer/state/state.ts';
import type { SiteFile } from '../../shared/site/schema.ts';

export const siteId = 'site-1';

export function openSite(site: SiteFile = sampleSite): OpenSite {
  return { id: siteId, fileName: 'szczecin-dc1.site.json', practice: null, site, recoveredFrom: null };
}

/** The state after some actions on a freshly opened site. */
export function after(actions: readonly Action[], site: SiteFile = sampleSite): OpenState {
  const state = [{ kind: 'opened', site: openSite(site) } as const, ...actions].reduce(reduce, firstState);
  if (state.kind !== 'open') throw new Error('The site was closed.');
  return state;
}

export function previewed(site: SiteFile = sampleSite): Preview {
  const preview = previewOf(site);
  if (preview === null) throw new Error('The catalogue is missing.');
  return preview;
}

/** A check of the sample site that was observed as confirmed. */
export function record(change: Partial<CheckRecord> = {}): CheckRecord {
  const check = fakeRun(sampleSite, false)?.checks[0];
  if (check === undefined) throw new Error('The sample site has no checks.');
  return { ...check, verdict: 'pass', weak: false, explanation: '', advice: null, ...change };
}

export function event(one: DistributedOmit<RunEvent>): Action {
  return { kind: 'run-events', events: [{ site: siteId, ...one }] };
}

type DistributedOmit<T> = T extends { readonly site: string } ? Omit<T, 'site'> : never;
