import type { ProbeKind } from '../plan/types.ts';
import { dnsTcpProbe } from './dns-tcp.ts';
import { dnsUdpProbe } from './dns-udp.ts';
import { icmpEchoProbe } from './icmp-echo.ts';
import { ntpProbe } from './ntp.ts';
import { tcpProbe } from './tcp.ts';
import { tlsProbe } from './tls.ts';
import type { Probe } from './types.ts';
import { udpDatagramProbe } from './udp-datagram.ts';

/** A new probe is one file and one line here. */
export const probes = {
  tcp: tcpProbe,
  tls: tlsProbe,
  'dns-udp': dnsUdpProbe,
  'dns-tcp': dnsTcpProbe,
  ntp: ntpProbe,
  'icmp-echo': icmpEchoProbe,
  'udp-datagram': udpDatagramProbe,
} as const satisfies Record<ProbeKind, Probe>;
