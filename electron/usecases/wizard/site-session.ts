import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { catalogs, findCatalog } from '../../../shared/catalog/catalogs.ts';
import type { OpenSite, Saved } from '../../../shared/ipc/contract.ts';
import type { Finding } from '../../../shared/lib/result.ts';
import { newSite } from '../../../shared/site/new-site.ts';
import { parseSite, parseSiteText } from '../../../shared/site/parse-site.ts';
import type { Site, SiteFile } from '../../../shared/site/schema.ts';
import type { Scenario } from '../../practice/scenarios.ts';
import { startPracticeNode } from '../../practice/practice-node.ts';
import { openPracticeSigner } from '../../signing/index.ts';
import type { Drafts } from '../../store/drafts.ts';
import type { RecentSites } from '../../store/recent-sites.ts';
import type { RunJournals } from '../../store/run-journals.ts';
import { recentSiteId, textDigest } from '../../store/recent-sites.ts';
import { saveSite, siteFilePath, siteNameOf } from '../../store/site-file.ts';
import { StoreError } from '../../store/store-error.ts';
import { readTextFile } from '../../store/text-file.ts';
import { UseCaseError } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import { keptRun } from './kept-run.ts';
import type { OpenedSite, OpenSites } from './open-sites.ts';
import { shownSite } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';
import { recoverDraft } from './recover-draft.ts';

/** Opens, saves and closes sites. */
export interface SiteSession {
  readonly create: () => Promise<OpenSite>;
  readonly openFile: (path: string) => Promise<OpenSite>;
  /** A site that never had a file, from the drafts. */
  readonly openDraft: (draftId: string) => Promise<OpenSite>;
  readonly openPractice: (scenario: Scenario) => Promise<OpenSite>;
  readonly save: (id: string, draft: Record<string, unknown>) => Promise<Saved>;
  readonly saveAs: (id: string, draft: Record<string, unknown>) => Promise<Saved | null>;
}

export interface SiteStores {
  readonly sites: OpenSites;
  readonly drafts: Drafts;
  readonly recent: RecentSites;
  readonly journals: RunJournals;
}

type NewlyOpened = Pick<OpenedSite, 'path' | 'fileText' | 'draftId' | 'pinsAreOwn' | 'practice'>;

async function textOrNull(path: string): Promise<string | null> {
  try {
    return await readTextFile(path);
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'not-found') return null;
    throw error;
  }
}

/** GTK's dialog adds no ending; a name that then is another file's must not replace that one unasked. */
async function withEnding(chosen: string): Promise<string> {
  if (chosen.toLowerCase().endsWith('.json')) return chosen;
  const path = siteFilePath(dirname(chosen), basename(chosen));
  const taken = await stat(path).then(
    () => true,
    () => false,
  );
  if (!taken) return path;
  throw new UseCaseError(
    'cannot',
    `There is a file ${basename(path)} already.`,
    'Choose another name; to replace that file, choose it with its ending.',
  );
}

export function siteSession(
  { sites, drafts, recent, journals }: SiteStores,
  ports: WizardPorts,
): SiteSession {
  const now = (): string => utcSeconds(ports.now());

  const open = async (
    newly: NewlyOpened,
    site: SiteFile,
    recoveredFrom: string | null,
  ): Promise<OpenSite> => {
    const opened: OpenedSite = {
      ...newly,
      id: ports.newId(),
      draft: { ...site },
      acceptedKeys: new Set(),
      latest: newly.practice === null ? await keptRun(journals, { ...site }) : null,
      signedReport: null,
      underWay: null,
    };
    sites.add(opened);
    return shownSite(opened, site, newly.path === null ? null : basename(newly.path), recoveredFrom);
  };

  const remember = (path: string, { customer }: Site, written?: string | null): Promise<void> =>
    recent.remember({
      path,
      customer: customer.name,
      site: customer.site,
      openedAt: now(),
      ...(written === undefined ? {} : { written }),
    });

  const openFile = async (path: string): Promise<OpenSite> => {
    const draftId = recentSiteId(path);
    const recovered = await recoverDraft(path, drafts, ports.newId);
    const text = recovered === null ? await readTextFile(path) : await textOrNull(path);
    const pinsAreOwn = text !== null && (await recent.isOwn(path, text));
    const newly = { path, fileText: text, draftId, pinsAreOwn, practice: null };
    // An unfinished site is what the forms held; they show it and say what is missing.
    if (recovered !== null) return open(newly, recovered.site as SiteFile, recovered.savedAt);
    const parsed = parseSiteText(text ?? '', findCatalog);
    if (!parsed.ok)
      throw new UseCaseError(
        'bad-input',
        `${basename(path)} cannot be used as a site file.`,
        'Correct it at these places:',
        parsed.error,
      );
    await remember(path, parsed.value);
    return open(newly, parsed.value, null);
  };

  const keepDraft = async (site: OpenedSite): Promise<void> => {
    await drafts.save({ id: site.draftId, savedAt: now(), path: site.path, site: site.draft });
  };

  const asDraft = async (site: OpenedSite, findings: readonly Finding[]): Promise<Saved> => {
    // The practice site comes anew each time, with another port and key.
    if (site.practice === null || site.path !== null) await keepDraft(site);
    return { at: now(), fileName: site.path === null ? null : basename(site.path), to: 'draft', findings };
  };

  const toFile = async (site: OpenedSite, path: string, valid: Site): Promise<Saved> => {
    const there = await textOrNull(path);
    if (there !== null && site.fileText !== null && there !== site.fileText) {
      return asDraft(site, [
        {
          path: '',
          message: `${basename(path)} was changed by another program, so it was left as it is.`,
          cure: 'Save this site under another name, or close it and open the file again.',
        },
      ]);
    }
    const text = await saveSite(path, valid);
    site.fileText = text;
    await remember(path, valid, site.pinsAreOwn ? textDigest(text) : null);
    await drafts.remove(site.draftId);
    return { at: now(), fileName: basename(path), to: 'file', findings: [] };
  };

  const store = async (site: OpenedSite): Promise<Saved> => {
    const parsed = parseSite(site.draft, findCatalog);
    if (!parsed.ok) return asDraft(site, parsed.error);
    if (site.path === null) return asDraft(site, []);
    try {
      return await toFile(site, site.path, parsed.value);
    } catch (error) {
      // The file could not be written: the edits are kept elsewhere, and the person hears of it.
      await keepDraft(site).catch(() => undefined);
      throw error;
    }
  };

  return {
    create: async () => {
      const [catalog] = catalogs.values();
      if (catalog === undefined) throw new Error('No catalogue is built in.');
      const draftId = ports.newId();
      const newly = { path: null, fileText: null, draftId, pinsAreOwn: true, practice: null };
      return open(newly, newSite(catalog), null);
    },
    openFile,
    openDraft: async (draftId) => {
      const draft = await drafts.read(draftId);
      if (draft === null)
        throw new UseCaseError('bad-input', 'This draft is not there any more.', 'Make a new site.');
      // A draft does not say whether its pins were typed here or came with a stranger's file.
      const newly = { path: null, fileText: null, draftId, pinsAreOwn: false, practice: null };
      return open(newly, draft.site as SiteFile, draft.savedAt);
    },
    openPractice: async (scenario) => {
      const node = await startPracticeNode(scenario);
      const practice = { scenario, node, signer: await openPracticeSigner(ports.now()) };
      const draftId = ports.newId();
      return open({ path: null, fileText: null, draftId, pinsAreOwn: true, practice }, node.site, null);
    },
    save: async (id, draft) => {
      const site = sites.get(id);
      site.draft = draft;
      return store(site);
    },
    saveAs: async (id, draft) => {
      const site = sites.get(id);
      site.draft = draft;
      const chosen = await ports.dialogs.saveSite(site.path ?? suggestedName(draft));
      if (chosen === null) return null;
      const path = await withEnding(chosen);
      const before = { path: site.path, fileText: site.fileText, draftId: site.draftId };
      Object.assign(site, { path, fileText: null, draftId: recentSiteId(path) });
      try {
        const saved = await store(site);
        if (before.draftId !== site.draftId) await drafts.remove(before.draftId);
        return saved;
      } catch (error) {
        Object.assign(site, before);
        throw error;
      }
    },
  };
}

function suggestedName(draft: Record<string, unknown>): string {
  const customer: unknown = draft['customer'];
  const words =
    typeof customer === 'object' && customer !== null
      ? (['name', 'site'] as const).map((key) => (key in customer ? String(Reflect.get(customer, key)) : ''))
      : [];
  const name = siteNameOf(words.filter((word) => word !== '').join('-'));
  return join(`${name}.site.json`);
}
