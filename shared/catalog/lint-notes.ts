import { meantHint } from '../lib/did-you-mean.ts';
import type { Finding } from '../lib/result.ts';
import { parseService } from '../lib/service.ts';
import type { Catalog, CatalogNote } from './schema.ts';

/** Notes: each proposal must be ready to become a custom rule of a site. */
export function lintNotes(notes: readonly CatalogNote[], path: string, catalog: Catalog): Finding[] {
  const roles = Object.keys(catalog.roles);
  const entryIds = catalog.entries.map((entry) => entry.id);
  return notes.flatMap((note, index) =>
    note.proposes.flatMap((rule, place) => {
      const at = `${path}[${index}].proposes[${place}]`;
      const findings: Finding[] = [];
      if (!/^[a-z0-9-]{1,40}$/.test(rule.id))
        findings.push({
          path: `${at}.id`,
          message: 'Use at most 40 lower-case letters, digits and hyphens.',
        });
      if (entryIds.includes(rule.id))
        findings.push({ path: `${at}.id`, message: `"${rule.id}" is the id of an entry.` });
      if (!roles.includes(rule.role)) {
        const hint = meantHint(rule.role, roles);
        findings.push({
          path: `${at}.role`,
          message: `There is no role "${rule.role}" in this catalogue${hint === '' ? '.' : hint}`,
        });
      }
      rule.services.forEach((text, service) => {
        const parsed = parseService(text);
        if (!parsed.ok) findings.push({ path: `${at}.services[${service}]`, message: parsed.error });
      });
      return findings;
    }),
  );
}
