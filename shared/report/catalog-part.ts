import type { Catalog } from '../catalog/schema.ts';
import { digestOf } from '../lib/digest.ts';
import type { Report } from './schema.ts';

export type CatalogPart = Report['catalog'];

/** The catalogue as a report embeds it: entries where everyone looks for them, the rest in `head`. */
export function embedCatalog(catalog: Catalog): CatalogPart {
  const { entries, ...head } = catalog;
  return {
    id: catalog.id,
    version: catalog.version,
    sha256: digestOf(catalog),
    entries: [...entries],
    head,
  };
}

/** The catalogue that a report embeds, whole again. */
export function embeddedCatalog(part: CatalogPart): Catalog {
  return { ...part.head, entries: part.entries };
}
