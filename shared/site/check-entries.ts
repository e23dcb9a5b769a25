import type { Catalog, CatalogEntry } from '../catalog/schema.ts';
import { meantHint } from '../lib/did-you-mean.ts';
import type { Finding } from '../lib/result.ts';
import { parseService } from '../lib/service.ts';
import type { EntryOverride, Site } from './schema.ts';
import { settleEntry } from './settle-entry.ts';
import { directionsOf, levelKey } from './settle-levels.ts';

function checkServices(entry: CatalogEntry, override: EntryOverride, path: string): Finding[] {
  const services = override.services ?? [];
  return services.flatMap((service, index) => {
    const place = `${path}.services[${index}]`;
    const parsed = parseService(service);
    if (!parsed.ok) return [{ path: place, message: parsed.error }];
    if (!entry.services.includes(service))
      return [
        {
          path: place,
          message: `${service} is none of this entry's services: ${entry.services.join(', ')}.`,
          cure: 'Another port is a custom rule.',
        },
      ];
    if (services.indexOf(service) !== index) return [{ path: place, message: `${service} is listed twice.` }];
    return [];
  });
}

/** A published direction can be narrowed, never widened: what the table does not list is no rule "as published". */
function checkDirection(entry: CatalogEntry, override: EntryOverride, path: string): Finding[] {
  if (override.direction === undefined || entry.direction === null) return [];
  const published = directionsOf(entry.direction);
  const beyond = directionsOf(override.direction).filter((direction) => !published.includes(direction));
  return beyond.map((direction) => ({
    path: `${path}.direction`,
    message: `The table lists no direction "${direction}" for this entry, only "${entry.direction ?? ''}".`,
    cure: 'A session in the other direction is a custom rule.',
  }));
}

function checkLevels(entry: CatalogEntry, override: EntryOverride, path: string): Finding[] {
  if (override.level === undefined || typeof override.level === 'string') return [];
  const known = directionsOf(override.direction ?? entry.direction).flatMap((direction) =>
    entry.services.map((service) => levelKey(direction, service)),
  );
  return Object.keys(override.level).flatMap((key) =>
    known.includes(key)
      ? []
      : [
          {
            path: `${path}.level[${JSON.stringify(key)}]`,
            message: `There is no "${key}" here. ${
              known.length === 0 ? 'Choose the direction first.' : `Known: ${known.join(', ')}.`
            }`,
          },
        ],
  );
}

function checkResponsibility(catalog: Catalog, site: Site, entry: CatalogEntry, path: string): Finding[] {
  const { takenAway } = settleEntry(catalog, site, entry);
  if (takenAway.length === 0) return [];
  const what = takenAway.map((one) => one.what).join(', ');
  const message = `This takes away what is required (${what}).`;
  const override = site.entries[entry.id];
  const findings: Finding[] = [];
  if ((override?.by ?? '').trim() === '')
    findings.push({ path: `${path}.by`, message, cure: 'Name who decided it.' });
  if ((override?.reason ?? '').trim() === '')
    findings.push({ path: `${path}.reason`, message, cure: 'Say why; it stands on page 1.' });
  return findings;
}

/** Overrides of catalogue entries: known entries, their own services, and a name under what takes requirements away. */
export function checkEntries(catalog: Catalog, site: Site): Finding[] {
  const ids = catalog.entries.map((entry) => entry.id);
  return Object.entries(site.entries).flatMap(([id, override]) => {
    const path = `entries.${id}`;
    const entry = catalog.entries.find((one) => one.id === id);
    if (entry === undefined) {
      const hint = meantHint(id, ids);
      return [
        {
          path,
          message: `Unknown entry${hint === '' ? `; the catalogue ${catalog.id} has none of this id.` : hint}`,
        },
      ];
    }
    const shape = [
      ...checkServices(entry, override, path),
      ...checkDirection(entry, override, path),
      ...checkLevels(entry, override, path),
    ];
    return shape.length > 0 ? shape : checkResponsibility(catalog, site, entry, path);
  });
}

/** Features: known ones, and none on without the one that it needs. */
export function checkFeatures(catalog: Catalog, site: Site): Finding[] {
  const names = Object.keys(catalog.features);
  return Object.entries(site.features).flatMap(([name, on]) => {
    const path = `features.${name}`;
    const feature = catalog.features[name];
    if (feature === undefined) {
      const hint = meantHint(name, names);
      return [
        {
          path,
          message: `Unknown feature${hint === '' ? `; the catalogue ${catalog.id} has none of this name.` : hint}`,
        },
      ];
    }
    if (!on || feature.needs === null || site.features[feature.needs] === true) return [];
    const needed = catalog.features[feature.needs]?.title ?? feature.needs;
    return [
      {
        path,
        message: `${feature.title} needs ${needed}, which is off.`,
        cure: `Switch ${needed} on, or this off.`,
      },
    ];
  });
}
