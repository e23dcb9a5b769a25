import type { RuleSet } from '../../shared/rules/types.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import { consolidate } from '../../shared/rules/lines.ts';
import type { Site, SiteFile } from '../../shared/site/schema.ts';
import { panzura, siteOf } from '../helpers/site-fixtures.ts';

/** Cost of one size of site, the least of several rounds: a busy machine only ever adds to it. */
export interface DerivationCost {
  readonly flows: number;
  readonly deriveMs: number;
  readonly consolidateMs: number;
}

const roles = [
  ...['dnsServers', 'nfsClients', 'smbClients', 'ntpServers', 'domainControllers', 'snmpManagers'],
  ...['syslogServers', 'adminWorkstations', 'monitoringHosts'],
];

/** Three nodes, all usual features, `hosts` counterparts in each of nine roles: about 102 flows for each host. */
function siteWith(hosts: number): Site {
  const list = (role: number): string[] =>
    Array.from({ length: hosts }, (_, i) => `10.${100 + role}.${Math.floor(i / 250)}.${1 + (i % 250)}`);
  const file: SiteFile = {
    format: 'gatecheck/site@1',
    catalog: panzura().id,
    deployment: 'one-arm',
    nodes: [0, 1, 2].map((index) => ({
      name: `node-${index}`,
      lan: { address: `10.20.${index}.10/24`, gateway: `10.20.${index}.1` },
    })),
    features: { smb: true, nfs: true, activeDirectory: true, syslog: true, snmp: true, ping: true },
    endpoints: Object.fromEntries(roles.map((role, index) => [role, list(index)])),
  };
  return siteOf(file);
}

function costOf(site: Site, rounds: number): DerivationCost {
  const catalog = panzura();
  let [deriveMs, consolidateMs] = [Infinity, Infinity];
  let set: RuleSet | null = null;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    set = deriveRules(catalog, site);
    const derived = performance.now();
    consolidate(set);
    consolidateMs = Math.min(consolidateMs, performance.now() - derived);
    deriveMs = Math.min(deriveMs, derived - began);
  }
  return { flows: set?.flows.length ?? 0, deriveMs, consolidateMs };
}

/** Least microseconds a flow at about 1,000, 10,000 and 100,000 flows, and how the last compares with the first. */
export function measureDerivation(): { readonly costs: readonly DerivationCost[]; readonly growth: number } {
  // Compiled before the small one is measured, so that it is not the start of the program that is compared.
  costOf(siteWith(100), 5);
  const costs = [costOf(siteWith(10), 60), costOf(siteWith(98), 20), costOf(siteWith(980), 7)];
  const perFlow = costs.map(({ flows, deriveMs, consolidateMs }) => (deriveMs + consolidateMs) / flows);
  return { costs, growth: (perFlow.at(-1) ?? NaN) / (perFlow[0] ?? NaN) };
}

/** The goal of the measure: a flow of the largest site costs at most this much more than one of the smallest. */
export const mostGrowth = 1.3;
