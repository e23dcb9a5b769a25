import type { OpenSite } from '../../shared/ipc/contract.ts';
import type { Api } from '../api/client.ts';
import type { Action, OpenState } from './state.ts';
import type { Store } from './store.ts';

/** What can be done about a site's file and the program's windows. */
export interface FileActs {
  /** Opens what somebody else wrote into the file; the edits made here stay among the drafts. */
  readonly takeTheirs: () => Promise<void>;
  /** Goes to the other window that has the same file open. */
  readonly showOther: () => Promise<void>;
  /** Asks where the moved file of a recent site is now, and opens it. */
  readonly locate: (id: string) => Promise<void>;
  readonly newWindow: () => Promise<void>;
}

export interface ActsAround {
  readonly guarded: (act: () => Promise<void>) => Promise<void>;
  readonly withSite: (act: (open: OpenState) => Promise<void>) => Promise<void>;
  readonly opening: (says: string, call: () => Promise<OpenSite | null>) => Promise<void>;
}

/** What opening a site means for the state. The rules are loaded when the first site is opened. */
export async function siteOpened(site: OpenSite): Promise<Action> {
  if (site.keptRun === undefined && site.made === undefined) return { kind: 'opened', site };
  const { keptRunOf, writtenBefore } = await import('./kept-run.ts');
  return { kind: 'opened', site, run: keptRunOf(site), request: writtenBefore(site) };
}

export function fileActs(store: Store, api: Api, { guarded, withSite, opening }: ActsAround): FileActs {
  return {
    takeTheirs: () =>
      withSite(async (open) => {
        const site = await api.call('site.takeTheirs', open.opened.id);
        store.dispatch(await siteOpened(site));
      }),
    showOther: () =>
      withSite(async (open) => {
        await api.call('site.showOther', open.opened.id);
      }),
    locate: (id) => opening('Waiting for the moved file', () => api.call('recent.locate', id)),
    newWindow: () =>
      guarded(async () => {
        await api.call('app.newWindow');
      }),
  };
}
