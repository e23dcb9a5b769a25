import type { Finding } from '../lib/result.ts';
import type { Site } from './schema.ts';

/** Far above any real site; far below what would stop the program. */
const mostPairs = 250_000;

/** No entry draws more rules than this from one endpoint and node. */
const rulesOfAnEndpoint = 8;

/**
 * A bound on what a site can grow to: nodes x endpoints x services. A file from elsewhere must not fill the memory.
 * Checked before anything that takes time.
 */
export function checkSize(site: Site): Finding[] {
  const addresses = Math.max(1, ...site.nodes.map((node) => 1 + node.virtualAddresses.length));
  const listed = Object.values(site.endpoints).reduce((sum, list) => sum + list.length, 0);
  const own = site.customRules.reduce(
    (sum, rule) => sum + rule.endpoints.length * rule.services.length * 2,
    0,
  );
  const pairs = site.nodes.length * addresses * (listed * rulesOfAnEndpoint + own);
  if (pairs <= mostPairs) return [];
  return [
    {
      path: 'endpoints',
      message: `${site.nodes.length} nodes and ${listed} endpoints are more than one site can hold.`,
      cure: 'Name networks instead of single hosts, or make a site file for each part.',
    },
  ];
}
