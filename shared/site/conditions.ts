import type { Catalog, Condition } from '../catalog/schema.ts';
import type { Site } from './schema.ts';

/** Whether a condition holds at a site, and the clause that says so: `SMB is on`. */
export interface Holding {
  readonly holds: boolean;
  readonly clause: string;
}

/** True when a role has an address: an endpoint, or another node of the site where that counts. */
export function isRoleFilled(catalog: Catalog, site: Site, role: string): boolean {
  if ((site.endpoints[role] ?? []).length > 0) return true;
  return catalog.roles[role]?.includesSiteNodes === true && site.nodes.length > 1;
}

function andList(clauses: readonly string[]): string {
  return clauses.length < 2
    ? (clauses[0] ?? '')
    : `${clauses.slice(0, -1).join(', ')} and ${clauses.at(-1) ?? ''}`;
}

/** Judges a condition of a catalogue entry at a site. */
export function judgeCondition(condition: Condition, catalog: Catalog, site: Site): Holding {
  switch (condition.kind) {
    case 'always':
      return { holds: true, clause: '' };
    case 'feature': {
      const holds = site.features[condition.feature] === true;
      const title = catalog.features[condition.feature]?.title ?? condition.feature;
      return { holds, clause: `${title} is ${holds ? 'on' : 'off'}` };
    }
    case 'role-filled': {
      const holds = isRoleFilled(catalog, site, condition.role);
      const singular = catalog.roles[condition.role]?.singular ?? condition.role;
      return { holds, clause: holds ? `at least one ${singular} is given` : `no ${singular} is given` };
    }
    case 'any': {
      const parts = condition.of.map((part) => judgeCondition(part, catalog, site));
      const first = parts.find((part) => part.holds);
      if (first !== undefined) return first;
      return { holds: false, clause: andList(parts.map((part) => part.clause)) };
    }
    case 'all': {
      const parts = condition.of.map((part) => judgeCondition(part, catalog, site));
      const first = parts.find((part) => !part.holds);
      if (first !== undefined) return first;
      return { holds: true, clause: andList(parts.map((part) => part.clause)) };
    }
  }
}
