/** Names that a custom rule may give as its `probe`, and the protocols that each can run over. */
export const probeNames = {
  tcp: ['tcp'],
  tls: ['tcp'],
  https: ['tcp'],
  http: ['tcp'],
  ssh: ['tcp'],
  dns: ['tcp', 'udp'],
  ntp: ['udp'],
  ldap: ['tcp', 'udp'],
  kerberos: ['tcp', 'udp'],
  smb: ['tcp'],
  netbios: ['udp'],
  snmp: ['udp'],
  'snmp-v2c': ['udp'],
  portmapper: ['tcp', 'udp'],
  nfs: ['tcp', 'udp'],
  mountd: ['tcp', 'udp'],
  nlockmgr: ['tcp', 'udp'],
  status: ['tcp', 'udp'],
  ping: ['icmp'],
  datagram: ['udp'],
} as const satisfies Readonly<Record<string, readonly ('tcp' | 'udp' | 'icmp')[]>>;

export type ProbeName = keyof typeof probeNames;

/** True when a text is the name of a probe. */
export function isProbeName(text: string): text is ProbeName {
  return Object.hasOwn(probeNames, text);
}
