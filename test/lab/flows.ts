import type { Observation } from '../../shared/probes/observation.ts';

/** What the firewall does with a flow. What no flow names is dropped without a word. */
export type FirewallAction = 'accept' | 'drop' | 'admin-prohibited' | 'tcp-reset' | 'port-unreachable';

/** What is behind it. `nothing`: the host is there, the port is closed. */
export type Service =
  'nothing' | 'tcp' | 'tls' | 'tls-intercepted' | 'tls-self' | 'dns' | 'ntp' | 'udp-sink' | 'echo';

export interface LabFlow {
  readonly what: string;
  readonly from: 'node' | 'laptop';
  readonly to: string;
  readonly port: number | null;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly firewall: FirewallAction;
  readonly service: Service;
  /** What the most faithful engine sees of it. */
  readonly observation: Observation;
}

export const addresses = {
  node: '10.20.0.10',
  nodeWan: '198.18.1.10',
  /** In the node's own subnet; nobody there. */
  vacant: '10.20.0.99',
  gateway: '10.20.0.1',
  wanGateway: '198.18.1.9',
  laptop: '10.20.40.20',
  dns: '10.20.5.53',
  dnsDropped: '10.20.5.54',
  ntp: '10.20.5.123',
  ntpRejected: '10.20.5.124',
  ntpClosed: '10.20.5.125',
  /** Behind the firewall in the servers' subnet; nobody there, so that the firewall itself says "host unreachable". */
  ntpVacant: '10.20.5.126',
  controller: '10.20.5.88',
  syslog: '10.20.5.51',
  store: '198.18.9.10',
  intercepted: '198.18.9.11',
  reset: '198.18.9.12',
  prohibited: '198.18.9.13',
  dropped: '198.18.9.14',
  closed: '198.18.9.15',
  plain: '198.18.9.16',
} as const;

export const names = {
  domain: 'corp.example',
  store: 'store.corp.example',
  intercepted: 'cloud.corp.example',
  license: 'license.corp.example',
  unknown: 'unknown.corp.example',
  /** Two addresses: the store's, and one that the firewall drops. */
  spread: 'spread.corp.example',
} as const;

type Row = readonly [
  what: string,
  to: string,
  port: number,
  protocol: 'tcp' | 'udp',
  firewall: FirewallAction,
  service: Service,
  observation: Observation,
];

const fromNode: readonly Row[] = [
  ['DNS over UDP', addresses.dns, 53, 'udp', 'accept', 'dns', 'confirmed'],
  ['DNS over TCP', addresses.dns, 53, 'tcp', 'accept', 'dns', 'confirmed'],
  ['DNS over UDP, dropped', addresses.dnsDropped, 53, 'udp', 'drop', 'dns', 'no-answer'],
  ['DNS over TCP, dropped', addresses.dnsDropped, 53, 'tcp', 'drop', 'dns', 'filtered'],
  ['NTP', addresses.ntp, 123, 'udp', 'accept', 'ntp', 'confirmed'],
  ['NTP, rejected by the firewall', addresses.ntpRejected, 123, 'udp', 'admin-prohibited', 'ntp', 'rejected'],
  ['NTP, closed on the server', addresses.ntpClosed, 123, 'udp', 'accept', 'nothing', 'refused'],
  ['NTP, no such server', addresses.ntpVacant, 123, 'udp', 'accept', 'nothing', 'rejected'],
  [
    'a host that is not there, next to the node',
    addresses.vacant,
    445,
    'tcp',
    'drop',
    'nothing',
    'unreachable',
  ],
  ['LDAP', addresses.controller, 389, 'tcp', 'accept', 'tcp', 'open'],
  [
    'LDAP over UDP, refused with a faked port unreachable',
    addresses.controller,
    389,
    'udp',
    'port-unreachable',
    'udp-sink',
    'rejected',
  ],
  ['Kerberos', addresses.controller, 88, 'tcp', 'accept', 'tcp', 'open'],
  ['Kerberos over UDP, closed', addresses.controller, 88, 'udp', 'accept', 'nothing', 'refused'],
  ['syslog over TCP', addresses.syslog, 514, 'tcp', 'accept', 'tcp', 'open'],
  ['syslog over UDP', addresses.syslog, 514, 'udp', 'accept', 'udp-sink', 'no-answer'],
  ['object store', addresses.store, 443, 'tcp', 'accept', 'tls', 'confirmed'],
  ['object store over HTTP', addresses.store, 80, 'tcp', 'accept', 'tcp', 'confirmed'],
  ['intercepted TLS', addresses.intercepted, 443, 'tcp', 'accept', 'tls-intercepted', 'intercepted'],
  ['reset by the firewall', addresses.reset, 443, 'tcp', 'tcp-reset', 'tls', 'refused'],
  ['rejected by the firewall', addresses.prohibited, 443, 'tcp', 'admin-prohibited', 'tls', 'rejected'],
  ['dropped by the firewall', addresses.dropped, 443, 'tcp', 'drop', 'tls', 'filtered'],
  ['closed on the server', addresses.closed, 443, 'tcp', 'accept', 'nothing', 'refused'],
  ['no TLS on the TLS port', addresses.plain, 443, 'tcp', 'accept', 'tcp', 'open'],
];

const fromLaptop: readonly (readonly [
  string,
  number | null,
  'tcp' | 'udp' | 'icmp',
  FirewallAction,
  Service,
  Observation,
])[] = [
  ['SSH to the node', 22, 'tcp', 'accept', 'nothing', 'confirmed'],
  ['WebUI', 443, 'tcp', 'accept', 'tls-self', 'confirmed'],
  ['WebUI over HTTP, dropped', 80, 'tcp', 'drop', 'nothing', 'filtered'],
  ['SMB, not started', 445, 'tcp', 'accept', 'nothing', 'refused'],
  ['SMB over UDP, not started', 445, 'udp', 'accept', 'nothing', 'refused'],
  ['ping', null, 'icmp', 'accept', 'echo', 'confirmed'],
];

/** Every flow that the lab sets up, and what an engine that sees everything sees of it. */
export const labFlows: readonly LabFlow[] = [
  ...fromNode.map(([what, to, port, protocol, firewall, service, observation]) => ({
    ...{ what, from: 'node' as const, to, port, protocol, firewall, service, observation },
  })),
  ...fromLaptop.map(([what, port, protocol, firewall, service, observation]) => ({
    ...{ what, from: 'laptop' as const, to: addresses.node, port, protocol, firewall, service, observation },
  })),
];
