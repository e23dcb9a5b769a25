import type { NodePort } from '../../catalog/schema.ts';
import type { PictureLane, Way } from './types.ts';

/** Positions in units: on screen one unit is one pixel at 100 %. */

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** One line of text. */
export interface Label {
  readonly text: string;
  /** What it says in full, when there was no room. */
  readonly whole: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly size: number;
  readonly bold: boolean;
  readonly mono: boolean;
  readonly secondary: boolean;
  /** The room that it takes at most. */
  readonly box: Box;
}

/** A piece of a flow's way. */
export interface Stroke {
  readonly way: Way;
  readonly x1: number;
  readonly x2: number;
  readonly y: number;
  /** `flow`: it came so far, or is meant to; `rest`: it did not come here, or nothing was sent. */
  readonly kind: 'flow' | 'rest';
  /** At x2. */
  readonly arrow: boolean;
}

export interface LaneShape {
  readonly lane: PictureLane;
  /** The whole row: what can be pointed at. */
  readonly row: Box;
  readonly title: Label;
  /** The rest of a name that is longer than its line. */
  readonly more: readonly Label[];
  readonly about: Label;
  /** What was seen, after `about` or before it (where texts end at the picture); null: nothing is said. */
  readonly state: Label | null;
  readonly notes: readonly Label[];
  readonly strokes: readonly Stroke[];
  /** Middle of the mark. */
  readonly mark: { readonly x: number; readonly y: number; readonly on: 'wall' | 'counterpart' | 'node' };
}

export interface PortShape {
  readonly port: NodePort;
  readonly connected: boolean;
  /** The tag with its name. */
  readonly tag: Box;
  readonly label: Label;
}

export interface PictureLayout {
  readonly width: number;
  readonly height: number;
  readonly device: Box;
  readonly ports: readonly PortShape[];
  /** Names and addresses in the device. */
  readonly texts: readonly Label[];
  /** Edges of the device at which a port takes its flows. */
  readonly bars: readonly Box[];
  /** One-Arm: the cable by which the outer side reaches the LAN port, as points. */
  readonly cable: readonly { readonly x: number; readonly y: number }[];
  /** Pieces of wall between the gates. */
  readonly walls: readonly Box[];
  readonly groups: readonly Label[];
  readonly lanes: readonly LaneShape[];
  /** Below: sides and firewalls. */
  readonly captions: readonly Label[];
}

/** How big things are. */
export interface Measures {
  readonly width: number;
  readonly device: number;
  /** Sizes of title, second line and small texts. */
  readonly title: number;
  readonly small: number;
  /** Names are bold and never shortened while they have spaces. */
  readonly onPaper: boolean;
  /** Least height of a lane. */
  readonly pitch: number;
  /** Nodes that are drawn each; more are one. */
  readonly nodes: number;
  /** Least height of the picture. */
  readonly least: number;
}
