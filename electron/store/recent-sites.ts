import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readinessWord } from '../../shared/results/types.ts';
import { listFile } from './list-file.ts';

const recentSite = z.strictObject({
  path: z.string(),
  customer: z.string(),
  site: z.string(),
  openedAt: z.iso.datetime(),
  readiness: readinessWord.nullable(),
  /** Checks of the latest signed report by verdict. */
  counts: z.exactOptional(z.strictObject({ pass: z.int(), fail: z.int(), inconclusive: z.int() })),
  /** SHA-256 of the text that was last written here; null: never written by this user. */
  written: z.string().nullable(),
});

const recentFile = z.strictObject({
  format: z.literal('gatecheck/recent-sites@1'),
  sites: z.array(recentSite).max(100),
});

export type StoredRecentSite = Readonly<z.infer<typeof recentSite>>;

/** A recent site and whether its file is still there. */
export type ListedRecentSite = StoredRecentSite & { readonly id: string; readonly found: boolean };

export interface RecentSites {
  /** Newest first. A damaged list is an empty one: nothing but convenience is lost. */
  readonly list: () => Promise<readonly ListedRecentSite[]>;
  /** Notes that a site was opened or changed; what is left out stays as it was. */
  readonly remember: (
    site: Pick<StoredRecentSite, 'path' | 'customer' | 'site' | 'openedAt'> &
      Partial<Pick<StoredRecentSite, 'readiness' | 'written' | 'counts'>>,
  ) => Promise<void>;
  readonly forget: (id: string) => Promise<void>;
  /** The file of this entry is there now; another entry for that file gives way. */
  readonly move: (id: string, to: string) => Promise<void>;
  /** True when the file's text is what this user wrote here last: then its host key pins are the user's own. */
  readonly isOwn: (path: string, text: string) => Promise<boolean>;
}

const most = 20;

/** The id of a recent site: what the window holds instead of the path. */
export function recentSiteId(path: string): string {
  return createHash('sha256').update(resolve(path)).digest('hex').slice(0, 16);
}

/** SHA-256 of a site file's text, for `written`. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** Sites that were opened before, in `recent-sites.json` of the user's folder. */
export function recentSites(userFolder: string): RecentSites {
  const empty = { format: 'gatecheck/recent-sites@1' as const, sites: [] };
  const file = listFile(join(userFolder, 'recent-sites.json'), recentFile, empty, { kind: 'start-anew' });
  return {
    list: async () => {
      const { sites } = await file.read();
      return Promise.all(
        sites.map(async (site) => ({ ...site, id: recentSiteId(site.path), found: await isFile(site.path) })),
      );
    },
    remember: async ({ path, customer, site, openedAt, readiness, written, counts }) => {
      const own = resolve(path);
      await file.change((before) => {
        const earlier = before.sites.find((one) => one.path === own);
        const kept = counts ?? earlier?.counts;
        const now = {
          path: own,
          customer,
          site,
          openedAt,
          readiness: readiness === undefined ? (earlier?.readiness ?? null) : readiness,
          written: written === undefined ? (earlier?.written ?? null) : written,
          ...(kept === undefined ? {} : { counts: kept }),
        };
        return { ...before, sites: [now, ...before.sites.filter((one) => one.path !== own)].slice(0, most) };
      });
    },
    forget: async (id) => {
      await file.change((before) => ({
        ...before,
        sites: before.sites.filter((one) => recentSiteId(one.path) !== id),
      }));
    },
    move: async (id, to) => {
      const path = resolve(to);
      await file.change((before) => ({
        ...before,
        sites: before.sites
          .filter((one) => one.path !== path || recentSiteId(one.path) === id)
          .map((one) => (recentSiteId(one.path) === id ? { ...one, path } : one)),
      }));
    },
    isOwn: async (path, text) => {
      const { sites } = await file.read();
      const digest = textDigest(text);
      return sites.some((one) => one.path === resolve(path) && one.written === digest);
    },
  };
}
