import type { NodePort } from '../catalog/schema.ts';
import type { AddressFamily } from '../lib/endpoint-address.ts';

/** The protocol that a check speaks. `tcp`: connect only. `udp-datagram`: one datagram, whose arrival nobody confirms. */
export type ProbeKind =
  | 'tcp'
  | 'tls'
  | 'https'
  | 'http'
  | 'proxy-connect'
  | 'ssh'
  | 'dns-udp'
  | 'dns-tcp'
  | 'ntp'
  | 'ldap'
  | 'kerberos'
  | 'smb'
  | 'netbios'
  | 'snmp'
  | 'snmp-v2c'
  // RPC programs, as rpcinfo names them.
  | 'portmapper'
  | 'nfs'
  | 'mountd'
  | 'nlockmgr'
  | 'status'
  | 'icmp-echo'
  | 'udp-datagram';

/** Where the probe starts. */
export type PlannedVantage =
  | {
      readonly kind: 'node';
      readonly node: string;
      readonly port: NodePort;
      /** The source address that the rule gives the node, normal form. */
      readonly address: string;
    }
  | {
      readonly kind: 'laptop';
      /** The `from` entry that the laptop must lie in. */
      readonly coversFrom: string;
      /** The laptop's own address inside it; null: not known yet (a plan made without the laptop). */
      readonly address: string | null;
    }
  | {
      /** Another node of the site, over its own SSH session: In rules. */
      readonly kind: 'peer';
      /** The node that sends, not the one that is checked. */
      readonly node: string;
      readonly port: NodePort;
      /** The `from` entry that its address lies in. */
      readonly coversFrom: string;
      /** Its own address, normal form. */
      readonly address: string;
    };

export interface CheckTarget {
  /** The endpoint exactly as entered. */
  readonly entered: string;
  /** What is dialled: an IP address in normal form, or a name that the vantage resolves first. */
  readonly host: string;
  /** Null for ICMP. */
  readonly port: number | null;
  readonly protocol: 'tcp' | 'udp' | 'icmp';
}

/** An endpoint behind a proxy, as the proxy is asked for it. */
export interface ProxiedEndpoint {
  /** An address, or a name that the proxy resolves. */
  readonly host: string;
  readonly port: number;
  /** TLS is spoken there, so that the certificate can be judged through the tunnel. */
  readonly tls: boolean;
}

/** One probe that tests one flow from one vantage point. */
export interface Check {
  /** `FLOW@VANTAGE~HOST:PORT`, stable between runs. */
  readonly id: string;
  readonly rule: string;
  readonly flow: string;
  readonly node: string;
  readonly vantage: PlannedVantage;
  readonly target: CheckTarget;
  readonly family: AddressFamily;
  readonly probe: ProbeKind;
  /** `proxy-connect`: the endpoint that the proxy is asked to connect to; the target is the proxy. Absent: no proxy. */
  readonly through?: ProxiedEndpoint;
  /** What the probe needs to know of the endpoint. */
  readonly expectations: {
    /** Server name for TLS: `sni` of the endpoint, or its name; null for an address. */
    readonly serverName: string | null;
    readonly issuer: string | null;
    readonly public: boolean;
    /** Addresses that the target's name may resolve to. Empty: any. */
    readonly resolvesTo: readonly string[];
    /** Names that a DNS probe asks for, in order: at most 3, then the root's NS. */
    readonly dnsQuestions: readonly {
      readonly name: string;
      readonly type: 'SOA' | 'A' | 'NS';
      readonly expect: readonly string[];
    }[];
    /** The directory's domain in lower case, for LDAP and Kerberos; null: the site names none. */
    readonly domain: string | null;
    /** `1 of a /24`, when one host stands for a network; else null. */
    readonly standsFor: string | null;
  };
  /** The longest wait for one connection with all of its tries, and for each reply. */
  readonly timeoutMs: number;
  /**
   * Absent: answers seen may shorten the wait for what stays silent. `control`: a negative control, which waits no longer
   * than the checks that it guards.
   */
  readonly waits?: 'fixed' | 'control';
  /** Attempts after the first. */
  readonly retries: number;
  /** Why nothing can be sent for it (the observation is then `not-testable`); null: it can. */
  readonly unable: string | null;
}

/** Negative control: a TCP port on a documentation address (RFC 5737), where nothing may answer. */
export interface Control {
  /** `control.VANTAGE.PORT`. */
  readonly id: string;
  readonly vantage:
    { readonly kind: 'node'; readonly node: string; readonly port: NodePort } | { readonly kind: 'laptop' };
  /** Candidates in order; the first that no route but the default one of the vantage covers is used. Empty: none is free. */
  readonly candidates: readonly string[];
  readonly port: number;
  readonly timeoutMs: number;
}

export interface CheckPlan {
  readonly checks: readonly Check[];
  readonly controls: readonly Control[];
  /** What was left out and why, for people: e.g. the negative control is switched off. */
  readonly remarks: readonly string[];
  /** Checks of the node with the most of them: above 5,000 a run needs the person's explicit word. */
  readonly largestNode: number;
}
