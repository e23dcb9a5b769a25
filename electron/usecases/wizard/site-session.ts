import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { catalogs, findCatalog } from '../../../shared/catalog/catalogs.ts';
import type { OpenSite, Saved } from '../../../shared/ipc/contract.ts';
import type { SiteStep } from '../../../shared/ipc/site-calls.ts';
import type { Finding } from '../../../shared/lib/result.ts';
import { formatSite } from '../../../shared/site/format-site.ts';
import { newSite } from '../../../shared/site/new-site.ts';
import { parseSite, parseSiteText } from '../../../shared/site/parse-site.ts';
import type { Site, SiteFile } from '../../../shared/site/schema.ts';
import type { Scenario } from '../../practice/scenarios.ts';
import { startPracticeNode } from '../../practice/practice-node.ts';
import { openPracticeSigner } from '../../signing/index.ts';
import type { Drafts } from '../../store/drafts.ts';
import { guardFile } from '../../store/file-guard.ts';
import type { LastSteps } from '../../store/last-steps.ts';
import type { MadeForSites } from '../../store/made-for-sites.ts';
import type { RecentSites } from '../../store/recent-sites.ts';
import type { RunJournals } from '../../store/run-journals.ts';
import { recentSiteId, textDigest } from '../../store/recent-sites.ts';
import { saveSite, siteFilePath, siteNameOf } from '../../store/site-file.ts';
import { StoreError } from '../../store/store-error.ts';
import { readTextFile } from '../../store/text-file.ts';
import { UseCaseError } from '../problem.ts';
import { utcSeconds } from '../run/utc.ts';
import type { HandedOut } from './handed-out.ts';
import { keptRun, shownRun } from './kept-run.ts';
import { madeBefore, siteKey } from './made-before.ts';
import type { OpenFiles } from './open-files.ts';
import type { OpenedSite, OpenSites } from './open-sites.ts';
import { shownSite } from './open-sites.ts';
import type { HeldSite, WizardPorts } from './ports.ts';
import { recoverDraft } from './recover-draft.ts';
import { jsonFileOf, signedRun } from './signed-run.ts';

/** Opens, saves and closes sites. */
export interface SiteSession {
  readonly create: () => Promise<OpenSite>;
  readonly openFile: (path: string) => Promise<OpenSite>;
  /** A site that never had a file, from the drafts. */
  readonly openDraft: (draftId: string) => Promise<OpenSite>;
  readonly openPractice: (scenario: Scenario) => Promise<OpenSite>;
  /** Opens a site under the id that it had before the wizard ended by itself. */
  readonly reopen: (held: HeldSite) => Promise<void>;
  readonly save: (id: string, draft: Record<string, unknown>) => Promise<Saved>;
  readonly saveAs: (id: string, draft: Record<string, unknown>) => Promise<Saved | null>;
  readonly takeTheirs: (id: string) => Promise<OpenSite>;
  /** Keeps at which step the person is. */
  readonly step: (id: string, step: SiteStep) => Promise<void>;
  readonly showOther: (id: string) => Promise<boolean>;
}

export interface SiteStores {
  readonly sites: OpenSites;
  readonly files: OpenFiles;
  readonly drafts: Drafts;
  readonly recent: RecentSites;
  readonly journals: RunJournals;
  readonly steps: LastSteps;
  readonly made: MadeForSites;
  readonly written: HandedOut;
}

type NewlyOpened = Pick<OpenedSite, 'path' | 'base' | 'draftId' | 'pinsAreOwn' | 'practice'>;

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

/** A file that the person chose to replace, whatever stands there. */
const any = 'any';

const digestOf = (text: string | null): string | null => (text === null ? null : textDigest(text));

export function siteSession(
  { sites, files, drafts, recent, journals, steps, made, written }: SiteStores,
  ports: WizardPorts,
): SiteSession {
  const now = (): string => utcSeconds(ports.now());
  const turns = turnsOfSites();

  /** Other windows, and a wizard that follows this one, get to know what is open here. */
  const tell = ({ id, path, draftId, base, pinsAreOwn, practice }: OpenedSite): void => {
    files.put({ site: id, window: ports.window, path, draftId });
    ports.holds(practice === null ? { id, path, draftId, base, pinsAreOwn } : null);
  };

  /** Edits of one file in two windows are two drafts. */
  const freeDraftId = (path: string, site: string): string => {
    const own = recentSiteId(path);
    return files.isDraftTaken(own, site) ? ports.newId() : own;
  };

  const open = async (
    newly: NewlyOpened,
    site: SiteFile,
    recoveredFrom: string | null,
    id = ports.newId(),
  ): Promise<OpenSite> => {
    const opened: OpenedSite = {
      ...newly,
      id,
      draft: { ...site },
      acceptedKeys: new Set(),
      latest: newly.practice === null ? await keptRun(journals, { ...site }) : null,
      signedReport: null,
      underWay: null,
    };
    const before = newly.practice === null ? await made.of(siteKey(newly)) : { request: null, report: null };
    // A run that waits for its report is newer than the report that was signed last.
    const isSigned = opened.latest === null && before.report !== null;
    if (isSigned) opened.latest = await signedRun(before.report);
    if (isSigned && opened.latest !== null) opened.signedReport = jsonFileOf(before.report);
    const step = await steps.of(siteKey(newly));
    sites.add(opened);
    tell(opened);
    return shownSite(opened, {
      ...{ site, recoveredFrom },
      ...(step === null ? {} : { step }),
      ...(newly.path === null ? {} : { otherWindow: files.other(newly.path, id) !== null }),
      ...(before.request === null && before.report === null
        ? {}
        : { made: await madeBefore(before, opened.signedReport !== null, written) }),
      ...(opened.latest === null ? {} : { keptRun: shownRun(opened, opened.latest, ports.now()) }),
    });
  };

  const remember = (path: string, { customer }: Site, written?: string | null): Promise<void> =>
    recent.remember({
      path,
      customer: customer.name,
      site: customer.site,
      openedAt: now(),
      ...(written === undefined ? {} : { written }),
    });

  const validIn = (path: string, text: string): Site => {
    const parsed = parseSiteText(text, findCatalog);
    if (parsed.ok) return parsed.value;
    throw new UseCaseError(
      'bad-input',
      `${basename(path)} cannot be used as a site file.`,
      'Correct it at these places:',
      parsed.error,
    );
  };

  const openFile = async (path: string): Promise<OpenSite> => {
    const id = ports.newId();
    const draftId = freeDraftId(path, id);
    // The draft of another window that has this file open belongs to that one.
    const recovered = draftId === recentSiteId(path) ? await recoverDraft(path, drafts, ports.newId) : null;
    const text = recovered === null ? await readTextFile(path) : await textOrNull(path);
    const pinsAreOwn = text !== null && (await recent.isOwn(path, text));
    const base = recovered?.base === undefined ? digestOf(text) : recovered.base;
    const newly = { path, base, draftId, pinsAreOwn, practice: null };
    // An unfinished site is what the forms held; they show it and say what is missing.
    if (recovered !== null) return open(newly, recovered.site as SiteFile, recovered.savedAt, id);
    const valid = validIn(path, text ?? '');
    await remember(path, valid);
    return open(newly, valid, null, id);
  };

  const keepDraft = async ({ draftId, path, base, draft }: OpenedSite): Promise<string> => {
    const savedAt = now();
    // Beside the edits of another window these are a site of their own, which has no file yet.
    const ofFile = path !== null && draftId === recentSiteId(path) && base !== any;
    const kept = ofFile ? { path, base } : { path: null };
    await drafts.save({ id: draftId, savedAt, site: draft, ...kept });
    return savedAt;
  };

  const asDraft = async (site: OpenedSite, findings: readonly Finding[]): Promise<Saved> => {
    // The practice site comes anew each time, with another port and key.
    const at = site.practice === null || site.path !== null ? await keepDraft(site) : now();
    return { at, fileName: site.path === null ? null : basename(site.path), to: 'draft', findings };
  };

  /** Somebody else changed the file: both versions stay, and the person chooses. */
  const asConflict = async (site: OpenedSite, path: string): Promise<Saved> => {
    const otherWindow = files.other(path, site.id) !== null;
    const saved = await asDraft(site, [
      {
        path: '',
        message: otherWindow
          ? `${basename(path)} was changed in another window, so it was left as it is.`
          : `${basename(path)} was changed by another program, so it was left as it is.`,
        cure: 'Save this site under another name, or close it and open the file again.',
      },
    ]);
    const { mtime } = await stat(path);
    return { ...saved, conflict: { theirs: utcSeconds(mtime), mine: saved.at, otherWindow } };
  };

  const toFile = (site: OpenedSite, path: string, valid: Site): Promise<Saved> =>
    guardFile(path, async () => {
      const there = await textOrNull(path);
      const isOurs = site.base === any || there === null || digestOf(there) === site.base;
      // What another one wrote may be the very same.
      if (!isOurs && there !== formatSite(valid)) return asConflict(site, path);
      const text = await saveSite(path, valid);
      site.base = digestOf(text);
      tell(site);
      await remember(path, valid, site.pinsAreOwn ? site.base : null);
      await drafts.remove(site.draftId);
      return { at: now(), fileName: basename(path), to: 'file', findings: [] };
    });

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
      const newly = { path: null, base: null, draftId, pinsAreOwn: true, practice: null };
      return open(newly, newSite(catalog), null);
    },
    openFile,
    openDraft: async (draftId) => {
      const draft = await drafts.read(draftId);
      if (draft === null)
        throw new UseCaseError('bad-input', 'This draft is not there any more.', 'Make a new site.');
      // A draft does not say whether its pins were typed here or came with a stranger's file.
      const newly = { path: null, base: null, draftId, pinsAreOwn: false, practice: null };
      return open(newly, draft.site as SiteFile, draft.savedAt);
    },
    openPractice: async (scenario) => {
      const node = await startPracticeNode(scenario);
      const practice = { scenario, node, signer: await openPracticeSigner(ports.now()) };
      const draftId = ports.newId();
      return open({ path: null, base: null, draftId, pinsAreOwn: true, practice }, node.site, null);
    },
    reopen: async ({ id, path, draftId, base, pinsAreOwn }) => {
      const draft = await drafts.read(draftId);
      const text = path === null ? null : await textOrNull(path);
      const site = draft?.site ?? (path === null || text === null ? null : validIn(path, text));
      // The window saves what its forms hold as soon as it hears of this.
      await open({ path, base, draftId, pinsAreOwn, practice: null }, (site ?? {}) as SiteFile, null, id);
    },
    save: async (id, draft) => {
      const site = sites.get(id);
      return turns.take(site, async () => {
        site.draft = draft;
        return store(site);
      });
    },
    saveAs: async (id, draft) => {
      const site = sites.get(id);
      const chosen = await ports.dialogs.saveSite(site.path ?? suggestedName(draft));
      if (chosen === null) return null;
      const path = await withEnding(chosen);
      return turns.take(site, async () => {
        site.draft = draft;
        const before = { path: site.path, base: site.base, draftId: site.draftId };
        Object.assign(site, { path, base: any, draftId: freeDraftId(path, id) });
        try {
          const saved = await store(site);
          tell(site);
          if (before.draftId !== site.draftId) await drafts.remove(before.draftId);
          // A draft becomes this site; a file stays what it is, beside its copy.
          if (before.path === null) await made.move(before.draftId, siteKey(site)).catch(() => undefined);
          return saved;
        } catch (error) {
          Object.assign(site, before);
          throw error;
        }
      });
    },
    takeTheirs: async (id) => {
      const site = sites.get(id);
      return turns.take(site, async () => {
        const { path } = site;
        if (path === null)
          throw new UseCaseError('bad-input', 'This site has no file.', 'Save it under a name.');
        validIn(path, await readTextFile(path));
        // What was edited here stays, as a site of its own.
        await drafts.save({ id: ports.newId(), savedAt: now(), path: null, site: site.draft });
        await drafts.remove(site.draftId);
        await sites.close(id);
        return openFile(path);
      });
    },
    step: async (id, step) => {
      const site = sites.get(id);
      if (site.practice === null) await steps.keep(siteKey(site), step);
    },
    showOther: async (id) => {
      const { path } = sites.get(id);
      const other = path === null ? null : files.other(path, id);
      if (other !== null) await ports.windows.show(other.window);
      return other !== null;
    },
  };
}

/** Saves of one site wait for each other: each compares the file with what the one before wrote. */
function turnsOfSites(): {
  readonly take: <T>(site: OpenedSite, work: () => Promise<T>) => Promise<T>;
} {
  const last = new WeakMap<OpenedSite, Promise<unknown>>();
  return {
    take: (site, work) => {
      const mine = (last.get(site) ?? Promise.resolve()).then(work, work);
      last.set(site, mine);
      return mine;
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
