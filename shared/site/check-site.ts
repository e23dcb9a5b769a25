import type { Catalog } from '../catalog/schema.ts';
import type { Finding } from '../lib/result.ts';
import { checkCustomRules } from './check-custom-rules.ts';
import { checkEndpoints } from './check-endpoints.ts';
import { checkEntries, checkFeatures } from './check-entries.ts';
import { checkNodes } from './check-nodes.ts';
import { checkProxy, checkRequest, checkSettings, checkZones } from './check-rest.ts';
import type { Site } from './schema.ts';

/** What the shape cannot tell: addresses, names of the catalogue, and what the parts say of each other. */
export function checkSite(catalog: Catalog, site: Site): Finding[] {
  return [
    ...checkRequest(site),
    ...checkNodes(site),
    ...checkFeatures(catalog, site),
    ...checkEndpoints(catalog, site),
    ...checkEntries(catalog, site),
    ...checkCustomRules(catalog, site),
    ...checkZones(site),
    ...checkProxy(catalog, site),
    ...checkSettings(site),
  ];
}
