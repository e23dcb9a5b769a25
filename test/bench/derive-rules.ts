import type { RuleSet } from '../../shared/rules/types.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import { consolidate } from '../../shared/rules/lines.ts';
import type { Site, SiteFile } from '../../shared/site/schema.ts';
import { panzura, siteOf } from '../helpers/site-fixtures.ts';
import type { Measured, MeasureOptions } from './request.ts';

/** Cost of one size of site, the least of several rounds: a busy machine only ever adds to it. */
interface DerivationCost {
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

/** The goal: a flow of the largest site costs at most this much more than one of the smallest. */
const mostGrowth = 1.3;

/** What a flow costs at about 1,000, 10,000 and 100,000 flows. */
export function measureDerivation({ quick }: MeasureOptions): Promise<Measured> {
  // Compiled before the small one is measured, so that it is not the start of the program that is compared.
  costOf(siteWith(100), 5);
  const costs = [
    costOf(siteWith(10), quick ? 10 : 60),
    costOf(siteWith(98), quick ? 3 : 20),
    costOf(siteWith(980), quick ? 2 : 7),
  ];
  const perFlow = costs.map(({ flows, deriveMs, consolidateMs }) => (deriveMs + consolidateMs) / flows);
  const growth = (perFlow.at(-1) ?? NaN) / (perFlow[0] ?? NaN);
  const rows = costs.map(
    ({ flows, deriveMs, consolidateMs }, index) =>
      `| ${flows} | ${deriveMs.toFixed(1)} | ${consolidateMs.toFixed(1)} | ${(1000 * (perFlow[index] ?? NaN)).toFixed(2)} |`,
  );
  return Promise.resolve({
    title: 'From a site to rules, flows and lines',
    text: [
      'The least of several rounds.',
      '',
      '| flows | rules and flows, ms | lines, ms | a flow, µs |',
      '| ---: | ---: | ---: | ---: |',
      ...rows,
      '',
      `A flow of the largest costs ${growth.toFixed(2)} times one of the smallest; at most ${mostGrowth} is wanted.`,
    ].join('\n'),
    missed: growth <= mostGrowth ? [] : [`deriving rules grows ${growth.toFixed(2)} times a flow`],
  });
}
