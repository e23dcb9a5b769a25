import type { SiteFile } from '../../../shared/site/schema.ts';

/** The site without these entries of the catalogue, each with who decided it and why. */
export function withEntriesOff(
  site: SiteFile,
  entries: readonly string[],
  { by, reason }: { readonly by: string; readonly reason: string },
): SiteFile {
  const off = Object.fromEntries(
    entries.map((entry) => [entry, { ...site.entries?.[entry], enabled: false, by, reason }]),
  );
  return { ...site, entries: { ...site.entries, ...off } };
}

/** The entry as the catalogue and the features decide it; what else was chosen for it stays. */
export function withEntryBack(site: SiteFile, entry: string): SiteFile {
  const { [entry]: override, ...others } = site.entries ?? {};
  if (override === undefined) return site;
  const kept = { ...override };
  delete kept.enabled;
  // Levels that a person set keep their reason; without them there is nothing to give one for.
  if (kept.level === undefined) {
    delete kept.by;
    delete kept.reason;
  }
  return {
    ...site,
    entries: Object.keys(kept).length === 0 ? others : { ...others, [entry]: kept },
  };
}
