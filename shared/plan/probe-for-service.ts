import type { Service } from '../lib/service.ts';
import { isProbeName } from '../site/probe-names.ts';
import type { ProbeKind } from './types.ts';

/** TCP ports on which the registered service speaks TLS from the first byte (IANA service names). */
const tlsPorts: ReadonlySet<number> = new Set([
  443, // https
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
  8443, // https-alt
  8883, // secure-mqtt
]);

const byPort: Readonly<Record<string, ProbeKind>> = {
  '53/tcp': 'dns-tcp',
  '53/udp': 'dns-udp',
  '123/udp': 'ntp',
};

function named(probe: string, service: Service): ProbeKind | null {
  if (!isProbeName(probe)) return null;
  switch (probe) {
    case 'tcp':
      return 'tcp';
    case 'tls':
      return 'tls';
    case 'dns':
      return service.kind === 'port' && service.transport === 'udp' ? 'dns-udp' : 'dns-tcp';
    case 'ntp':
      return 'ntp';
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
