import type { SiteFile } from '../../shared/site/schema.ts';

/** What changes with each start of the practice node. */
export interface PracticeSiteFacts {
  /** Of the practice node's SSH server on 127.0.0.1. */
  readonly port: number;
  readonly user: string;
  readonly hostKey: string;
  /** PEM. The root that stands in for the public ones, entered as this site's own. */
  readonly trustedCa: string;
}

/**
 * The practice site: one One-Arm node. All its addresses but SSH are simulated: from 10.0.0.0/8, from the documentation
 * networks (RFC 5737), and names under `.example`. They are never dialled.
 */
export function practiceSite({ port, user, hostKey, trustedCa }: PracticeSiteFacts): SiteFile {
  return {
    format: 'gatecheck/site@1',
    customer: {
      name: 'Lighthouse Instruments (PRACTICE)',
      site: 'Porto DC1',
      address: 'Cais da Praça 7, Porto',
      ticket: 'PRACTICE-4711',
      contact: { name: 'Inês Carvalho', email: 'ines.carvalho@lighthouse.example' },
      timeZone: 'Europe/Lisbon',
    },
    technician: {
      name: 'Practice Technician',
      company: 'PRACTICE',
      email: 'technician@practice.example',
      phone: '',
    },
    request: {
      number: 'PRACTICE-001',
      category: 'standard',
      justification:
        'PRACTICE. The Porto office gets a storage node, so that the laboratories open their measurements from the local network while the data is kept in the object store.',
      access: 'laboratories in 10.77.60.0/24, IT operations in 10.77.40.0/24',
      data: 'measurements and drawings',
      sensitiveData: true,
      approvers: [{ role: 'Network owner', name: 'Rui Almeida' }, { role: 'Information security' }],
    },
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    nodes: [
      {
        name: 'porto-1',
        lan: { address: '10.77.0.10/24', gateway: '10.77.0.1' },
        ssh: { host: '127.0.0.1', port, user, hostKey },
      },
    ],
    features: {
      smb: true,
      nfs: true,
      nfsKerberos: false,
      activeDirectory: true,
      netbios: false,
      snmp: false,
      syslog: true,
      supportAssistance: true,
      dataServices: true,
      hpCloud: false,
      dhcp: false,
      pftp: false,
      nameServer: false,
      ping: true,
    },
    directory: { domain: 'lighthouse.example' },
    endpoints: {
      adminWorkstations: [{ address: '10.77.40.0/24', label: 'IT operations' }],
      technicianHosts: [{ address: '10.77.40.21', label: 'this laptop' }],
      smbClients: [{ address: '10.77.60.0/24', label: 'laboratories' }],
      domainControllers: [{ address: '10.77.5.88', label: 'dc1' }],
      nfsClients: [{ address: '10.77.60.0/24', label: 'laboratories' }],
      dnsServers: [
        { address: '10.77.5.53', label: 'ns1' },
        { address: '10.77.5.54', label: 'ns2' },
      ],
      ntpServers: [
        { address: '10.77.0.5', label: 'clock in the node’s own subnet' },
        { address: '10.77.5.123', label: 'clock of the data centre' },
      ],
      objectStores: [{ address: 's3.objects.example', public: true }],
      licenseServers: [{ address: 'license.vendor.example', public: true }],
      dataServicesHosts: [{ address: 'pds.vendor.example', public: true }],
      supportHosts: [{ address: 'support.vendor.example', public: true }],
      syslogServers: [{ address: '10.77.5.14', label: 'log collector' }],
    },
    customRules: [
      {
        id: 'icap',
        title: 'Antivirus scanner (ICAP)',
        direction: 'out',
        services: ['1344/tcp'],
        endpoints: [{ address: '10.77.9.9', label: 'scanner' }],
        reason: 'Files are scanned on the customer’s own scanner before they are stored.',
      },
    ],
    zones: [
      { name: 'CORE', about: 'names, time, logs', addresses: ['10.77.5.0/24'] },
      { name: 'OPERATIONS', about: 'administrators', addresses: ['10.77.40.0/24'] },
      { name: 'LABS', about: 'NFS clients', addresses: ['10.77.60.0/24'] },
    ],
    // A simulated site answers at once, so what stays silent need not be waited for as long as on a real one.
    checks: { timeoutMs: 800, retries: 1, trustedCas: [trustedCa] },
  };
}
