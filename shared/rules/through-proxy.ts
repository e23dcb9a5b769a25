import { familyOf, formatEndpointAddress, parseEndpointAddress } from '../lib/endpoint-address.ts';
import type { Site } from '../site/schema.ts';
import type { SettledService } from '../site/settle-levels.ts';
import type { RuleSeed } from './make-rules.ts';
import { plainParty } from './make-rules.ts';
import type { Counterpart } from './parties.ts';
import type { ProxiedService } from './types.ts';

const rank = { required: 0, optional: 1, 'as-published': 2 } as const;

function proxyParty(site: Site, title: string): Counterpart | null {
  if (site.proxy === null) return null;
  const address = parseEndpointAddress(site.proxy.host);
  if (!address.ok) return null;
  return {
    address: formatEndpointAddress(address.value),
    natAddress: null,
    entered: site.proxy.host,
    label: `Proxy for ${title}`,
    role: 'proxy',
    node: null,
    probeHosts: [],
    sni: null,
    issuer: null,
    public: false,
    expect: [],
    family: familyOf(address.value),
    path: 'proxy.host',
  };
}

/**
 * What the proxy has to reach: the services that give the rule its level. The others would make it fail for less. Of
 * services of which one is enough, HTTPS or else the first is that one.
 */
function behindProxy(seed: RuleSeed, carried: readonly SettledService[], level: string): ProxiedService[] {
  const needed = carried.filter((service) => service.level === level).map(({ service }) => service);
  const https = needed.filter((service) => service === '443/tcp');
  const enough = seed.anyOf.length > 0 ? [...https, ...needed].slice(0, 1) : needed;
  return seed.counterparts.map(plainParty).flatMap((to) => enough.map((service) => ({ to, service })));
}

/**
 * Out rules of an entry that uses the site's proxy lead to the proxy; its UDP services stay direct. Without a counterpart
 * nothing changes: who is to be reached through the proxy is still to be supplied.
 */
export function throughProxy(site: Site, seed: RuleSeed): RuleSeed[] {
  const uses = seed.direction === 'out' && site.proxy?.entries.includes(seed.entry) === true;
  const party = uses ? proxyParty(site, seed.title) : null;
  if (site.proxy === null || party === null || seed.counterparts.length === 0) return [seed];
  const isTcp = (service: SettledService): boolean => service.service.endsWith('/tcp');
  const carried = seed.services.filter(isTcp);
  const strongest = [...carried].sort((a, b) => rank[a.level] - rank[b.level])[0];
  if (strongest === undefined) return [seed];
  const direct = { ...seed, services: seed.services.filter((service) => !isTcp(service)), anyOf: [] };
  const proxied = {
    ...seed,
    services: [{ ...strongest, service: `${site.proxy.port}/tcp` }],
    anyOf: [],
    counterparts: [party],
    behindProxy: behindProxy(seed, carried, strongest.level),
  };
  return direct.services.length === 0 ? [proxied] : [proxied, direct];
}
