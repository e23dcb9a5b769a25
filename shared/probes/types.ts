import type { Check } from '../plan/types.ts';
import type { Framing } from './framing.ts';
import type { Observation, TlsFacts } from './observation.ts';

/** When an exchange may stop early: the reply's byte at `offset`, masked, is one of `values`. */
export interface StopRule {
  readonly offset: number;
  readonly mask: number;
  readonly values: readonly number[];
}

/** What an engine does on the wire for one attempt. Engines know no protocol but TLS: the bytes are made here. */
export type Wire =
  | { readonly kind: 'connect' }
  /**
   * Shakes hands, offering the protocols of `alpn`; then, with `inner`, sends that and takes one reply over the encrypted
   * connection. A handshake counts whatever comes of `inner`.
   */
  | {
      readonly kind: 'tls';
      readonly serverName: string | null;
      readonly alpn: readonly string[];
      readonly inner: { readonly payload: Uint8Array; readonly framing: Framing } | null;
      /**
       * Said in the clear before the handshake, which follows only a reply that `goOn` accepts (a proxy's CONNECT);
       * another reply is the outcome `answered`. Absent: the handshake comes first.
       */
      readonly before?: {
        readonly payload: Uint8Array;
        readonly framing: Framing;
        readonly goOn: StopRule;
      };
    }
  /**
   * Sends the payloads one after the other, each after the reply to the one before, and stops at the first reply that
   * the rule accepts, at silence, or at the end. An empty payload over TCP sends nothing: the peer speaks first. Over UDP
   * one datagram is one reply, and `framing` has no say.
   */
  | {
      readonly kind: 'exchange';
      readonly transport: 'tcp' | 'udp';
      readonly payloads: readonly Uint8Array[];
      readonly framing: Framing;
      readonly stopAt: StopRule | null;
    }
  /** One UDP datagram; a reply is read, but nothing is known of its form. */
  | { readonly kind: 'datagram'; readonly payload: Uint8Array }
  | { readonly kind: 'echo' };

/** What an engine saw in one attempt, before anyone says what it means. */
export type RawOutcome =
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'answered';
      readonly replies: readonly {
        readonly payload: number;
        readonly bytes: Uint8Array;
        readonly from: string | null;
      }[];
    }
  | {
      readonly kind: 'handshake';
      readonly tls: TlsFacts;
      /** The protocol that both sides agreed on; null: none. Absent: the engine cannot tell. */
      readonly alpn?: string | null;
      /** What came back to `inner`; null: nothing. Absent: it was not sent. */
      readonly reply?: Uint8Array | null;
    }
  /** TCP connected, then the protocol gave nothing usable: closed, silent, or garbage. */
  | { readonly kind: 'connected-only'; readonly message: string }
  /** RST, or an ICMP port-unreachable; `sender` of the ICMP if the engine can read it. */
  | { readonly kind: 'refused'; readonly sender: string | null }
  /** Another ICMP unreachable, read as such. */
  | { readonly kind: 'icmp-unreachable'; readonly code: number; readonly sender: string | null }
  /** EHOSTUNREACH or ENETUNREACH without a known sender. */
  | { readonly kind: 'unreachable'; readonly errno: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unresolved'; readonly message: string }
  /** The engine has no means for it, or the node has none. */
  | { readonly kind: 'cannot'; readonly reason: string }
  | { readonly kind: 'error'; readonly message: string };

export interface RawAttempt {
  /** Milliseconds from first packet to outcome. */
  readonly ms: number;
  readonly outcome: RawOutcome;
  /** Local address of the socket as the vantage saw it, if it can tell. */
  readonly localAddress: string | null;
  /**
   * How often the engine sent within its wait (SYNs of its own, or datagrams): more than 1 means that all before the last
   * one stayed without an answer. Absent: once.
   */
  readonly tries?: number;
  /** The vantage's own clock right after the last reply, in milliseconds since 1970. Absent: not read. */
  readonly answeredAt?: number;
  /** `echo`: which larger packets got through whole. Absent: not tried, because not even a small one did. */
  readonly pathMtu?: PathMtu;
}

/** What echo requests that may not be fragmented found. Sizes in bytes, IP header included. */
export interface PathMtu {
  /** The largest that came back. */
  readonly passed: number;
  /** The smallest that did not; null: all that were tried came back. */
  readonly failed: number | null;
  /** Who said that it is too big, and the size that would fit; null: nobody, it just vanished. */
  readonly said: { readonly by: string | null; readonly mtu: number | null } | null;
}

/** What one attempt means: an observation word, the facts that a verdict rests on, and the reply in short. */
export interface ProbeReading {
  readonly observation: Observation;
  /** One line for people: `NOERROR for corp.example SOA`, `connected`, `no answer in 3.0 s`. */
  readonly outcome: string;
  readonly evidence: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
  readonly tls: TlsFacts | null;
  /** Why an `open` is only that, when a probe for the service exists; null: none exists. */
  readonly openBecause: string | null;
  /** A finding of its own, e.g. a name that does not resolve. */
  readonly remarks: readonly string[];
}

/** One probe kind: pure bytes out, pure meaning back. Registered in registry.ts, keyed by the union. */
export interface Probe {
  /** `random` gives bytes for ids; the same probe object must be handed to `read`. */
  readonly prepare: (check: Check, random: (bytes: number) => Uint8Array) => PreparedProbe;
}

export interface ReadContext {
  /** The address that was dialled. */
  readonly resolved: string;
  /** In rules: `nodes[].tls.certificate` of the site, for when the node's own side cannot be read. */
  readonly certificatePin?: string | null;
}

export interface PreparedProbe {
  readonly wire: Wire;
  readonly read: (attempt: RawAttempt, context: ReadContext) => ProbeReading;
}
