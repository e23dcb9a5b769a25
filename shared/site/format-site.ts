import type { Site, SiteEndpoint } from './schema.ts';
import { siteSchema } from './schema.ts';

/** An endpoint with nothing but its address is written as that text. */
function shortEndpoint(endpoint: SiteEndpoint): string | SiteEndpoint {
  return Object.keys(endpoint).length === 1 ? endpoint.address : endpoint;
}

/**
 * The text of a site file: two spaces deep, keys in the order of the schema, a line feed at the end. The same site gives
 * the same text.
 */
export function formatSite(site: Site): string {
  const ordered = siteSchema.parse(site);
  const endpoints = Object.fromEntries(
    Object.entries(ordered.endpoints).map(([role, list]) => [role, list.map(shortEndpoint)]),
  );
  const customRules = ordered.customRules.map((rule) => ({
    ...rule,
    endpoints: rule.endpoints.map(shortEndpoint),
  }));
  return `${JSON.stringify({ ...ordered, endpoints, customRules }, null, 2)}\n`;
}
