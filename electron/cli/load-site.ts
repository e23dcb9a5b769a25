import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type { Site } from '../../shared/site/schema.ts';
import { loadSite, siteNameOf } from '../store/site-file.ts';
import { StoreError } from '../store/store-error.ts';
import { badInput } from './stop.ts';

export interface LoadedSite {
  readonly site: Site;
  /** The file's name without its ending. */
  readonly name: string;
}

/** Reads the site file of a command; every fault in it is bad input: nothing was sent or written. */
export async function loadSiteFile(path: string): Promise<LoadedSite> {
  try {
    const site = await loadSite(path, findCatalog);
    if (!site.ok) throw badInput(`${path} cannot be used.`, 'Correct it at these places:', site.error);
    return { site: site.value, name: siteNameOf(path) };
  } catch (error) {
    if (error instanceof StoreError) throw badInput(error.message, error.cure);
    throw error;
  }
}
