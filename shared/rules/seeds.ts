import type { Catalog, NodePort } from '../catalog/schema.ts';
import type { CustomRule, Site, SiteNode } from '../site/schema.ts';
import type { SettledEntry } from '../site/settle-entry.ts';
import type { RuleSeed } from './make-rules.ts';
import { counterparts, endpointParty, sortParties } from './parties.ts';
import type { WhyHere } from './types.ts';

/** Seeds of a catalogue entry at one node: by direction (OUT first), then port. */
export function entrySeeds(catalog: Catalog, site: Site, node: SiteNode, settled: SettledEntry): RuleSeed[] {
  const { entry } = settled;
  return settled.directions.flatMap((one) =>
    settled.ports.map((port): RuleSeed => {
      const why: WhyHere = {
        origin: entry.origin,
        row: entry.row,
        because: settled.because,
        purpose: entry.why[one.direction] ?? entry.why.out ?? entry.why.in ?? entry.title,
        publishedCondition: entry.published?.condition ?? null,
        ifDenied: entry.ifDenied,
      };
      return {
        entry: entry.id,
        title: entry.title,
        node,
        direction: one.direction,
        port,
        portBasis: settled.portBasis,
        services: one.services,
        anyOf: one.anyOf,
        counterparts: counterparts(catalog, site, node, port, entry.roles),
        unchecked: entry.unchecked,
        temporary: entry.temporary,
        probe: null,
        why,
      };
    }),
  );
}

function customPorts(site: Site, rule: CustomRule): readonly NodePort[] {
  if (site.deployment === 'one-arm') return ['lan'];
  return rule.port === 'both' ? ['lan', 'wan'] : [rule.port];
}

/** Seeds of a rule of the site's own at one node. */
export function customSeeds(site: Site, node: SiteNode, rule: CustomRule, index: number): RuleSeed[] {
  const parties = rule.endpoints.flatMap((endpoint, place) => {
    const party = endpointParty(endpoint, 'custom', `customRules[${index}].endpoints[${place}]`);
    return party === null ? [] : [party];
  });
  return customPorts(site, rule).map((port) => ({
    entry: rule.id,
    title: rule.title,
    node,
    direction: rule.direction,
    port,
    portBasis: site.deployment === 'one-arm' ? 'source' : 'chosen',
    services: rule.services.map((service) => ({ service, level: rule.level, levelBasis: 'chosen' })),
    anyOf: [],
    counterparts: sortParties(parties),
    unchecked: null,
    temporary: false,
    probe: rule.probe,
    why: {
      origin: 'custom',
      row: null,
      because: 'Added by the site, not by the vendor.',
      purpose: rule.reason,
      publishedCondition: null,
      ifDenied: `What the site added it for does not work: ${rule.reason}`,
    },
  }));
}
