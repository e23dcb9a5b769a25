import { dnsProbe } from './dns.ts';

export const dnsUdpProbe = dnsProbe('udp');
