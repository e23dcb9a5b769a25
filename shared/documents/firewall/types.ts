import type { Direction, Level, NodePort } from '../../catalog/schema.ts';
import type { AddressFamily, EndpointAddress } from '../../lib/endpoint-address.ts';
import type { Service } from '../../lib/service.ts';

/** One address of a rule, as the node dials or sees it. */
export interface FirewallAddress {
  readonly address: EndpointAddress;
  /** Normal form of it, e.g. `10.20.5.53`, `10.20.40.0/23`, `2001:db8::1`, `store.cloud.example`, `*.pds.example`. */
  readonly text: string;
  /** The other side's view of it. It never enters a rule by itself: a dialect prints it in a comment. */
  readonly natAddress: string | null;
  /** What people call it: plain ASCII, one line; empty when nobody named it. */
  readonly label: string;
  /** Name of the site's node, when it is one of them. */
  readonly node: string | null;
  /** Zone of the site that it lies in; null: not given. A dialect that needs zones prints a placeholder that no device accepts. */
  readonly zone: string | null;
}

/** What a delta asks for with a rule; a whole request only adds. */
export type RuleChange = 'add' | 'remove';

/**
 * One line of the request, as every dialect takes it: permit, stateful, from every `from` to every `to` on every one of
 * `services`. The sides are never empty, never "any", and all of them are of `family`.
 */
export interface FirewallRule {
  /** Line id, e.g. `dns.gdn-1.out.lan.v4.required`. Stable over revisions. Only a-z, 0-9, dot and hyphen. */
  readonly id: string;
  /** Place in this revision. */
  readonly number: number;
  readonly change: RuleChange;
  readonly entry: string;
  readonly node: string;
  /** Plain ASCII, one line, at most 100 characters: safe in a comment of any dialect, but not in a quoted string unescaped. */
  readonly title: string;
  /** Why it is asked for; as `title`. */
  readonly reason: string;
  /** Who starts the session: `out` the node, `in` the counterpart. */
  readonly direction: Direction;
  readonly port: NodePort;
  readonly family: AddressFamily;
  readonly level: Level;
  readonly from: readonly FirewallAddress[];
  readonly to: readonly FirewallAddress[];
  /** At least one; in the entry's order. ICMP is echo, of the rule's family. */
  readonly services: readonly Service[];
  /** For a limited time only. */
  readonly temporary: boolean;
}

/** A line, or a part of one, that a dialect does not write as a rule: it stands there as a comment, with the reason. */
export interface NotExpressed {
  readonly id: string;
  readonly number: number;
  /** A sentence, e.g. `Cisco ASA access lists take no wildcard names: *.pds.example.` */
  readonly reason: string;
}

/** Everything that a dialect writes from. */
export interface FirewallConfigInput {
  /** What the file says of itself before the first rule: plain ASCII lines, without a comment sign. */
  readonly header: readonly string[];
  /** When the request was made: UTC, as 2026-11-24T20:41:07Z. */
  readonly createdAt: string;
  /** In the order of the request. */
  readonly rules: readonly FirewallRule[];
  /** Lines that nobody can write as a rule yet: an address is missing, an entry is undecided. */
  readonly waiting: readonly NotExpressed[];
  /** Short name for objects, plain ASCII, only A-Z, a-z, 0-9, hyphen; e.g. `FCR-2026-014-A`. */
  readonly name: string;
}

export interface FirewallConfig {
  readonly text: string;
  /** `waiting`, and what this dialect cannot say. Every rule of the input is in the text or here; a rule may be in both, in parts. */
  readonly notExpressed: readonly NotExpressed[];
}

/** A firewall's language. */
export interface Dialect {
  /** As people call it: `Cisco ASA`. */
  readonly title: string;
  /** Ending of its file, with the dots: `.asa.txt`. No two dialects share one. */
  readonly extension: string;
  /** The language has no comments: whoever writes the file has to tell what it leaves out. */
  readonly takesNoRemarks?: true;
  /** The same input gives the same text, which ends in a line break. It never permits more than the rules. */
  readonly write: (input: FirewallConfigInput) => FirewallConfig;
}
