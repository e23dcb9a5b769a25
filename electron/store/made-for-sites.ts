import { join } from 'node:path';
import { z } from 'zod';
import { readinessWord } from '../../shared/results/types.ts';
import { listFile } from './list-file.ts';

const requestMade = z.strictObject({
  folder: z.string(),
  /** File names, all of them in that folder. */
  files: z.array(z.string()).max(100),
  at: z.iso.datetime(),
  /** The site as it was then: what the request asks for comes from it. */
  site: z.record(z.string(), z.unknown()),
});

const reportMade = z.strictObject({
  folder: z.string(),
  files: z.array(z.string()).max(100),
  at: z.iso.datetime(),
  /** SHA-256 of the JSON file: another one of that name is not the one that was signed here. */
  sha256: z.string(),
  readiness: readinessWord,
  counts: z.strictObject({ pass: z.int(), fail: z.int(), inconclusive: z.int() }),
});

const madeFile = z.strictObject({
  format: z.literal('gatecheck/made@1'),
  sites: z
    .array(
      z.strictObject({
        id: z.string(),
        request: requestMade.nullable(),
        report: reportMade.nullable(),
      }),
    )
    .max(200),
});

export type RequestMade = Readonly<z.infer<typeof requestMade>>;
export type ReportMade = Readonly<z.infer<typeof reportMade>>;

/** What was written for a site last. */
export interface Made {
  readonly request: RequestMade | null;
  readonly report: ReportMade | null;
}

/** What was written for each site, by the id of its file or of its draft: who opens the site again goes on from there. */
export interface MadeForSites {
  readonly of: (id: string) => Promise<Made>;
  /** What is left out stays as it was. */
  readonly keep: (id: string, made: Partial<Made>) => Promise<void>;
  /** The site goes by another id from now on. */
  readonly move: (from: string, to: string) => Promise<void>;
  readonly forget: (id: string) => Promise<void>;
}

const most = 60;
const nothing: Made = { request: null, report: null };

/** In `made.json` of the user's folder. A damaged list is an empty one: the files themselves stand where they were written. */
export function madeForSites(userFolder: string): MadeForSites {
  const empty = { format: 'gatecheck/made@1' as const, sites: [] };
  const file = listFile(join(userFolder, 'made.json'), madeFile, empty, { kind: 'start-anew' });
  return {
    of: async (id) => {
      const { sites } = await file.read().catch(() => empty);
      return sites.find((one) => one.id === id) ?? nothing;
    },
    keep: async (id, made) => {
      await file.change((before) => {
        const { request, report } = { ...nothing, ...before.sites.find((one) => one.id === id), ...made };
        const others = before.sites.filter((one) => one.id !== id);
        return { ...before, sites: [{ id, request, report }, ...others].slice(0, most) };
      });
    },
    move: async (from, to) => {
      await file.change((before) => {
        const moved = before.sites.find((one) => one.id === from);
        if (moved === undefined || from === to) return before;
        const others = before.sites.filter(({ id }) => id !== from && id !== to);
        return { ...before, sites: [{ ...moved, id: to }, ...others] };
      });
    },
    forget: async (id) => {
      await file.change((before) => ({ ...before, sites: before.sites.filter((one) => one.id !== id) }));
    },
  };
}
