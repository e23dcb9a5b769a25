import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { SiteFile } from '../../shared/site/schema.ts';
import { certificateFingerprint } from '../../electron/engines/tls-trust.ts';
import { addresses, names } from './flows.ts';
import type { Certificates, Keys } from './peers.ts';

export type Variant = 'one-arm' | 'inline';

/** The lab as a site file: every flow of flows.ts is some rule's. */
export function labSite(variant: Variant, certificates: Certificates, keys: Keys): SiteFile {
  const authority = certificateFingerprint(new X509Certificate(certificates.authority.pem).raw);
  return {
    format: 'gatecheck/site@1',
    customer: { name: 'Lab', site: variant },
    technician: { name: 'Lab Technician', email: 'lab@corp.example' },
    request: { number: 'LAB-1' },
    catalog: 'panzura-cloudfs',
    deployment: variant,
    nodes: [
      {
        name: 'lab-1',
        lan: { address: `${addresses.node}/24`, gateway: addresses.gateway },
        ...(variant === 'inline'
          ? { wan: { address: `${addresses.nodeWan}/29`, gateway: addresses.wanGateway } }
          : {}),
        ssh: { host: addresses.node, port: 22, user: 'root', hostKey: keys.hostKeyFingerprint },
      },
    ],
    features: { smb: true, activeDirectory: true, syslog: true, ping: true },
    directory: { domain: names.domain },
    endpoints: {
      adminWorkstations: ['10.20.40.0/23'],
      technicianHosts: [addresses.laptop],
      licenseServers: [
        { address: names.license, issuer: authority },
        { address: addresses.reset },
        { address: addresses.closed },
      ],
      dnsServers: [addresses.dns, addresses.dnsDropped],
      objectStores: [
        { address: names.store, issuer: authority },
        { address: names.intercepted, issuer: authority },
        { address: addresses.prohibited },
        { address: addresses.dropped },
        { address: addresses.plain },
        { address: names.unknown },
      ],
      smbClients: ['10.20.40.0/23'],
      ntpServers: [addresses.ntp, addresses.ntpRejected, addresses.ntpClosed, addresses.ntpVacant],
      domainControllers: [addresses.controller],
      syslogServers: [addresses.syslog],
      monitoringHosts: ['10.20.40.0/23'],
    },
    customRules: [
      {
        ...{ id: 'neighbour', title: 'A host next to the node', direction: 'out', services: ['445/tcp'] },
        ...{
          endpoints: [addresses.vacant],
          level: 'as-published',
          reason: 'Shows a host that is not there.',
        },
      },
    ],
    checks: { timeoutMs: 1500, retries: 1, trustedCas: [certificates.authority.pem] },
  };
}

/** A site whose every required flow is allowed and answers. */
export function solvedSite(variant: Variant, certificates: Certificates, keys: Keys): SiteFile {
  const site = labSite(variant, certificates, keys);
  const authority = certificateFingerprint(new X509Certificate(certificates.authority.pem).raw);
  return {
    ...site,
    features: { ping: true },
    endpoints: {
      adminWorkstations: ['10.20.40.0/23'],
      licenseServers: [{ address: names.license, issuer: authority }],
      dnsServers: [addresses.dns],
      objectStores: [{ address: names.store, issuer: authority }],
      ntpServers: [addresses.ntp],
      monitoringHosts: ['10.20.40.0/23'],
    },
    customRules: [],
  };
}

export function writeSite(folder: string, name: string, site: SiteFile): string {
  const file = join(folder, `${name}.site.json`);
  writeFileSync(file, `${JSON.stringify(site, null, 2)}\n`);
  return file;
}
