import type { Site, SiteEndpoint } from '../site/schema.ts';
import { csvText, text } from './csv-fields.ts';

/**
 * The endpoints of a site as CSV, for a spreadsheet and back: what is pasted or dropped on the Endpoints step reads the same
 * columns (shared/site/recognise). A list within a field is separated by spaces.
 */

const columns: readonly (readonly [string, (role: string, endpoint: SiteEndpoint) => string])[] = [
  ['role', (role) => role],
  ['address', (_, { address }) => text(address)],
  ['label', (_, { label }) => text(label ?? '')],
  ['outside_address', (_, { natAddress }) => text(natAddress ?? '')],
  ['probe_hosts', (_, { probeHosts }) => text((probeHosts ?? []).join(' '))],
  ['sni', (_, { sni }) => text(sni ?? '')],
  ['issuer', (_, { issuer }) => text(issuer ?? '')],
  ['public', (_, endpoint) => (endpoint.public === undefined ? '' : endpoint.public ? 'yes' : 'no')],
  ['expect', (_, { expect }) => text((expect ?? []).join(' '))],
];

/** One endpoint a row, by role. */
export function endpointsCsv(endpoints: Site['endpoints']): string {
  return csvText(
    columns.map(([name]) => name),
    Object.entries(endpoints).flatMap(([role, list]) =>
      list.map((endpoint) => columns.map(([, field]) => field(role, endpoint))),
    ),
  );
}
