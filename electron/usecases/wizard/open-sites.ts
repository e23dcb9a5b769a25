import { basename } from 'node:path';
import type { Catalog } from '../../../shared/catalog/schema.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import type { OpenSite } from '../../../shared/ipc/contract.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { WatchRecord } from '../../../shared/report/watch/schema.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';
import type { Site } from '../../../shared/site/schema.ts';
import type { PracticeNode } from '../../practice/practice-node.ts';
import type { Scenario } from '../../practice/scenarios.ts';
import type { Signer } from '../../signing/index.ts';
import { siteNameOf } from '../../store/site-file.ts';
import { UseCaseError } from '../problem.ts';
import type { HostKeyQuestions } from './host-key-questions.ts';
import type { OpenFiles } from './open-files.ts';

/** A practice site's own node and throw-away key; both end with the site. */
export interface Practice {
  readonly scenario: Scenario;
  readonly node: PracticeNode;
  readonly signer: Signer;
}

/** The latest run, with the site as it was then: a later edit does not change what was checked. */
export interface LatestRun {
  readonly site: Site;
  readonly catalog: Catalog;
  readonly ruleSet: RuleSet;
  readonly run: RunRecord;
  /** Signed reports whose checks the run holds too. */
  readonly carriedFrom: Report['carriedFrom'];
  /** What it noted while it went on again and again. Absent: it was made once. */
  readonly watch?: WatchRecord;
  /** Removes what was taken down of it, when its report stands or another run took its place. */
  readonly forget: () => Promise<void>;
}

export interface RunUnderWay {
  readonly controller: AbortController;
  readonly questions: HostKeyQuestions;
  /** Resolves when the run is over, however it ended. */
  readonly ended: Promise<void>;
}

/** A site that the window shows. */
export interface OpenedSite {
  readonly id: string;
  /** The site's own file; null: never saved to one. */
  path: string | null;
  /**
   * SHA-256 of the text in that file that these edits rest on; null: there was none. `any`: the person chose to replace what
   * stands there.
   */
  base: string | null;
  /** Under which the unfinished site is kept among the drafts. */
  draftId: string;
  /** As the forms hold it, of the latest save. */
  draft: Record<string, unknown>;
  /** The file was made here, so its host key pins need no second word. */
  readonly pinsAreOwn: boolean;
  readonly practice: Practice | null;
  /** Host keys that the person accepted since it was opened. */
  readonly acceptedKeys: Set<string>;
  latest: LatestRun | null;
  /** Path of the report that was signed since it was opened; null: none was. */
  signedReport: string | null;
  underWay: RunUnderWay | null;
}

/** Of one window. */
export interface OpenSites {
  readonly add: (site: OpenedSite) => void;
  /** @throws UseCaseError when it is not open any more */
  readonly get: (id: string) => OpenedSite;
  /** Stops its run, closes its practice node, forgets it. */
  readonly close: (id: string) => Promise<void>;
  readonly closeAll: () => Promise<void>;
}

async function end(site: OpenedSite): Promise<void> {
  site.underWay?.controller.abort();
  await site.underWay?.ended;
  await site.practice?.node.close();
}

/** @param files what all windows have open */
export function openSites(files: OpenFiles): OpenSites {
  const sites = new Map<string, OpenedSite>();
  const close = async (id: string): Promise<void> => {
    const site = sites.get(id);
    sites.delete(id);
    files.remove(id);
    if (site !== undefined) await end(site);
  };
  return {
    add: (site) => void sites.set(site.id, site),
    get: (id) => {
      const site = sites.get(id);
      if (site !== undefined) return site;
      throw new UseCaseError('bad-input', 'This site is not open any more.', 'Open it again.');
    },
    close,
    closeAll: async () => {
      await Promise.all([...sites.keys()].map(close));
    },
  };
}

/** The site that the forms hold, checked. @throws UseCaseError bad-input with every fault and its place */
export function validSite(site: OpenedSite, cannot: string): Site {
  const parsed = parseSite(site.draft, findCatalog);
  if (parsed.ok) return parsed.value;
  throw new UseCaseError('bad-input', cannot, 'Correct it at these places:', parsed.error);
}

/** Name of the site's files without an ending. */
export function nameOf(site: OpenedSite, valid: Site): string {
  if (site.path !== null) return siteNameOf(site.path);
  if (site.practice !== null) return `practice-${site.practice.scenario}`;
  return siteNameOf([valid.customer.name, valid.customer.site].filter((word) => word !== '').join('-'));
}

/** What the window gets to know of an open site. */
export function shownSite(
  { id, path, practice }: OpenedSite,
  shown: Pick<OpenSite, 'site' | 'recoveredFrom' | 'step' | 'otherWindow' | 'keptRun' | 'made'>,
): OpenSite {
  const fileName = path === null ? null : basename(path);
  return { id, fileName, practice: practice?.scenario ?? null, ...shown };
}
