import { formatFinding } from '../lib/zod-findings.ts';
import { parseCatalog } from './load-catalog.ts';
import panzuraCloudfs from './panzura-cloudfs.json' with { type: 'json' };
import type { Catalog } from './schema.ts';

/** Finds a catalogue by its id. */
export type CatalogLookup = (id: string) => Catalog | undefined;

function built(json: unknown): Catalog {
  const catalog = parseCatalog(json);
  if (!catalog.ok)
    throw new Error(`A built-in catalogue is broken: ${catalog.error.map(formatFinding).join(' ')}`);
  return catalog.value;
}

/** The catalogues that the product ships, by id. Another appliance is another file here. */
export const catalogs: ReadonlyMap<string, Catalog> = new Map(
  [built(panzuraCloudfs)].map((catalog) => [catalog.id, catalog]),
);

/** The catalogue with this id, if the product ships it. */
export const findCatalog: CatalogLookup = (id) => catalogs.get(id);
