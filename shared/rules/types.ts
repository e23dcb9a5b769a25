import type { Deployment, Direction, Level, NodePort } from '../catalog/schema.ts';
import type { AddressFamily } from '../lib/endpoint-address.ts';
import type { Basis } from '../site/settle-levels.ts';

export type { Basis } from '../site/settle-levels.ts';

/** One side of a rule: an address in normal form, and the other side's view of it. */
export interface Party {
  readonly address: string;
  readonly natAddress: string | null;
}

/** Facts about a party that do not enter the digest: names for people, and how to check it. */
export interface PartyInfo extends Party {
  /** Exactly as entered in the site file. */
  readonly entered: string;
  readonly label: string | null;
  /** Endpoint role, `node` for a node of the site, `custom` for a custom rule's endpoint, `proxy` for the site's proxy. */
  readonly role: string;
  /** The site's node, when it is one. */
  readonly node: string | null;
  readonly probeHosts: readonly string[];
  readonly sni: string | null;
  readonly issuer: string | null;
  readonly public: boolean;
  readonly expect: readonly string[];
}

/** "Why am I here?" for one rule. Sentences are made in shared/documents; these are the facts. */
export interface WhyHere {
  readonly origin: 'source' | 'ours' | 'custom';
  /** Row of the published table, or null. */
  readonly row: number | null;
  /** One sentence: `On because SMB is on.` */
  readonly because: string;
  /** The catalogue's reason for this direction (at most 80 characters), or the custom rule's. */
  readonly purpose: string;
  /** The published condition, word for word, if there is one. */
  readonly publishedCondition: string | null;
  /** What is lost when it is denied. */
  readonly ifDenied: string;
}

/** What must be permitted: (entry, node, direction, node port, service, family) with its sources and destinations. */
export interface Rule {
  readonly id: string;
  readonly digest: string;
  readonly entry: string;
  readonly node: string;
  readonly title: string;
  readonly direction: Direction;
  readonly port: NodePort;
  readonly portBasis: Basis;
  readonly service: string;
  readonly family: AddressFamily;
  readonly level: Level;
  readonly levelBasis: Basis;
  /** Sorted by address. The session's initiators. Empty: to be supplied. */
  readonly from: readonly PartyInfo[];
  /** Sorted by address. Empty: to be supplied. Never "any". */
  readonly to: readonly PartyInfo[];
  /** Stem of the any-of groups that its flows are members of (`ENTRY.NODE.DIR.PORT.any`), or null. Such a rule does not count by itself. */
  readonly group: string | null;
  /** Null: checked. Else why there is no check. */
  readonly unchecked: string | null;
  readonly temporary: boolean;
  /** Name of a probe (a custom rule may choose one); null: by the service. */
  readonly probe: string | null;
  /** The rule leads to the site's proxy: what that has to reach for it. Absent: it leads to its counterparts themselves. */
  readonly behindProxy?: readonly ProxiedService[];
  readonly why: WhyHere;
}

/** A counterpart behind the site's proxy, and one service of it. */
export interface ProxiedService {
  readonly to: PartyInfo;
  readonly service: string;
}

/** A rule x one source x one destination. */
export interface Flow {
  /** `RULE#FROM>TO`. */
  readonly id: string;
  readonly rule: string;
  readonly from: PartyInfo;
  readonly to: PartyInfo;
  /** Same for two rules of one site that describe one flow (A's Out and B's In): `FROM>TO SERVICE`. */
  readonly key: string;
  /** Both ends lie in the node port's own subnet: checked and counted, but not asked for. */
  readonly sameSubnet: boolean;
}

/** Any-of: one member flow that passes is enough. One group per node, direction, port and endpoint. */
export interface Group {
  /** `ENTRY.NODE.DIR.PORT.any#ENDPOINT`. */
  readonly id: string;
  readonly digest: string;
  readonly entry: string;
  readonly node: string;
  readonly endpoint: string;
  /** Flow ids, sorted. */
  readonly flows: readonly string[];
  readonly level: Level;
}

/** An entry that is on although the source gives neither direction nor port, and nobody chose them. */
export interface Undecided {
  readonly entry: string;
  readonly node: string;
  readonly title: string;
  readonly missing: readonly ('direction' | 'port')[];
}

/** A person took a required rule away: stands on page 1 and caps readiness. */
export interface RequirementTakenAway {
  readonly entry: string;
  /** E.g. `out 162/udp`. */
  readonly what: string;
  readonly how: 'disabled' | 'service' | 'direction' | 'level';
  readonly by: string;
  readonly reason: string;
}

export interface EntryState {
  readonly entry: string;
  readonly title: string;
  readonly on: boolean;
  /** `On because SMB is on.` / `Off because NFS is off.` */
  readonly because: string;
  /** Its roles, when not one of them has an address: the counterpart is to be supplied. Empty when off. */
  readonly emptyRoles: readonly string[];
}

/** A remark that changes nothing: an ignored setting, an IPv6 endpoint without an IPv6 node, ... */
export interface Notice {
  readonly path: string;
  readonly text: string;
}

/** Everything that catalogue x site gives. */
export interface RuleSet {
  readonly catalog: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly deployment: Deployment;
  /** In catalogue order, then node order of the site, OUT before IN, service order of the entry, family. */
  readonly rules: readonly Rule[];
  readonly flows: readonly Flow[];
  readonly groups: readonly Group[];
  readonly undecided: readonly Undecided[];
  readonly takenAway: readonly RequirementTakenAway[];
  readonly entries: readonly EntryState[];
  /** Features of the catalogue that the site does not mention: off, listed as "not answered". */
  readonly notAnswered: readonly string[];
  readonly notices: readonly Notice[];
  /** No required rule or group has an empty side, and nothing is undecided: readiness is possible. */
  readonly complete: boolean;
  /** Some rule of any level has an empty side, or something is undecided: the request is a draft. */
  readonly draft: boolean;
}
