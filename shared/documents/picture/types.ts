import type { Deployment, NodePort } from '../../catalog/schema.ts';
import type { Observation } from '../../probes/observation.ts';
import type { Settled, Verdict } from '../../results/types.ts';

/**
 * Who talks to the node, as a picture: its content (what is drawn) and its layout (where). Neither holds a sentence: the
 * words come from whoever draws, in their language.
 */

/** What is known of a rule, or the worst of several. `planned`: nobody has looked yet, nor tries to. */
export type SightState = Verdict | Settled | 'running' | 'waiting' | 'not-run' | 'no-address' | 'planned';

/** What was seen of a rule. */
export interface Sight {
  readonly state: SightState;
  /** Of the worst check; null while nothing was observed. */
  readonly observation: Observation | null;
  /** The worst check that has a record; null: none. */
  readonly check: string | null;
}

export type Way = 'out' | 'in';

/** By the node's port in Inline; in One-Arm, where one port carries all, by the port that is usual in Inline. */
export type Side = 'inner' | 'outer';

/** What counterparts have in common that stand together. */
export type Place =
  | { readonly kind: 'zone'; readonly name: string }
  | { readonly kind: 'several-zones' }
  | { readonly kind: 'no-zone' }
  /** No firewall between them and the node. */
  | { readonly kind: 'same-subnet' }
  /** Too many to draw each. */
  | { readonly kind: 'more-zones'; readonly count: number };

/** One thing that must pass, before it is grouped: a rule, or a line of a request. */
export interface PictureItem {
  /** Id of the rule, or the line's number. */
  readonly id: string;
  readonly entry: string;
  readonly side: Side;
  readonly place: Place;
  /** Name of the counterpart: items of one name, side and place share a lane. */
  readonly name: string;
  readonly way: Way;
  readonly service: string;
  /** Of the counterpart. Empty: to be supplied. */
  readonly addresses: readonly string[];
  readonly missing: boolean;
  /** Nobody has confirmed the node's port. */
  readonly assumed: boolean;
}

/** One direction of a lane. */
export interface LaneWay {
  readonly way: Way;
  readonly services: readonly string[];
  readonly items: readonly string[];
  readonly sight: Sight;
}

/** A counterpart, or several of one zone, and all that goes to and fro. */
export interface PictureLane {
  readonly id: string;
  readonly side: Side;
  readonly place: Place;
  /** More than one: counterparts that share a lane for want of room. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly entries: readonly string[];
  readonly items: readonly string[];
  /** Out before in. */
  readonly ways: readonly LaneWay[];
  readonly crosses: boolean;
  readonly missing: boolean;
  readonly assumed: boolean;
  readonly sight: Sight;
}

export interface PictureGroup {
  readonly place: Place;
  readonly lanes: readonly PictureLane[];
}

export interface PicturePort {
  readonly port: NodePort;
  readonly addresses: readonly string[];
  readonly connected: boolean;
  /** Below the addresses. */
  readonly note?: string;
}

export interface PictureNode {
  readonly name: string;
  /** Below its name. */
  readonly about?: readonly string[];
  readonly ports: readonly PicturePort[];
}

export interface Picture {
  readonly deployment: Deployment;
  readonly nodes: readonly PictureNode[];
  readonly sides: Readonly<Record<Side, readonly PictureGroup[]>>;
}

/** Words of whoever draws. */
export interface PictureWords {
  /** Title of a lane. */
  readonly name: (lane: PictureLane) => string;
  /** Services and directions: `53 both ways`. */
  readonly about: (lane: PictureLane) => string;
  /** What was seen; null: nothing is said of it. */
  readonly state: (lane: PictureLane) => string | null;
  /** More lines below, e.g. addresses. */
  readonly notes: (lane: PictureLane) => readonly string[];
  readonly place: (place: Place, side: Side) => string;
  readonly side: (side: Side) => string;
  readonly firewall: string;
  readonly nodes: (nodes: readonly PictureNode[]) => string;
  readonly addresses: (count: number) => string;
  readonly noAddress: string;
  readonly notConnected: string;
}
