import type { Service } from '../lib/service.ts';
import { isProbeName } from '../site/probe-names.ts';
import type { ProbeKind } from './types.ts';

/** TCP ports on which the registered service speaks TLS from the first byte (IANA service names). */
const tlsPorts: ReadonlySet<number> = new Set([
  465, // submissions
  636, // ldaps
  853, // domain-s
  990, // ftps
  993, // imaps
  995, // pop3s
  3269, // global catalogue over TLS
  5061, // sips
  5671, // amqps
  6514, // syslog-tls
  8883, // secure-mqtt
]);

const byPort: Readonly<Record<string, ProbeKind>> = {
  '22/tcp': 'ssh',
  '80/tcp': 'http',
  '443/tcp': 'https',
  '8443/tcp': 'https',
  '53/tcp': 'dns-tcp',
  '53/udp': 'dns-udp',
  '123/udp': 'ntp',
  '88/tcp': 'kerberos',
  '88/udp': 'kerberos',
  '137/udp': 'netbios',
  '161/udp': 'snmp',
  '389/tcp': 'ldap',
  '389/udp': 'ldap',
  '445/tcp': 'smb',
  // The global catalogue.
  '3268/tcp': 'ldap',
  '111/tcp': 'portmapper',
  '111/udp': 'portmapper',
  '2049/tcp': 'nfs',
  '2049/udp': 'nfs',
  // Not registered, but where NAS systems pin them: mountd on 892, lockd on 4045.
  '892/tcp': 'mountd',
  '892/udp': 'mountd',
  '4045/tcp': 'nlockmgr',
  '4045/udp': 'nlockmgr',
};

function named(probe: string, service: Service): ProbeKind | null {
  if (!isProbeName(probe)) return null;
  switch (probe) {
    case 'tcp':
      return 'tcp';
    case 'tls':
    case 'https':
    case 'http':
    case 'ssh':
    case 'portmapper':
    case 'nfs':
    case 'mountd':
    case 'nlockmgr':
    case 'status':
    case 'ntp':
    case 'ldap':
    case 'kerberos':
    case 'smb':
    case 'netbios':
    case 'snmp':
    case 'snmp-v2c':
      return probe;
    case 'dns':
      return service.kind === 'port' && service.transport === 'udp' ? 'dns-udp' : 'dns-tcp';
    case 'ping':
      return 'icmp-echo';
    case 'datagram':
      return 'udp-datagram';
  }
}

/**
 * The probe of one port of a service: what a custom rule names, else what we know of the port, else a plain connect or
 * one datagram.
 */
export function probeForService(service: Service, port: number | null, probe: string | null): ProbeKind {
  const chosen = probe === null ? null : named(probe, service);
  if (chosen !== null) return chosen;
  if (service.kind === 'icmp' || port === null) return 'icmp-echo';
  const known = byPort[`${port}/${service.transport}`];
  if (known !== undefined) return known;
  if (service.transport === 'udp') return 'udp-datagram';
  return tlsPorts.has(port) ? 'tls' : 'tcp';
}
