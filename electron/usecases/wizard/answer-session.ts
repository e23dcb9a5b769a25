import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { proposeChanges } from '../../../shared/documents/answer/proposal.ts';
import { requestFileStem } from '../../../shared/documents/file-names.ts';
import type { AppliedAnswer, ReadAnswer, Saved } from '../../../shared/ipc/contract.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { version } from '../../../shared/lib/version.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { changesSite, recordAnswer, siteWith, type RecordedAnswer } from '../apply-answer.ts';
import { planSite } from '../plan-site.ts';
import { UseCaseError } from '../problem.ts';
import { readAnswer, type AnswerReading } from '../read-answer.ts';
import { utcSeconds } from '../run/utc.ts';
import { writtenFiles, type HandedOut } from './handed-out.ts';
import { nameOf, validSite, type OpenedSite, type OpenSites } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

/** The answer to a site's request: read and shown first, and only then, with the person's word, taken over. */
export interface AnswerSession {
  /** Null: the person closed a dialog. */
  readonly read: (site: string) => Promise<ReadAnswer | null>;
  readonly apply: (site: string, answer: string) => Promise<AppliedAnswer>;
}

export interface AnswerStores {
  readonly sites: OpenSites;
  readonly written: HandedOut;
  readonly save: (site: string, draft: Record<string, unknown>) => Promise<Saved>;
}

/** What was read of which site; the latest of each. */
interface KeptReading {
  readonly id: string;
  readonly reading: AnswerReading;
}

export function answerSession({ sites, written, save }: AnswerStores, ports: WizardPorts): AnswerSession {
  const kept = new Map<string, KeptReading>();

  const read = async (siteId: string): Promise<ReadAnswer | null> => {
    const opened = sites.get(siteId);
    const site = validSite(opened, 'The site is not complete, so no answer can be held against it.');
    const filledPath = await ports.dialogs.filledRequest();
    if (filledPath === null) return null;
    const requestPath =
      (await requestBeside(opened, site, filledPath)) ?? (await ports.dialogs.earlierRequest());
    if (requestPath === null) return null;
    const { catalog, ruleSet } = planSite(site, null);
    const reading = await readAnswer(
      {
        catalog,
        site,
        ruleSet,
        siteName: nameOf(opened, site),
        requestPath,
        filledPath,
        now: utcSeconds(ports.now()),
        version,
      },
      { renderPdf: ports.renderRequest, readFilled: ports.readFilled },
    );
    const id = ports.newId();
    kept.set(siteId, { id, reading });
    return { id, fileName: basename(filledPath), ...reading };
  };

  const apply = async (siteId: string, answerId: string): Promise<AppliedAnswer> => {
    const opened = sites.get(siteId);
    const found = kept.get(siteId);
    if (found?.id !== answerId)
      throw new UseCaseError('bad-input', 'This answer is not known any more.', 'Read the file again.');
    const site = validSite(opened, 'The site is not complete, so nothing was taken over.');
    const { answer, effect } = found.reading;
    // The site may have been edited since: what is there now stays.
    const { catalog } = planSite(site, null);
    const proposal = proposeChanges(answer, catalog, site, effect);
    const changed = changesSite(proposal) ? siteWith(site, proposal) : site;
    const folder = opened.path === null ? null : dirname(opened.path);
    const record = folder === null ? null : await recordAnswer(folder, nameOf(opened, site), answer);
    const saved = await save(siteId, { ...changed }).catch(async (error: unknown) => {
      await record?.undo();
      throw error;
    });
    return { site: changed, saved, written: recorded(folder, record) };
  };

  const recorded = (folder: string | null, record: RecordedAnswer | null): WrittenFiles | null =>
    folder === null || record === null ? null : writtenFiles(record.files, folder, written, []);

  return { read, apply };
}

/** The JSON of the site's request, where it was sent from or where its answer was put. */
async function requestBeside(opened: OpenedSite, site: Site, filledPath: string): Promise<string | null> {
  const { number, revision } = site.request;
  const siteName = nameOf(opened, site);
  const own = (['request', 'delta', 'removal', 'only-blocked'] as const).flatMap((kind) =>
    [false, true].map((draft) => `${requestFileStem({ number, revision, siteName, draft, kind })}.json`),
  );
  const sameName = basename(filledPath).replace(/\.[A-Za-z]+$/, '.json');
  const folders = [dirname(filledPath), ...(opened.path === null ? [] : [dirname(opened.path)])];
  // Several requests of one revision: only the name says which of them came back.
  for (const folder of folders) if (await isFile(join(folder, sameName))) return join(folder, sameName);
  const found: string[] = [];
  for (const folder of new Set(folders))
    for (const name of own) if (await isFile(join(folder, name))) found.push(join(folder, name));
  return found.length === 1 ? (found[0] ?? null) : null;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
}
