import { basename, join } from 'node:path';
import type { CatalogLookup } from '../../shared/catalog/catalogs.ts';
import type { Finding, Result } from '../../shared/lib/result.ts';
import { isFileNameSafe } from '../../shared/lib/slug.ts';
import { formatSite } from '../../shared/site/format-site.ts';
import { parseSiteText } from '../../shared/site/parse-site.ts';
import type { Site } from '../../shared/site/schema.ts';
import { StoreError } from './store-error.ts';
import { readTextFile } from './text-file.ts';
import { writeAtomically } from './write-atomically.ts';

const ending = '.site.json';

/** The site file's own name without its ending, fit to name the report's files. */
export function siteNameOf(path: string): string {
  const name = basename(path);
  const stem = name.endsWith(ending) ? name.slice(0, -ending.length) : name.replace(/\.json$/i, '');
  const safe = stem
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łŁ]/g, (letter) => (letter === 'ł' ? 'l' : 'L'))
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 80);
  return safe === '' ? 'site' : safe;
}

/** The path that a site is saved under in a folder, with the ending of site files. */
export function siteFilePath(folder: string, name: string): string {
  return join(folder, `${name}${ending}`);
}

/**
 * Reads a site file and checks it against its catalogue.
 *
 * @returns the site, or every fault in it
 * @throws StoreError when the file itself cannot be read
 */
export async function loadSite(path: string, findCatalog: CatalogLookup): Promise<Result<Site, Finding[]>> {
  return parseSiteText(await readTextFile(path), findCatalog);
}

/**
 * Saves a site; the file that was there stays whole when this fails.
 *
 * @returns the text that was written
 * @throws StoreError bad-name, disk-full, not-allowed, not-found, is-a-folder
 */
export async function saveSite(path: string, site: Site): Promise<string> {
  if (!isFileNameSafe(basename(path)))
    throw new StoreError(
      'bad-name',
      path,
      `"${basename(path)}" does not serve as the name of a site file.`,
      `Use letters A to Z, digits, dot, hyphen and underscore, e.g. ${siteNameOf(path)}${ending}.`,
    );
  const text = formatSite(site);
  await writeAtomically(path, text);
  return text;
}
