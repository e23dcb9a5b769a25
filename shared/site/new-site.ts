import type { Catalog, Deployment } from '../catalog/schema.ts';
import type { SiteFile } from './schema.ts';

/**
 * A new site for the wizard: one node without an address, no feature answered, every role empty. It is not valid until
 * the node has an address.
 */
export function newSite(catalog: Catalog, deployment: Deployment = 'one-arm'): SiteFile {
  return {
    format: 'gatecheck/site@1',
    catalog: catalog.id,
    deployment,
    nodes: [{ name: 'node-1', lan: { address: '' } }],
    features: {},
    endpoints: Object.fromEntries(Object.keys(catalog.roles).map((role) => [role, []])),
    request: { approvers: [{ role: 'Information security' }, { role: 'Network or change board' }] },
  };
}
