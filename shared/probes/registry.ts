import type { ProbeKind } from '../plan/types.ts';
import { dnsTcpProbe } from './dns-tcp.ts';
import { dnsUdpProbe } from './dns-udp.ts';
import { httpProbe } from './http.ts';
import { httpsProbe } from './https.ts';
import { icmpEchoProbe } from './icmp-echo.ts';
import { kerberosProbe } from './kerberos.ts';
import { ldapProbe } from './ldap.ts';
import { netbiosProbe } from './netbios.ts';
import { ntpProbe } from './ntp.ts';
import { proxyConnectProbe } from './proxy-connect.ts';
import { mountdProbe, nfsProbe, nlockmgrProbe, portmapperProbe, statusProbe } from './rpc.ts';
import { smbProbe } from './smb.ts';
import { snmpV2cProbe } from './snmp-v2c.ts';
import { snmpProbe } from './snmp.ts';
import { sshProbe } from './ssh.ts';
import { tcpProbe } from './tcp.ts';
import { tlsProbe } from './tls.ts';
import type { Probe } from './types.ts';
import { udpDatagramProbe } from './udp-datagram.ts';

/** A new probe is one file and one line here. */
export const probes = {
  tcp: tcpProbe,
  tls: tlsProbe,
  https: httpsProbe,
  http: httpProbe,
  'proxy-connect': proxyConnectProbe,
  ssh: sshProbe,
  'dns-udp': dnsUdpProbe,
  'dns-tcp': dnsTcpProbe,
  ntp: ntpProbe,
  ldap: ldapProbe,
  kerberos: kerberosProbe,
  smb: smbProbe,
  netbios: netbiosProbe,
  snmp: snmpProbe,
  'snmp-v2c': snmpV2cProbe,
  portmapper: portmapperProbe,
  nfs: nfsProbe,
  mountd: mountdProbe,
  nlockmgr: nlockmgrProbe,
  status: statusProbe,
  'icmp-echo': icmpEchoProbe,
  'udp-datagram': udpDatagramProbe,
} as const satisfies Record<ProbeKind, Probe>;
