import { meantHint } from '../lib/did-you-mean.ts';
import type { Finding } from '../lib/result.ts';
import { formatService, parseService } from '../lib/service.ts';
import { lintNotes } from './lint-notes.ts';
import type { Catalog, CatalogEntry, Condition } from './schema.ts';

function unknownWord(kind: string, word: string, known: readonly string[]): string {
  const hint = meantHint(word, known);
  return `There is no ${kind} "${word}" in this catalogue${hint === '' ? '.' : hint}`;
}

/** Findings for services that are unreadable, not in normal form, or listed twice. */
export function lintServices(services: readonly string[], path: string): Finding[] {
  return services.flatMap((text, index) => {
    const place = `${path}[${index}]`;
    const service = parseService(text);
    if (!service.ok) return [{ path: place, message: service.error }];
    const normal = formatService(service.value);
    if (normal !== text) return [{ path: place, message: `"${text}" is written ${normal}.` }];
    if (services.indexOf(text) !== index) return [{ path: place, message: `${text} is listed twice.` }];
    return [];
  });
}

function lintCondition(condition: Condition, path: string, catalog: Catalog): Finding[] {
  switch (condition.kind) {
    case 'always':
      return [];
    case 'feature': {
      const known = Object.keys(catalog.features);
      if (known.includes(condition.feature)) return [];
      return [{ path: `${path}.feature`, message: unknownWord('feature', condition.feature, known) }];
    }
    case 'role-filled': {
      const known = Object.keys(catalog.roles);
      if (known.includes(condition.role)) return [];
      return [{ path: `${path}.role`, message: unknownWord('role', condition.role, known) }];
    }
    case 'any':
    case 'all':
      return condition.of.flatMap((part, index) => lintCondition(part, `${path}.of[${index}]`, catalog));
  }
}

function mustBeOwn(services: readonly string[], entry: CatalogEntry, path: string): Finding[] {
  return services.flatMap((service, index) =>
    entry.services.includes(service)
      ? []
      : [{ path: `${path}[${index}]`, message: `${service} is none of this entry's services.` }],
  );
}

function lintLevels(entry: CatalogEntry, path: string, catalog: Catalog): Finding[] {
  return entry.levels.flatMap((level, index) => {
    const place = `${path}.levels[${index}]`;
    const findings = mustBeOwn(level.services, entry, `${place}.services`);
    if (entry.direction !== null && entry.direction !== 'both' && entry.direction !== level.direction) {
      findings.push({
        path: `${place}.direction`,
        message: `This entry has no direction "${level.direction}".`,
      });
    }
    if (level.when !== undefined) findings.push(...lintCondition(level.when, `${place}.when`, catalog));
    return findings;
  });
}

function lintWhy(entry: CatalogEntry, path: string): Finding[] {
  const directions = (['in', 'out'] as const).filter(
    (direction) => entry.direction === null || entry.direction === 'both' || entry.direction === direction,
  );
  const missing = directions.filter((direction) => (entry.why[direction] ?? '').trim() === '');
  const findings: Finding[] = missing.map((direction) => ({
    path: `${path}.why.${direction}`,
    message: `The reason for the direction "${direction}" is missing.`,
    cure: 'Say in at most 80 characters what these sessions are for.',
  }));
  if (entry.ifDenied.trim() === '')
    findings.push({ path: `${path}.ifDenied`, message: 'What is lost when it is denied is missing.' });
  return findings;
}

function lintOrigin(entry: CatalogEntry, path: string): Finding[] {
  const findings: Finding[] = [];
  if (entry.origin === 'source') {
    if (entry.published === null)
      findings.push({
        path: `${path}.published`,
        message: 'A row of the source needs its text as published.',
      });
    if (entry.row === null)
      findings.push({ path: `${path}.row`, message: 'A row of the source needs its number.' });
    if (entry.published !== null && entry.published.services.length !== entry.services.length)
      findings.push({
        path: `${path}.services`,
        message: `The source lists ${entry.published.services.length} services, the entry ${entry.services.length}.`,
      });
  } else if (entry.row !== null || entry.published !== null) {
    findings.push({ path, message: 'A rule of our own has no row and no published text.' });
  }
  if ((entry.inline.port === null) !== (entry.inline.portBasis === 'none'))
    findings.push({ path: `${path}.inline.portBasis`, message: 'A port is assumed, or there is none.' });
  return findings;
}

/** A lost address list must say whom to ask; else the request would have nobody to turn to. */
function lintMissingAddresses(entry: CatalogEntry, path: string, catalog: Catalog): Finding[] {
  const findings: Finding[] = [];
  const vendorRoles = entry.roles.filter((role) => catalog.roles[role]?.knownBy === 'vendor');
  for (const role of vendorRoles) {
    if (!(catalog.roles[role]?.missing ?? '').includes(catalog.vendorContact))
      findings.push({
        path: `roles.${role}.missing`,
        message: `Only the vendor knows these addresses, so it must say to ask ${catalog.vendorContact}.`,
      });
  }
  const lost = entry.published?.lost ?? null;
  if (lost !== null && !lost.includes(catalog.vendorContact))
    findings.push({
      path: `${path}.published.lost`,
      message: `It must say to ask ${catalog.vendorContact}.`,
    });
  if (vendorRoles.length > 0 && entry.published !== null && lost === null)
    findings.push({
      path: `${path}.published.lost`,
      message: 'It must say which addresses the source lacks.',
    });
  return findings;
}

function lintEntry(entry: CatalogEntry, index: number, catalog: Catalog): Finding[] {
  const path = `entries[${index}]`;
  const roles = Object.keys(catalog.roles);
  const findings = lintServices(entry.services, `${path}.services`);
  entry.roles.forEach((role, place) => {
    if (!roles.includes(role))
      findings.push({ path: `${path}.roles[${place}]`, message: unknownWord('role', role, roles) });
  });
  findings.push(...lintCondition(entry.on, `${path}.on`, catalog));
  findings.push(...lintLevels(entry, path, catalog));
  if (entry.anyOf !== null) findings.push(...mustBeOwn(entry.anyOf.choice, entry, `${path}.anyOf.choice`));
  findings.push(...lintWhy(entry, path), ...lintOrigin(entry, path));
  findings.push(...lintMissingAddresses(entry, path, catalog));
  findings.push(...lintNotes(entry.notes, `${path}.notes`, catalog));
  return findings;
}

function lintDuplicates(catalog: Catalog): Finding[] {
  const findings: Finding[] = [];
  const ids = new Map<string, number>();
  const rows = new Map<number, number>();
  catalog.entries.forEach((entry, index) => {
    const first = ids.get(entry.id);
    if (first !== undefined)
      findings.push({
        path: `entries[${index}].id`,
        message: `"${entry.id}" is also the id of entries[${first}].`,
      });
    ids.set(entry.id, first ?? index);
    if (entry.row === null) return;
    const sameRow = rows.get(entry.row);
    if (sameRow !== undefined)
      findings.push({
        path: `entries[${index}].row`,
        message: `Row ${entry.row} is also entries[${sameRow}].`,
      });
    rows.set(entry.row, sameRow ?? index);
  });
  return findings;
}

function lintFeatures(catalog: Catalog): Finding[] {
  const known = Object.keys(catalog.features);
  return Object.entries(catalog.features).flatMap(([name, feature]) => {
    if (feature.needs === null || (known.includes(feature.needs) && feature.needs !== name)) return [];
    return [{ path: `features.${name}.needs`, message: unknownWord('other feature', feature.needs, known) }];
  });
}

function lintRoles(catalog: Catalog): Finding[] {
  const used = new Set(catalog.entries.flatMap((entry) => entry.roles));
  return Object.keys(catalog.roles).flatMap((role) =>
    used.has(role) ? [] : [{ path: `roles.${role}`, message: 'No entry uses this role.' }],
  );
}

/** What the parts of a catalogue say of each other: names that lead nowhere, doubles, gaps. Empty: sound. */
export function lintCatalog(catalog: Catalog): Finding[] {
  return [
    ...lintRoles(catalog),
    ...lintFeatures(catalog),
    ...lintDuplicates(catalog),
    ...catalog.entries.flatMap((entry, index) => lintEntry(entry, index, catalog)),
    ...lintNotes(catalog.notes, 'notes', catalog),
  ];
}
