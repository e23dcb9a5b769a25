import type { Wanted } from './scenario.ts';

/** Real servers of the scenarios, each started once. The firewall leads a flow's address and port to one of them. */
export interface ScenarioService {
  readonly protocol: 'tcp' | 'udp';
  /** Where it really listens, in the servers' namespace. */
  readonly address: string;
  readonly port: number;
  /** What it speaks; `unknown`: it opens connections, or takes datagrams, and says nothing that is of use. */
  readonly speaks: Wanted | 'garbage';
}

export const places = {
  resolver: '10.20.5.2',
  lyingResolver: '10.20.5.3',
  tls: '10.20.5.10',
  jump: '10.20.5.22',
  http: '10.20.5.33',
  garbage: '10.20.5.35',
  flood: '10.20.5.36',
  mute: '10.20.5.37',
  echo: '10.20.5.38',
  elsewhere: '10.20.5.39',
  answersFrom: '10.20.5.40',
  dns: '10.20.5.53',
  lyingDns: '10.20.5.54',
  filer: '10.20.5.45',
  kdc: '10.20.5.88',
  directory: '10.20.5.89',
  nfs: '10.20.5.111',
  snmp: '10.20.5.161',
  ntp: '10.20.5.123',
} as const;

/** Ports on which the node itself serves something that nobody has a probe for. */
export const nodePorts = [7101, 7102, 7103, 7104, 7105] as const;

/** The port of those that speak nothing in particular. */
export const oddPort = 9000;
const odd = { port: oddPort, speaks: 'unknown' } as const;

export const services = {
  mute: { ...odd, protocol: 'tcp', address: places.mute },
  echo: { ...odd, protocol: 'tcp', address: places.echo },
  garbage: { ...odd, protocol: 'tcp', address: places.garbage, speaks: 'garbage' },
  flood: { ...odd, protocol: 'tcp', address: places.flood, speaks: 'garbage' },
  http: { ...odd, protocol: 'tcp', address: places.http, speaks: 'http' },
  tls: { protocol: 'tcp', address: places.tls, port: 9443, speaks: 'tls' },
  'tls-interceptor': { protocol: 'tcp', address: places.tls, port: 9444, speaks: 'tls' },
  'tls-other-name': { protocol: 'tcp', address: places.tls, port: 9445, speaks: 'tls' },
  ssh: { protocol: 'tcp', address: places.jump, port: 22, speaks: 'ssh' },
  'dns-tcp': { protocol: 'tcp', address: places.dns, port: 53, speaks: 'dns' },
  'lying-dns-tcp': { protocol: 'tcp', address: places.lyingDns, port: 53, speaks: 'dns' },
  ldap: { protocol: 'tcp', address: places.directory, port: 389, speaks: 'ldap' },
  'kerberos-tcp': { protocol: 'tcp', address: places.kdc, port: 88, speaks: 'kerberos' },
  smb: { protocol: 'tcp', address: places.filer, port: 445, speaks: 'smb' },
  kerberos: { protocol: 'udp', address: places.kdc, port: 88, speaks: 'kerberos' },
  netbios: { protocol: 'udp', address: places.filer, port: 137, speaks: 'netbios' },
  'portmapper-tcp': { protocol: 'tcp', address: places.nfs, port: 111, speaks: 'portmapper' },
  portmapper: { protocol: 'udp', address: places.nfs, port: 111, speaks: 'portmapper' },
  'nfs-tcp': { protocol: 'tcp', address: places.nfs, port: 2049, speaks: 'nfs' },
  snmp: { protocol: 'udp', address: places.snmp, port: 161, speaks: 'snmp' },
  dns: { protocol: 'udp', address: places.dns, port: 53, speaks: 'dns' },
  'lying-dns': { protocol: 'udp', address: places.lyingDns, port: 53, speaks: 'dns' },
  ntp: { protocol: 'udp', address: places.ntp, port: 123, speaks: 'ntp' },
  sink: { ...odd, protocol: 'udp', address: places.mute },
  /** On the node: see nodePorts. */
  'node-service': { protocol: 'tcp', address: 'the node', port: 0, speaks: 'unknown' },
  'udp-garbage': { ...odd, protocol: 'udp', address: places.garbage, speaks: 'garbage' },
  'udp-echo': { ...odd, protocol: 'udp', address: places.echo, speaks: 'garbage' },
} as const satisfies Readonly<Record<string, ScenarioService>>;

export type ServiceName = keyof typeof services;

export function isService(name: string): name is ServiceName {
  return Object.hasOwn(services, name);
}
