import type { Names } from './answers.ts';
import type { Behaviour, SimulatedNode, Table, World } from './world.ts';

/** `blocked`: the day before the firewall change. `solved`: the day after it. Same site, same rules. */
export type Scenario = 'blocked' | 'solved';

const node: SimulatedNode = {
  address: '10.77.0.10',
  prefix: 24,
  gateway: '10.77.0.1',
  interface: 'lan0',
  resolvers: ['10.77.5.53', '10.77.5.54'],
  listens: ['22/tcp', '80/tcp', '443/tcp', '111/tcp', '2049/tcp', '4045/tcp', '892/tcp', '445/tcp'],
};

/** The simulated laptop: one cable, two VLANs, so that it stands among the administrators and among the NFS clients. */
export const laptopNetworks: readonly string[] = ['10.77.40.21/24', '10.77.60.21/24'];
export const laptopAddresses: readonly string[] = ['10.77.40.21', '10.77.60.21'];

const admins = '10.77.40.0/24';
const nfsClients = '10.77.60.0/24';
const coreFirewall = '10.77.0.1';

const namesBefore: Names = {
  'lighthouse.example': [],
  'license.vendor.example': ['203.0.113.20'],
  's3.objects.example': ['203.0.113.30'],
  'support.vendor.example': ['203.0.113.50'],
};
const names: Names = { ...namesBefore, 'pds.vendor.example': ['203.0.113.40'] };

const open: Behaviour = { kind: 'open' };
const http: Behaviour = { kind: 'http' };
const ssh: Behaviour = { kind: 'ssh' };
const rpc: Behaviour = { kind: 'rpc' };
const ldap: Behaviour = { kind: 'ldap' };
const kerberos: Behaviour = { kind: 'kerberos' };
const dns: Behaviour = { kind: 'dns' };
const silent: Behaviour = { kind: 'silent' };
const refused: Behaviour = { kind: 'refused' };

const solvedFromNode: Table = {
  '10.77.5.53 53/udp': dns,
  '10.77.5.53 53/tcp': dns,
  '10.77.5.54 53/udp': dns,
  '10.77.5.54 53/tcp': dns,
  '10.77.5.123 123/udp': { kind: 'ntp' },
  '10.77.0.5 123/udp': { kind: 'ntp' },
  '10.77.5.88 88/udp': kerberos,
  '10.77.5.88 88/tcp': kerberos,
  '10.77.5.88 389/udp': ldap,
  '10.77.5.88 389/tcp': ldap,
  '10.77.5.14 514/tcp': open,
  '10.77.9.9 1344/tcp': open,
  '203.0.113.20 443/tcp': { kind: 'tls', certificate: 'license' },
  '203.0.113.30 80/tcp': http,
  '203.0.113.30 443/tcp': { kind: 'tls', certificate: 'objects' },
  '203.0.113.40 443/tcp': { kind: 'tls', certificate: 'data-services' },
  '203.0.113.50 443/tcp': { kind: 'tls', certificate: 'support' },
  // The node's own pages as it sees them itself: what the laptop's view is compared with.
  '10.77.0.10 443/tcp': { kind: 'tls', certificate: 'node' },
  '10.77.0.10 22/tcp': ssh,
};

const solvedToNode: Table = {
  [`${admins} 22/tcp`]: ssh,
  [`${admins} 80/tcp`]: http,
  [`${admins} 443/tcp`]: { kind: 'tls', certificate: 'node' },
  [`${admins} icmp`]: { kind: 'echo-reply' },
  [`${nfsClients} 111/tcp`]: rpc,
  [`${nfsClients} 2049/tcp`]: rpc,
  [`${nfsClients} 4045/tcp`]: rpc,
  [`${nfsClients} 892/tcp`]: rpc,
  [`${nfsClients} 445/tcp`]: { kind: 'smb' },
};

const solved: World = { node, names, fromNode: solvedFromNode, toNode: solvedToNode };

/** Eleven things that go wrong on real sites, each once. */
const blocked: World = {
  // lockd is not started yet: no listener on 4045.
  node: { ...node, listens: node.listens.filter((service) => service !== '4045/tcp') },
  // The name of Data Services is not forwarded yet, so it does not resolve.
  names: namesBefore,
  fromNode: {
    ...solvedFromNode,
    // Forgotten: DNS needs TCP too.
    '10.77.5.53 53/tcp': silent,
    // The second server is in no rule at all, and this firewall says so.
    '10.77.5.54 53/udp': { kind: 'rejected', by: coreFirewall },
    '10.77.5.54 53/tcp': { kind: 'rejected', by: coreFirewall },
    '10.77.5.123 123/udp': silent,
    // Kerberos was asked for over TCP only.
    '10.77.5.88 88/udp': silent,
    // The collector is reachable, but its service listens on UDP only.
    '10.77.5.14 514/tcp': refused,
    '10.77.9.9 1344/tcp': { kind: 'unreachable' },
    '203.0.113.20 443/tcp': silent,
    // A proxy opens the TLS and shows a certificate of its own.
    '203.0.113.30 443/tcp': { kind: 'tls', certificate: 'objects-by-proxy' },
    '203.0.113.50 443/tcp': refused,
  },
  toNode: {
    ...solvedToNode,
    [`${admins} 80/tcp`]: silent,
    [`${admins} icmp`]: silent,
    [`${nfsClients} 111/tcp`]: silent,
    [`${nfsClients} 4045/tcp`]: refused,
    [`${nfsClients} 892/tcp`]: { kind: 'rejected', by: coreFirewall },
  },
};

const worlds = { blocked, solved } as const satisfies Record<Scenario, World>;

/** The simulated network of a scenario. */
export function worldOf(scenario: Scenario): World {
  return worlds[scenario];
}
