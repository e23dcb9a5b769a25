import { basename, dirname } from 'node:path';
import type { RecentSite } from '../../../shared/ipc/contract.ts';
import type { Draft, Drafts } from '../../store/drafts.ts';
import type { MadeForSites } from '../../store/made-for-sites.ts';
import type { RecentSites } from '../../store/recent-sites.ts';
import { recentSiteId } from '../../store/recent-sites.ts';
import { UseCaseError } from '../problem.ts';

const draftPrefix = 'draft-';

/** What a row of the start screen opens. */
export type RecentTarget =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'draft'; readonly draftId: string };

/** The start screen's list: sites with a file, and drafts that never got one. */
export interface StartScreen {
  readonly list: () => Promise<readonly RecentSite[]>;
  readonly forget: (id: string) => Promise<void>;
  /** The file of this row is there now. */
  readonly moved: (id: string, path: string) => Promise<void>;
  /** @throws UseCaseError when it is not in the list any more */
  readonly find: (id: string) => Promise<RecentTarget>;
}

function textIn(draft: Draft, key: 'name' | 'site'): string {
  const customer: unknown = draft.site['customer'];
  if (typeof customer !== 'object' || customer === null || !(key in customer)) return '';
  const value: unknown = Reflect.get(customer, key);
  return typeof value === 'string' ? value : '';
}

export function startScreen(recent: RecentSites, drafts: Drafts, made: MadeForSites): StartScreen {
  return {
    list: async () => {
      const [files, unfinished] = await Promise.all([recent.list(), drafts.list()]);
      const known = new Set(files.map(({ id }) => id));
      const ofFiles = new Map(unfinished.map((draft) => [draft.id, draft]));
      const unsaved = unfinished.filter(({ id, path }) => path === null || !known.has(id));
      const signed = await Promise.all(unsaved.map(({ id }) => made.of(id).then(({ report }) => report)));
      return [
        ...unsaved.map((draft, index) => ({
          id: `${draftPrefix}${draft.id}`,
          customer: textIn(draft, 'name'),
          site: textIn(draft, 'site'),
          fileName: draft.path === null ? 'not saved to a file yet' : basename(draft.path),
          found: true,
          openedAt: draft.savedAt,
          readiness: signed[index]?.readiness ?? null,
          folder: draft.path === null ? null : dirname(draft.path),
          draft: draft.savedAt,
          counts: signed[index]?.counts ?? null,
        })),
        ...files.map(({ id, customer, site, path, found, openedAt, readiness, counts }) => ({
          ...{ id, customer, site, found, openedAt, readiness, counts: counts ?? null },
          fileName: basename(path),
          folder: dirname(path),
          draft: ofFiles.get(id)?.savedAt ?? null,
        })),
      ];
    },
    forget: async (id) => {
      const key = id.startsWith(draftPrefix) ? id.slice(draftPrefix.length) : id;
      await (key === id ? recent.forget(id) : drafts.remove(key));
      await made.forget(key);
    },
    moved: async (id, path) => {
      await recent.move(id, path);
      await made.move(id, recentSiteId(path));
      // Edits that never reached the file go along with it.
      const draft = await drafts.read(id);
      if (draft === null) return;
      await drafts.save({ ...draft, id: recentSiteId(path), path });
      await drafts.remove(id);
    },
    find: async (id) => {
      if (id.startsWith(draftPrefix)) {
        const draftId = id.slice(draftPrefix.length);
        const draft = await drafts.read(draftId);
        return draft?.path == null ? { kind: 'draft', draftId } : { kind: 'file', path: draft.path };
      }
      const site = (await recent.list()).find((one) => one.id === id);
      if (site === undefined)
        throw new UseCaseError('bad-input', 'This site is not in the list any more.', 'Open its file.');
      return { kind: 'file', path: site.path };
    },
  };
}
