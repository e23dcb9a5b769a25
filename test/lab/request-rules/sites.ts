import { X509Certificate } from 'node:crypto';
import { certificateFingerprint } from '../../../electron/engines/tls-trust.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { addresses } from '../flows.ts';
import type { Random } from '../scenarios/random.ts';
import { randomFrom } from '../scenarios/random.ts';
import type { ServiceName } from '../scenarios/services.ts';
import { places } from '../scenarios/services.ts';
import { serverName } from '../scenarios/site.ts';

/** Every address in it is a host of the servers' namespace; the first half is reached by an Inline node's LAN port. */
export const hosts = { all: '10.30.0.0/16', nearLan: '10.30.0.0/17' } as const;

/** A server that has to answer as what it is: `address` and `port` are led to it, behind the firewall. */
export interface Led {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly service: ServiceName;
}

export interface RequestSite {
  readonly seed: number;
  readonly file: SiteFile;
  readonly led: readonly Led[];
}

type Endpoint = NonNullable<SiteFile['endpoints']>[string][number];

/** Roles of servers, by the node's port on an Inline node, and what stands at each of their ports. */
const serverRoles = {
  dnsServers: { near: 'lan', ports: [['udp', 53, 'dns'] as const, ['tcp', 53, 'dns-tcp'] as const] },
  ntpServers: { near: 'lan', ports: [['udp', 123, 'ntp'] as const] },
  winsServers: { near: 'lan', ports: [['udp', 137, 'netbios'] as const] },
  syslogServers: { near: 'lan', ports: [] },
  domainControllers: {
    near: 'lan',
    ports: [
      ['tcp', 389, 'ldap'] as const,
      ['tcp', 88, 'kerberos-tcp'] as const,
      ['udp', 88, 'kerberos'] as const,
    ],
  },
  licenseServers: { near: 'wan', ports: [['tcp', 443, 'tls'] as const] },
  objectStores: { near: 'wan', ports: [['tcp', 443, 'tls'] as const] },
  dataServicesHosts: { near: 'wan', ports: [['tcp', 443, 'tls'] as const] },
  hpCloudEndpoints: { near: 'wan', ports: [] },
} as const;

const clientRoles = ['adminWorkstations', 'smbClients', 'nfsClients', 'monitoringHosts'] as const;

class Hosts {
  private readonly taken = new Set<string>();
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** Eight addresses that nobody else has: the first of them, and the neighbours that no rule names. */
  take(near: 'lan' | 'wan'): string {
    for (;;) {
      const third = this.random.between(0, 127) + (near === 'lan' ? 0 : 128);
      const host = `10.30.${third}.${8 * this.random.between(1, 30)}`;
      if (this.taken.has(host)) continue;
      this.taken.add(host);
      return host;
    }
  }
}

/** A site of literal addresses by its seed: mode, features, servers, clients, rules of its own. */
export function requestSite(
  seed: number,
  keys: { readonly authorityPem: string; readonly hostKey: string },
): RequestSite {
  const random = randomFrom(1000 + seed);
  const taken = new Hosts(random);
  const issuer = certificateFingerprint(new X509Certificate(keys.authorityPem).raw);
  const inline = random.chance(0.4);
  const led: Led[] = [];
  const endpoints: Record<string, Endpoint[]> = { technicianHosts: [addresses.laptop] };
  for (const [role, { near, ports }] of Object.entries(serverRoles))
    endpoints[role] = Array.from({ length: random.between(1, 2) }, (): Endpoint => {
      const host = taken.take(near);
      for (const [protocol, port, service] of ports) led.push({ protocol, address: host, port, service });
      const tls = ports.some(([, , service]) => service === 'tls') ? { sni: serverName, issuer } : {};
      // Now and then a network of four, with the host that may be asked in it.
      const network = random.chance(0.2) ? { address: `${host}/30`, probeHosts: [host] } : { address: host };
      return { ...network, ...tls };
    });
  // The node's own resolver, else every name costs a wait.
  endpoints['dnsServers']?.unshift(places.resolver);
  for (const role of clientRoles) endpoints[role] = [random.pick([addresses.laptop, '10.20.40.0/23'])];
  const onLan = (): 'lan' | 'wan' => (inline && random.chance(0.5) ? 'wan' : 'lan');
  const custom = Array.from({ length: random.between(1, 3) }, (_, index) => {
    const port = onLan();
    return {
      ...{ id: `own-${index + 1}`, title: `Rule ${index + 1}`, direction: 'out' as const, port },
      services: [random.pick(['1344/tcp', '7001-7010/tcp', '9100/tcp', '13724/tcp'])],
      endpoints: [taken.take(port), taken.take(port)],
      ...{ level: 'required' as const, reason: "One of the site's own." },
    };
  });
  const smb = random.chance(0.6);
  const nfs = random.chance(0.4);
  return {
    seed,
    led,
    file: {
      format: 'gatecheck/site@1',
      customer: { name: 'Lab', site: `Site ${seed}` },
      technician: { name: 'Lab Technician', email: 'lab@corp.example' },
      request: { number: `LAB-${seed}` },
      catalog: 'panzura-cloudfs',
      deployment: inline ? 'inline' : 'one-arm',
      nodes: [
        {
          name: 'lab-1',
          lan: { address: `${addresses.node}/24`, gateway: addresses.gateway },
          ...(inline ? { wan: { address: `${addresses.nodeWan}/29`, gateway: addresses.wanGateway } } : {}),
          ssh: { host: addresses.node, port: 22, user: 'root', hostKey: keys.hostKey },
        },
      ],
      features: {
        ...{ smb, nfs, ping: random.chance(0.5), syslog: random.chance(0.5) },
        ...{ activeDirectory: random.chance(0.5), netbios: random.chance(0.4) },
        ...{ dataServices: random.chance(0.4), hpCloud: random.chance(0.3) },
      },
      directory: { domain: 'corp.example' },
      endpoints,
      entries: {
        // No server here speaks LDAP over UDP.
        ldap: { services: ['389/tcp'], direction: 'out', by: 'Lab', reason: 'No such server here.' },
      },
      customRules: [
        ...custom,
        {
          ...{ id: 'named', title: 'Names', direction: 'out', port: 'lan', services: ['443/tcp'] },
          endpoints: ['store.cloud.example', '*.pds.example'],
          ...{ level: 'optional', reason: 'What no packet filter can say.' },
        },
      ],
      // That nothing else gets through, the flows outside the request show.
      checks: { timeoutMs: 1000, retries: 1, negativeControl: false, trustedCas: [keys.authorityPem] },
    },
  };
}
