import { contains, parseCidr, parseIp } from '../../shared/lib/ip.ts';
import type { Names } from './answers.ts';

/** What happens to a packet in the simulated site. Nothing of it leaves this process. */
export type Behaviour =
  /** TCP: accepts and says nothing. */
  | { readonly kind: 'open' }
  /** TCP: a web server, an SSH server, an RPC server that serves whatever program is asked for. */
  | { readonly kind: 'http' | 'ssh' | 'rpc' }
  /** TCP: a TLS server with a web server inside; `certificate` names one of the practice certificates. */
  | { readonly kind: 'tls'; readonly certificate: CertificateName }
  /** DNS, UDP or TCP. */
  | { readonly kind: 'dns' }
  | { readonly kind: 'ntp' }
  /** A domain controller's, UDP or TCP; `smb`: a file server, TCP. */
  | { readonly kind: 'ldap' | 'kerberos' | 'smb' }
  /** ICMP echo. */
  | { readonly kind: 'echo-reply' }
  /** A reset (TCP), or an ICMP port-unreachable from the target (UDP). */
  | { readonly kind: 'refused' }
  /** A firewall's ICMP "administratively prohibited", code 13. */
  | { readonly kind: 'rejected'; readonly by: string }
  /** ICMP host unreachable from a router. */
  | { readonly kind: 'unreachable' }
  /** Dropped, or a one-way service: no answer at all. */
  | { readonly kind: 'silent' };

/** `*-by-proxy`: what a TLS-inspecting proxy puts in place of the real one. */
export type CertificateName =
  'license' | 'objects' | 'objects-by-proxy' | 'data-services' | 'support' | 'node';

/** `ADDRESS PORT/TRANSPORT`, `ADDRESS icmp`. */
export type Table = Readonly<Record<string, Behaviour>>;

/** The simulated network of one scenario. */
export interface World {
  readonly node: SimulatedNode;
  /** From the node to others, by `ADDRESS SERVICE`. What is not listed is dropped silently. */
  readonly fromNode: Table;
  /** From the laptop to the node, by `NETWORK-OF-THE-LAPTOP SERVICE`. What is not listed is dropped silently. */
  readonly toNode: Table;
  readonly names: Names;
}

export interface SimulatedNode {
  readonly address: string;
  readonly prefix: number;
  readonly gateway: string;
  readonly interface: string;
  readonly resolvers: readonly string[];
  /** Services that the node itself listens on. */
  readonly listens: readonly string[];
}

export type Transport = 'tcp' | 'udp';

/** What stands behind a TCP connection that was accepted. */
export type TcpService = Extract<Behaviour, { kind: (typeof tcpKinds)[number] }>;

const tcpKinds = ['open', 'tls', 'dns', 'http', 'ssh', 'rpc', 'ldap', 'kerberos', 'smb'] as const;

export function isTcpService(behaviour: Behaviour): behaviour is TcpService {
  return tcpKinds.some((kind) => kind === behaviour.kind);
}

const dropped: Behaviour = { kind: 'silent' };

/** What the node meets when it sends to an address. */
export function behaviourFromNode(
  world: World,
  address: string,
  port: number,
  transport: Transport,
): Behaviour {
  // No firewall stands between the node and itself: a port that the script does not name is closed.
  const otherwise: Behaviour = address === world.node.address ? { kind: 'refused' } : dropped;
  return world.fromNode[`${address} ${port}/${transport}`] ?? otherwise;
}

/** What the laptop meets when it sends from one of its addresses to the node. `service`: `443/tcp`, `icmp`. */
export function behaviourToNode(world: World, from: string, to: string, service: string): Behaviour {
  const source = parseIp(from);
  if (source === null || to !== world.node.address) return dropped;
  for (const [key, behaviour] of Object.entries(world.toNode)) {
    const [network = '', listed] = key.split(' ');
    const cidr = parseCidr(network);
    if (listed === service && cidr !== null && contains(cidr, source)) return behaviour;
  }
  return dropped;
}
