import { findCatalog } from '../../shared/catalog/catalogs.ts';
import { formatFinding } from '../../shared/lib/zod-findings.ts';
import { parseSite } from '../../shared/site/parse-site.ts';
import { smallSite } from './site-fixtures.ts';

/** What reading a site file finds, as lines for people. */
export function findings(file: unknown): string[] {
  const site = parseSite(file, findCatalog);
  return site.ok ? [] : site.error.map(formatFinding);
}

/** Findings for the small site with parts of any shape put in. */
export function findingsWith(parts: Record<string, unknown>): string[] {
  return findings({ ...smallSite(), ...parts });
}

/** The small site's only node with parts put in. */
export function node(parts: Record<string, unknown>): Record<string, unknown> {
  return { nodes: [{ name: 'gdn-1', lan: { address: '10.20.0.10/24' }, ...parts }] };
}

/** The small site's LAN port with parts put in. */
export function lan(parts: Record<string, unknown>): Record<string, unknown> {
  return node({ lan: { address: '10.20.0.10/24', ...parts } });
}
