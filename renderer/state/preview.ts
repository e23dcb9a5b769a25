import { findCatalog } from '../../shared/catalog/catalogs.ts';
import type { Catalog } from '../../shared/catalog/schema.ts';
import { digestOf } from '../../shared/lib/digest.ts';
import type { Finding } from '../../shared/lib/result.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import type { Site, SiteFile } from '../../shared/site/schema.ts';
import { siteSchema } from '../../shared/site/schema.ts';

/** What the draft means right now: computed in the window, for show only. The main process derives its own. */
export interface Preview {
  readonly catalog: Catalog;
  /** What can be read of the draft. */
  readonly site: Site;
  readonly rules: RuleSet;
  /** Why the draft is no valid site yet. */
  readonly findings: readonly Finding[];
  /** Content of all rules: same key, same rules. */
  readonly rulesKey: string;
}

const needed = ['format', 'catalog', 'deployment', 'nodes'];

/** The parts that can be read, when another part of the draft cannot. */
function readable(draft: SiteFile): Site {
  const whole = siteSchema.safeParse(draft);
  if (whole.success) return whole.data;
  const faulty = new Set(whole.error.issues.map((issue) => String(issue.path[0])));
  const parts = Object.entries(draft).filter(([key]) => needed.includes(key) || !faulty.has(key));
  const nodes = draft.nodes.map((node, index) => ({
    name: node.name === '' ? `node-${index + 1}` : node.name,
    lan: { address: node.lan.address },
    ...(node.wan === undefined ? {} : { wan: { address: node.wan.address } }),
  }));
  const rest = { ...Object.fromEntries(parts), ...(faulty.has('nodes') ? { nodes } : {}) };
  const read = siteSchema.safeParse(rest);
  if (read.success) return read.data;
  const { format, catalog, deployment } = draft;
  return siteSchema.parse({ format, catalog, deployment, nodes: [{ name: 'node-1', lan: { address: '' } }] });
}

/**
 * Reads a draft as far as it goes.
 *
 * @returns null when the product does not ship the site's catalogue.
 */
export function previewOf(draft: SiteFile): Preview | null {
  const catalog = findCatalog(draft.catalog);
  if (catalog === undefined) return null;
  const parsed = parseSite(draft, findCatalog);
  const site = parsed.ok ? parsed.value : readable(draft);
  const rules = deriveRules(catalog, site);
  return {
    catalog,
    site,
    rules,
    findings: parsed.ok ? [] : parsed.error,
    rulesKey: digestOf(rules.rules.map((rule) => [rule.id, rule.digest])),
  };
}

/** Whether deriving the draft takes longer than a keystroke may. */
export function hasManyAddresses({ endpoints = {} }: SiteFile): boolean {
  return Object.values(endpoints).reduce((sum, list) => sum + list.length, 0) > 300;
}

/** The first finding at a place, or below it. */
export function findingAt(findings: readonly Finding[], path: string): Finding | undefined {
  return findings.find(
    (finding) =>
      finding.path === path || finding.path.startsWith(`${path}.`) || finding.path.startsWith(`${path}[`),
  );
}

/** A role that an entry which is on draws on, with the entries that need it. */
export interface NeededRole {
  readonly role: string;
  readonly title: string;
  readonly count: number;
  /** An entry has none of its roles filled, and a required rule waits for it. */
  readonly missing: 'required' | 'other' | null;
  readonly entries: readonly string[];
}

/** The roles that the site needs now, in the catalogue's order. */
export function neededRoles({ catalog, site, rules }: Preview): NeededRole[] {
  const on = rules.entries.filter((entry) => entry.on);
  const requiredEmpty = new Set(
    rules.rules
      .filter((rule) => rule.level === 'required' && (rule.from.length === 0 || rule.to.length === 0))
      .map((rule) => rule.entry),
  );
  const always = new Set(['peerNodes', 'technicianHosts']);
  return Object.entries(catalog.roles).flatMap(([role, { title, includesSiteNodes }]) => {
    const users = on.filter(
      (state) => catalog.entries.find((entry) => entry.id === state.entry)?.roles.includes(role) === true,
    );
    if (users.length === 0 && !always.has(role)) return [];
    const others = includesSiteNodes ? site.nodes.length - 1 : 0;
    const count = (site.endpoints[role] ?? []).length + others;
    const waiting = count > 0 ? [] : users.filter((state) => state.emptyRoles.includes(role));
    const missing = waiting.some((state) => requiredEmpty.has(state.entry)) ? 'required' : 'other';
    return [
      {
        role,
        title,
        count,
        missing: waiting.length === 0 ? null : missing,
        entries: users.map((state) => state.title),
      },
    ];
  });
}

/** Entries whose node port is only our assumption (Inline). */
export function assumedEntries({ rules, catalog }: Preview): {
  readonly entry: string;
  readonly title: string;
  readonly rules: number;
  readonly port: 'lan' | 'wan' | null;
}[] {
  return catalog.entries.flatMap((entry) => {
    const own = rules.rules.filter((rule) => rule.entry === entry.id && rule.portBasis === 'assumed');
    return own.length === 0
      ? []
      : [{ entry: entry.id, title: entry.title, rules: own.length, port: entry.inline.port }];
  });
}
