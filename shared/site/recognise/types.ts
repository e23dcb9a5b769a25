import type { EndpointDetails } from './own-columns.ts';

/** What a pasted text was found to hold. Nothing of it is a fact of the site before a person says so. */

/** Why a role is proposed: what the text itself says. */
export type RoleReason =
  /** The label before it: `DNS Servers . . . :`. */
  | { readonly kind: 'label'; readonly words: string }
  /** The heading of its column, or the role column of an export. */
  | { readonly kind: 'column'; readonly words: string }
  | { readonly kind: 'word'; readonly word: string }
  /** How its name begins. */
  | { readonly kind: 'name'; readonly word: string }
  /** The port that stands with it. */
  | { readonly kind: 'port'; readonly port: number }
  /** It is the server that a lookup tool asked. */
  | { readonly kind: 'asked-server'; readonly tool: 'nslookup' };

/** A cure that the text itself allows; a person chooses it. */
export interface AddressFix {
  readonly kind: 'network' | 'host' | 'use';
  readonly address: string;
}

export type FoundState =
  | { readonly kind: 'ready' }
  /** Well written, but worth a look before it is added. `says`: an English sentence. */
  | { readonly kind: 'doubtful'; readonly says: string; readonly fixes: readonly AddressFix[] }
  | { readonly kind: 'repeated'; readonly line: number | null }
  | { readonly kind: 'wrong'; readonly says: string; readonly fixes: readonly AddressFix[] };

export interface FoundAddress {
  /** Line of the text, from 1. */
  readonly line: number;
  /** As it stands in the text. */
  readonly text: string;
  /** The address as it would be added; equals `text` where that cannot be read. */
  readonly address: string;
  readonly kind: 'ipv4' | 'ipv6' | 'network' | 'name' | 'pattern' | null;
  /** What the text calls it: the name beside an address. Null: nothing. */
  readonly label: string | null;
  /** What our own CSV says of it beside that; null: nothing. */
  readonly details: EndpointDetails | null;
  /** Null: nothing in the text speaks for a role. */
  readonly role: string | null;
  readonly why: RoleReason | null;
  readonly state: FoundState;
}

/** A line, or a part of one, that holds no address for a role. `why`: null where it simply holds none. */
export interface UnusedLine {
  readonly line: number;
  readonly text: string;
  readonly why:
    'own-address' | 'gateway' | 'netmask' | 'domain-suffix' | 'loopback-entry' | 'heading' | 'no-address';
}

/** An address with what stands around it, before it is judged. */
export interface Candidate {
  readonly line: number;
  readonly text: string;
  readonly address: string;
  readonly label: string | null;
  readonly role: string | null;
  readonly why: RoleReason | null;
  readonly details?: EndpointDetails | null;
  /** What may have been meant instead: two parts of a name with a space between them. */
  readonly joined: string | null;
}
