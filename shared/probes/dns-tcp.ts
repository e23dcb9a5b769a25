import { dnsProbe } from './dns.ts';

export const dnsTcpProbe = dnsProbe('tcp');
