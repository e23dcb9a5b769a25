import type { ServiceName } from './services.ts';

/** What the firewall does with a flow. `no-replies`: the way there is open, the way back is not. */
export type FirewallAction =
  | 'accept'
  | 'drop'
  | 'no-replies'
  | 'admin-prohibited'
  | 'net-prohibited'
  | 'host-prohibited'
  | 'host-unreachable'
  | 'port-unreachable'
  | 'tcp-reset';

/**
 * What stands at the address. `nothing`: the host is there and the port is closed. `absent`: behind the firewall, no such
 * host. `absent-neighbour`: the same in the node's own subnet. `wrong-port`: the node would send by its other port.
 */
export type FarEnd = ServiceName | 'nothing' | 'absent' | 'absent-neighbour' | 'wrong-port' | 'no-such-name';

/** What the rule's port is for: a flow passes only when that answers. `unknown`: nobody knows more than the port. */
export type Wanted =
  | 'unknown'
  | 'tls'
  | 'dns'
  | 'ntp'
  | 'ssh'
  | 'http'
  | 'ldap'
  | 'kerberos'
  | 'smb'
  | 'netbios'
  | 'snmp'
  | 'portmapper'
  | 'nfs';

/** Who is entered as the right issuer of a TLS endpoint: a CA, the public roots, or nobody. */
export type EnteredTrust = 'issuer' | 'public' | 'nobody';

export interface ScenarioFlow {
  /** Also the id of the site's custom rule. */
  readonly id: string;
  /** Out rules start at the node, In rules at the laptop. */
  readonly from: 'node' | 'laptop';
  /** An address, or a name. */
  readonly target: string;
  /** The address behind a name; else the target. */
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  readonly wanted: Wanted;
  readonly trust: EnteredTrust;
  readonly firewall: FirewallAction;
  readonly farEnd: FarEnd;
  /** The node's port that the rule is for. */
  readonly nodePort: 'lan' | 'wan';
}

/**
 * `small-mtu`: a narrow link with working path MTU discovery. `mtu-black-hole`: the same, and its ICMP is lost.
 * `answering-proxy`: a device in the path completes every TCP connection that would not get through, and says nothing.
 */
export type PathQuality = 'plain' | 'lossy' | 'small-mtu' | 'mtu-black-hole' | 'answering-proxy';

/** One customer's network as it is set up for one run. */
export interface Scenario {
  readonly seed: number;
  /** Name of a node kind (node-kinds.ts). */
  readonly kind: string;
  readonly deployment: 'one-arm' | 'inline';
  readonly user: 'root' | 'admin';
  readonly path: PathQuality;
  /** Hosts and firewall limit the rate of their ICMP errors, as Linux does by default. */
  readonly icmpLimited: boolean;
  /** The node's own resolver lies about the object store's name. */
  readonly resolverLies: boolean;
  readonly flows: readonly ScenarioFlow[];
}
