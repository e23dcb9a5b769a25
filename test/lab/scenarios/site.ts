import { X509Certificate } from 'node:crypto';
import { certificateFingerprint } from '../../../electron/engines/tls-trust.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { addresses } from '../flows.ts';
import type { Scenario, ScenarioFlow } from './scenario.ts';
import { nodeKind } from './node-kinds.ts';
import { places } from './services.ts';

export const storeName = 'store.corp.example';
export const storeAddress = '10.30.200.1';
/** Where a lying resolver sends it. */
export const lieAddress = '10.30.200.66';
export const unknownName = 'unknown.corp.example';
/** What the TLS servers call themselves, wherever they are reached. */
export const serverName = 'cloud.corp.example';

export interface SiteParts {
  readonly authorityPem: string;
  /** `SHA256:…` of the node, and of the jump host. */
  readonly hostKey: string;
  readonly jumpKey: string;
}

type CustomRule = NonNullable<SiteFile['customRules']>[number];

function ruleOf(flow: ScenarioFlow, issuer: string): CustomRule {
  if (flow.from === 'laptop')
    return {
      ...{ id: flow.id, title: `Scenario ${flow.id}`, direction: 'in', port: 'lan', level: 'required' },
      ...{ services: [`${flow.port}/${flow.protocol}`], endpoints: ['10.20.40.0/23'] },
      reason: 'A flow of the scenario.',
    };
  const named = flow.target !== flow.address;
  const tls = flow.wanted === 'tls';
  return {
    id: flow.id,
    title: `Scenario ${flow.id}`,
    direction: 'out',
    port: flow.nodePort,
    services: [`${flow.port}/${flow.protocol}`],
    endpoints: [
      {
        address: flow.target,
        ...(tls && !named ? { sni: serverName } : {}),
        ...(tls && flow.trust === 'issuer' ? { issuer } : {}),
        ...(tls && flow.trust === 'public' ? { public: true } : {}),
        ...(flow.target === storeName ? { expect: [storeAddress] } : {}),
      },
    ],
    level: 'required',
    reason: 'A flow of the scenario.',
  };
}

/** A scenario as a technician would enter it: one rule of the site's own for each flow. */
export function siteOf(scenario: Scenario, parts: SiteParts): SiteFile {
  const kind = nodeKind(scenario.kind);
  const issuer = certificateFingerprint(new X509Certificate(parts.authorityPem).raw);
  const jump = kind.oddities.includes('jump');
  return {
    format: 'gatecheck/site@1',
    customer: { name: 'Scenario', site: `${scenario.kind}, seed ${scenario.seed}` },
    technician: { name: 'Lab Technician', email: 'lab@corp.example' },
    request: { number: `LAB-${scenario.seed}` },
    catalog: 'panzura-cloudfs',
    deployment: scenario.deployment,
    nodes: [
      {
        name: 'lab-1',
        lan: { address: `${addresses.node}/24`, gateway: addresses.gateway },
        ...(scenario.deployment === 'inline'
          ? { wan: { address: `${addresses.nodeWan}/29`, gateway: addresses.wanGateway } }
          : {}),
        ssh: {
          ...{ host: addresses.node, port: 22, user: scenario.user, hostKey: parts.hostKey },
          ...(jump ? { jump: [{ host: places.jump, port: 22, user: 'root', hostKey: parts.jumpKey }] } : {}),
        },
      },
    ],
    // The first name that a DNS check asks for; nothing else is on, so that each flow is one rule.
    features: {},
    endpoints: {},
    customRules: scenario.flows.map((flow) => ruleOf(flow, issuer)),
    // Waits and repeats are the program's own.
    checks: { trustedCas: [parts.authorityPem] },
  };
}
