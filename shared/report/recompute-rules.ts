import { err, ok } from '../lib/result.ts';
import { deriveRules } from '../rules/derive-rules.ts';
import { parseSite } from '../site/parse-site.ts';
import type { RecomputeRules } from './verify-content.ts';

/** Reads the site of a report as a site file is read, with all of its bounds, and derives its rules. */
export const recomputeRules: RecomputeRules = (catalog, site) => {
  const parsed = parseSite(site, () => catalog);
  return parsed.ok ? ok(deriveRules(catalog, parsed.value)) : err(parsed.error);
};
