import { readFileSync } from 'node:fs';
import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type { Catalog } from '../../shared/catalog/schema.ts';
import { formatFinding } from '../../shared/lib/zod-findings.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import type { Site, SiteFile } from '../../shared/site/schema.ts';

/** Names of the site files in test/fixtures/sites that are valid. */
export const siteFixtures = ['gdansk-dc1', 'szczecin-dc1', 'draft'] as const;

/** The text of a site file in test/fixtures/sites. */
export function siteText(name: string): string {
  return readFileSync(new URL(`../fixtures/sites/${name}.site.json`, import.meta.url), 'utf8');
}

/** A valid site from its file's value; throws with the findings otherwise. */
export function siteOf(file: SiteFile): Site {
  const site = parseSite(file, findCatalog);
  if (!site.ok) throw new Error(site.error.map(formatFinding).join('\n'));
  return site.value;
}

/** A site of test/fixtures/sites, checked. */
export function fixtureSite(name: (typeof siteFixtures)[number]): Site {
  return siteOf(JSON.parse(siteText(name)) as SiteFile);
}

/** The Panzura catalogue. */
export function panzura(): Catalog {
  const catalog = findCatalog('panzura-cloudfs');
  if (catalog === undefined) throw new Error('The Panzura catalogue is not there.');
  return catalog;
}

/** The smallest valid One-Arm site; parts replace those of the file. */
export function smallSite(parts: Partial<SiteFile> = {}): SiteFile {
  return {
    format: 'gatecheck/site@1',
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    nodes: [{ name: 'gdn-1', lan: { address: '10.20.0.10/24' } }],
    ...parts,
  };
}
