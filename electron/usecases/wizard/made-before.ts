import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MadeBefore } from '../../../shared/ipc/contract.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import type { Made, MadeForSites } from '../../store/made-for-sites.ts';
import { recentSiteId } from '../../store/recent-sites.ts';
import { writtenFiles, type HandedOut } from './handed-out.ts';
import type { OpenedSite } from './open-sites.ts';

/** Under which the user's folder knows a site: by its file, or by its draft as long as it has none. */
export function siteKey({ path, draftId }: Pick<OpenedSite, 'path' | 'draftId'>): string {
  return path === null ? draftId : recentSiteId(path);
}

/** How many checks of a report have which verdict. */
export function verdictCounts({ checks }: Pick<Report, 'checks'>): {
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
} {
  const counts = { pass: 0, fail: 0, inconclusive: 0 };
  for (const { verdict } of checks) counts[verdict] += 1;
  return counts;
}

/** Remembers a signed report with its site. A disk that takes no more costs the memory of it, not the report. */
export async function keepSigned(
  made: MadeForSites,
  opened: OpenedSite,
  report: Report,
  files: readonly string[],
): Promise<void> {
  const json = files.find((file) => file.endsWith('.json'));
  if (json === undefined || opened.practice !== null) return;
  const { createdAt: at, readiness } = report;
  const folder = dirname(json);
  const names = files.filter((file) => dirname(file) === folder).map((file) => basename(file));
  await readFile(json)
    .then((bytes) =>
      made.keep(siteKey(opened), {
        report: {
          ...{ folder, files: names, at, readiness, counts: verdictCounts(report) },
          sha256: createHash('sha256').update(bytes).digest('hex'),
        },
      }),
    )
    .catch(() => undefined);
}

/** What was written for a site before, as far as it is still there; absent parts: nothing. */
export async function madeBefore(
  { request, report }: Made,
  isRunSigned: boolean,
  files: HandedOut,
): Promise<MadeBefore> {
  const still = async (folder: string, names: readonly string[]): Promise<readonly string[]> => {
    const paths = names.map((name) => join(folder, basename(name)));
    const found = await Promise.all(
      paths.map((path) =>
        access(path).then(
          () => true,
          () => false,
        ),
      ),
    );
    return paths.filter((_, index) => found[index]);
  };
  return {
    request:
      request === null
        ? null
        : {
            written: writtenFiles(await still(request.folder, request.files), request.folder, files, []),
            site: request.site as SiteFile,
          },
    report:
      report === null || !isRunSigned
        ? null
        : writtenFiles(await still(report.folder, report.files), report.folder, files, []),
  };
}
