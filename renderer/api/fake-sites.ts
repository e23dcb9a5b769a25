import type { SiteFile } from '../../shared/site/schema.ts';

/** A site to show every state with: Inline, a customer's name of 60 characters, two roles without address. */
export const sampleSite: SiteFile = {
  format: 'gatecheck/site@1',
  customer: {
    name: 'Przedsiębiorstwo Żeglugi „Świętowit” Sp. z o.o. Sp. k., Łódź',
    site: 'Szczecin DC1',
    ticket: 'CHG0012345',
    contact: { name: 'Grażyna Źrebiec', email: 'grazyna@swietowit.example' },
    timeZone: 'Europe/Warsaw',
  },
  technician: {
    name: 'Małgorzata Brzęczyk',
    company: 'Nordhafen Feldservice GmbH',
    email: 'm.brzeczyk@nordhafen.example',
  },
  request: { number: 'FCR-2026-031', justification: 'A storage node for the Szczecin data centre.' },
  catalog: 'panzura-cloudfs',
  deployment: 'inline',
  nodes: [
    {
      name: 'szz-1',
      lan: { address: '10.48.16.10/24', gateway: '10.48.16.1' },
      wan: { address: '172.31.250.10/29', gateway: '172.31.250.9', natAddress: '203.0.113.10' },
      ssh: { host: '10.48.16.10', user: 'admin' },
    },
  ],
  features: {
    smb: true,
    activeDirectory: true,
    syslog: true,
    supportAssistance: true,
    ping: true,
    nfs: false,
  },
  endpoints: {
    peerNodes: [{ address: '10.20.0.10', label: 'gdn-1' }],
    adminWorkstations: ['10.48.20.0/24'],
    technicianHosts: ['10.48.20.14'],
    dnsServers: ['10.48.5.53', '10.48.5.54'],
    objectStores: ['s3.dc2.swietowit.example'],
    ntpServers: ['10.48.5.54'],
    domainControllers: ['10.48.5.11', '10.48.5.12'],
    smbClients: ['10.48.32.0/20'],
    syslogServers: ['10.48.5.140'],
    monitoringHosts: ['10.48.5.60'],
  },
};

/** The practice site of the fake: complete, One-Arm. */
export const practiceSample: SiteFile = {
  ...sampleSite,
  customer: { name: 'Lighthouse Instruments (PRACTICE)', site: 'Porto DC1', ticket: 'PRACTICE-4711' },
  request: { number: 'PRACTICE-001', justification: 'PRACTICE.' },
  deployment: 'one-arm',
  nodes: [
    {
      name: 'porto-1',
      lan: { address: '10.77.0.10/24', gateway: '10.77.0.1' },
      ssh: { host: '127.0.0.1', port: 2222, user: 'practice' },
    },
  ],
  endpoints: {
    ...sampleSite.endpoints,
    licenseServers: ['license.vendor.example'],
    supportHosts: ['support.vendor.example'],
  },
};
