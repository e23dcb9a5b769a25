import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { composeChangeRequest } from '../../../shared/documents/change-request/compose.ts';
import type { RequestInput } from '../../../shared/documents/change-request/facts.ts';
import type { ReviseInput } from '../../../shared/documents/change-request/revise.ts';
import { whyNoRequest } from '../../../shared/documents/change-request/revise.ts';
import { textFormats } from '../../../shared/documents/text-formats.ts';
import type { DocumentModel } from '../../../shared/documents/model.ts';
import type { HeldAgainst, IpcArguments, RequestPreview } from '../../../shared/ipc/contract.ts';
import type { RequestText } from '../../../shared/ipc/request-calls.ts';
import type { WrittenFiles } from '../../../shared/ipc/written-files.ts';
import { version } from '../../../shared/lib/version.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import type { Site } from '../../../shared/site/schema.ts';
import type { MadeForSites } from '../../store/made-for-sites.ts';
import { siteNameOf } from '../../store/site-file.ts';
import { writeAtomically } from '../../store/write-atomically.ts';
import type { PdfOptions, RenderedPdf } from '../../pdf/render-document.ts';
import { PdfNotWanted } from '../../pdf/render-in-worker.ts';
import { siteDigest } from '../check-site.ts';
import { readCheckedReport, readEarlierRequest } from '../held-against.ts';
import { UseCaseError } from '../problem.ts';
import { reportPath } from '../report-files.ts';
import { fontRemarks, requestChange } from '../request-change.ts';
import { utcSeconds } from '../run/utc.ts';
import type { HandedOut } from './handed-out.ts';
import { writtenFiles } from './handed-out.ts';
import { knownKeys } from './known-keys.ts';
import { siteKey } from './made-before.ts';
import type { OpenedSite, OpenSites } from './open-sites.ts';
import { nameOf, validSite } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

/** The change request of an open site: shown as the file that it will be, then written. */
export interface RequestSession {
  /** Null: a newer preview of this site was asked for meanwhile. */
  readonly preview: (...args: IpcArguments<'request.preview'>) => Promise<RequestPreview | null>;
  /** A format that is a text, as saving would write it now. */
  readonly text: (...args: IpcArguments<'request.text'>) => Promise<RequestText>;
  /** Null: the person closed the dialog. */
  readonly against: (...args: IpcArguments<'request.against'>) => Promise<HeldAgainst | null>;
  readonly save: (...args: IpcArguments<'request.save'>) => Promise<WrittenFiles | null>;
}

/** What the window shows of a site: saving the same writes these very bytes. */
interface ShownRequest {
  readonly siteDigest: string;
  readonly createdAt: string;
  readonly paper: PdfOptions['paper'];
  readonly model: string;
  readonly pdf: RenderedPdf;
}

/** What the window holds as an id. */
type Against = Pick<ReviseInput, 'since' | 'checked'>;

interface OfSite {
  shown: ShownRequest | null;
  /** The preview under way. */
  making: AbortController | null;
  /** Where the request was written last. */
  folder: string | null;
  readonly against: Map<string, Against>;
}

const notComplete = 'The site is not complete, so there is no request to show.';

function inputOf(opened: OpenedSite, site: Site, createdAt: string): RequestInput {
  const catalog = findCatalog(site.catalog);
  if (catalog === undefined) throw new Error(`There is no catalogue ${site.catalog}.`);
  const ruleSet = deriveRules(catalog, site);
  const practice = opened.practice !== null;
  return { catalog, site, ruleSet, createdAt, version, practice, siteName: nameOf(opened, site) };
}

function siteOf(draft: Record<string, unknown>): Site {
  const parsed = parseSite(draft, findCatalog);
  if (parsed.ok) return parsed.value;
  throw new UseCaseError('bad-input', notComplete, 'Correct it at these places:', parsed.error);
}

/** Where each line stands, by the anchors that the composer gives them. */
function placesOf({ anchors }: RenderedPdf): RequestPreview['places'] {
  return anchors.flatMap(({ name, page, top, height }) => {
    const number = /^line-(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : [{ number: Number(number), page, top, height }];
  });
}

function heldAgainst({ against }: OfSite, id: string | null): Against {
  if (id === null) return {};
  const held = against.get(id);
  if (held !== undefined) return held;
  throw new UseCaseError(
    'bad-input',
    'What the request is held against is not known any more.',
    'Choose it again.',
  );
}

/** @throws UseCaseError when the site and what it is held against do not fit together */
function refuse(opened: OpenedSite, site: Site, held: Against): void {
  const why = whyNoRequest({ ...held, site, practice: opened.practice !== null });
  if (why !== null) throw new UseCaseError('bad-input', why.message, why.cure);
}

/** The site's own report, where signing puts it; else the one that the person chooses. */
async function reportOf({ path }: OpenedSite, ports: WizardPorts): Promise<string | null> {
  if (path === null) return ports.dialogs.report();
  const own = reportPath(dirname(path), siteNameOf(path), 'readiness.json');
  const there = await stat(own).then(
    () => true,
    () => false,
  );
  return there ? own : ports.dialogs.report();
}

export function requestSession(
  {
    sites,
    written,
    made,
  }: { readonly sites: OpenSites; readonly written: HandedOut; readonly made: MadeForSites },
  ports: WizardPorts,
): RequestSession {
  const states = new WeakMap<OpenedSite, OfSite>();
  const stateOf = (opened: OpenedSite): OfSite => {
    const known = states.get(opened) ?? {
      shown: null,
      making: null,
      folder: null,
      against: new Map(),
    };
    states.set(opened, known);
    return known;
  };
  /** The time of a request that is shown belongs to it as long as the site stays the same. */
  const createdAtOf = (state: OfSite, site: Site): string =>
    state.shown?.siteDigest === siteDigest(site) ? state.shown.createdAt : utcSeconds(ports.now());

  const knownPdf = (state: OfSite, model: DocumentModel, paper: PdfOptions['paper']): RenderedPdf | null =>
    state.shown?.paper === paper && state.shown.model === JSON.stringify(model) ? state.shown.pdf : null;

  return {
    preview: async (id, draft, { paper, against }) => {
      const opened = sites.get(id);
      const site = siteOf(draft);
      const state = stateOf(opened);
      const held = heldAgainst(state, against);
      refuse(opened, site, held);
      state.making?.abort();
      const making = new AbortController();
      state.making = making;
      const createdAt = createdAtOf(state, site);
      const { document, status } = composeChangeRequest({
        ...inputOf(opened, site, createdAt),
        ...held,
      });
      try {
        const pdf =
          knownPdf(state, document, paper) ?? (await ports.renderRequest(document, paper, making.signal));
        if (making.signal.aborted) return null;
        const model = JSON.stringify(document);
        state.shown = { siteDigest: siteDigest(site), createdAt, paper, model, pdf };
        return {
          bytes: pdf.bytes,
          status,
          createdAt,
          pages: pdf.pages,
          places: placesOf(pdf),
          remarks: fontRemarks(pdf),
        };
      } catch (error) {
        if (error instanceof PdfNotWanted) return null;
        throw error;
      }
    },
    text: async (id, draft, { format, against }) => {
      const opened = sites.get(id);
      const site = siteOf(draft);
      const state = stateOf(opened);
      const held = heldAgainst(state, against);
      refuse(opened, site, held);
      const request = composeChangeRequest({
        ...inputOf(opened, site, createdAtOf(state, site)),
        ...held,
      });
      const { extension, write } = textFormats[format];
      return Promise.resolve({ name: `${request.stem}${extension}`, ...write(request) });
    },
    against: async (id, kind) => {
      const opened = sites.get(id);
      const path = kind === 'earlier' ? await ports.dialogs.earlierRequest() : await reportOf(opened, ports);
      if (path === null) return null;
      const held: Against =
        kind === 'earlier'
          ? { since: await readEarlierRequest(path) }
          : {
              checked: await readCheckedReport(path, {
                knownKeys: await knownKeys(ports.userFolder, opened.practice),
                now: ports.now(),
                version,
              }),
            };
      const given = ports.newId();
      stateOf(opened).against.set(given, held);
      return {
        id: given,
        fileName: basename(path),
        since: held.since ?? null,
        checked: held.checked ?? null,
      };
    },
    save: async (id, { formats, paper, sameFolder, against }) => {
      const opened = sites.get(id);
      const site = validSite(opened, 'The site is not complete, so no request was written.');
      const state = stateOf(opened);
      const held = heldAgainst(state, against);
      refuse(opened, site, held);
      const startIn = state.folder ?? (opened.path === null ? null : dirname(opened.path));
      const outDir =
        sameFolder && state.folder !== null
          ? state.folder
          : await ports.dialogs.folder('Folder for the change request', startIn);
      if (outDir === null) return null;
      const { createdAt, ...input } = inputOf(opened, site, createdAtOf(state, site));
      const { files, remarks } = await requestChange(
        { ...input, ...held, outDir, formats, paper, now: createdAt },
        {
          renderPdf: async (model, size) =>
            knownPdf(state, model, size) ?? (await ports.renderRequest(model, size)),
          writeFile: (file, bytes) => writeAtomically(file, bytes),
        },
      );
      state.folder = outDir;
      const names = files.filter((file) => dirname(file) === outDir).map((file) => basename(file));
      const request = { folder: outDir, files: names, at: createdAt, site: { ...opened.draft } };
      // The files stand; only the next opening would not know of them.
      if (opened.practice === null) await made.keep(siteKey(opened), { request }).catch(() => undefined);
      return writtenFiles(files, outDir, written, remarks);
    },
  };
}
