import type { SiteFile } from '../../../shared/site/schema.ts';

/** Something hostile that listens on 127.0.0.1. */
export interface Peer {
  readonly port: number;
  /** Of a site in which it is the node, or the jump host in front of one. */
  readonly ssh?: Partial<NonNullable<SiteFile['nodes'][number]['ssh']>>;
  /** PEM of the certificate authority of an honest world behind it. */
  readonly trustedCa?: string;
  /** What the peer saw that it must not see; empty: nothing. */
  readonly wrongs?: () => readonly string[];
  readonly close: () => void;
}

/** How a run against a peer must end. */
export type Expected =
  /** Nothing was observed, and the person is told why. */
  | { readonly kind: 'stopped' }
  /** The run ends, and no check of the node passes. */
  | { readonly kind: 'could-not-check' }
  /** What is hostile about it changes nothing: the checks end as on an honest node. */
  | { readonly kind: 'as-honest' };

/** One row of docs/hostile-peers.md. */
export interface Behaviour {
  readonly name: string;
  /** What the peer does. */
  readonly does: string;
  readonly start: () => Promise<Peer>;
  readonly expected: Expected['kind'];
  /** A part of the sentence that the person is shown; null: there is none. */
  readonly sentence: string | null;
  /** What is said instead when another bound is met first: which one depends on how fast the peer sends. */
  readonly orSentence?: string;
  /** It sends as fast as it can: its memory is measured alone. */
  readonly floods?: boolean;
  /** The person says no to its host key. */
  readonly declined?: boolean;
  /** Also run through the command line. */
  readonly cli?: boolean;
}

export interface Group {
  readonly title: string;
  readonly behaviours: readonly Behaviour[];
}
