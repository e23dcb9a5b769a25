import type { CatalogLookup } from '../catalog/catalogs.ts';
import type { Catalog } from '../catalog/schema.ts';
import { cutMiddle } from '../lib/cut-middle.ts';
import { parseJsonText } from '../lib/json-text.ts';
import type { Finding, Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { findingsOf } from '../lib/zod-findings.ts';
import { checkSize } from './check-size.ts';
import { checkSite } from './check-site.ts';
import type { Site } from './schema.ts';
import { siteSchema } from './schema.ts';
import { upgradeSite } from './versions/upgrade.ts';

/** Keys of a record in the order that the catalogue gives them: one site has one text. */
function inOrder<T>(record: Readonly<Record<string, T>>, order: readonly string[]): Record<string, T> {
  const known = order.filter((key) => Object.hasOwn(record, key));
  const others = Object.keys(record).filter((key) => !order.includes(key));
  return Object.fromEntries([...known, ...others].map((key) => [key, record[key] as T]));
}

function inCatalogOrder(catalog: Catalog, site: Site): Site {
  return {
    ...site,
    features: inOrder(site.features, Object.keys(catalog.features)),
    endpoints: inOrder(site.endpoints, Object.keys(catalog.roles)),
    entries: inOrder(
      site.entries,
      catalog.entries.map((entry) => entry.id),
    ),
  };
}

/** More than this many faults, or characters of one, help nobody. */
const mostFindings = 100;
const mostCharacters = 1000;

function readable(finding: Finding): Finding {
  const isLong = Object.values(finding).some((text: string) => text.length > mostCharacters);
  if (!isLong) return finding;
  // Part by part, whatever their names: the catalogue of sentences follows a text that is called a message.
  return Object.fromEntries(
    Object.entries(finding).map(([part, text]: [string, string]) => [part, cutMiddle(text, mostCharacters)]),
  ) as unknown as Finding;
}

function firstOf(findings: readonly Finding[]): Finding[] {
  const left = findings.length - mostFindings;
  const first = findings.slice(0, mostFindings).map(readable);
  return left <= 0 ? first : [...first, { path: '', message: `And ${left} more faults.` }];
}

/**
 * Reads a site from its JSON value: version, shape, then everything against its catalogue.
 *
 * @returns the site with all defaults filled in, or every fault with its place.
 */
export function parseSite(json: unknown, findCatalog: CatalogLookup): Result<Site, Finding[]> {
  const upgraded = upgradeSite(json);
  if (!upgraded.ok) return upgraded;
  const shape = siteSchema.safeParse(upgraded.value);
  if (!shape.success) return err(firstOf(findingsOf(shape.error, upgraded.value, siteSchema)));
  const catalog = findCatalog(shape.data.catalog);
  if (catalog === undefined)
    return err([
      {
        path: 'catalog',
        message: `There is no catalogue "${shape.data.catalog}" in this version of Gatecheck.`,
      },
    ]);
  const tooLarge = checkSize(shape.data);
  if (tooLarge.length > 0) return err(tooLarge);
  const site = inCatalogOrder(catalog, shape.data);
  const findings = checkSite(catalog, site);
  return findings.length === 0 ? ok(site) : err(firstOf(findings));
}

/** Reads a site from the text of its file. A fault in the JSON itself names line and column. */
export function parseSiteText(text: string, findCatalog: CatalogLookup): Result<Site, Finding[]> {
  const json = parseJsonText(text);
  if (json.ok) return parseSite(json.value, findCatalog);
  const { line, column, message } = json.error;
  return err([{ path: '', message: `Line ${line}, column ${column}: ${message}` }]);
}
