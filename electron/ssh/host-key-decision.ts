import { findKnownKeys } from './known-hosts.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { DecideHostKey, HopRole, HostKeyDecision, HostKeyOffer, HostKeyTrust } from './types.ts';

/** A key that this user accepted before. */
export interface AcceptedHostKey {
  readonly host: string;
  readonly port: number;
  readonly algorithm: string;
  readonly fingerprint: string;
}

/** A fingerprint that the person or the site file gives for one host. Several for one host: any of them. */
export interface HostKeyPin {
  readonly host: string;
  readonly port: number;
  /** `SHA256:…` */
  readonly fingerprint: string;
}

/** Why a person is asked. */
export type ConfirmReason =
  | { readonly kind: 'unknown' }
  /** The site file comes from elsewhere and names this very key. */
  | { readonly kind: 'matches-site-file' };

export interface HostKeySources {
  readonly acceptedKeys: readonly AcceptedHostKey[];
  readonly knownHosts: KnownHosts;
  /** Given for this run (`--host-key`). */
  readonly given: readonly HostKeyPin[];
  /**
   * Given for this run without saying for which of several hosts. One fingerprint never serves both a jump host and a
   * node: the jump host could pass for the node. It speaks against a node's key only where nothing else knows that key.
   */
  readonly givenForAny?: readonly string[];
  /** Pins in the site file. */
  readonly sitePins: readonly HostKeyPin[];
  /** Trust an unknown key once (`--accept-new-host-key`). */
  readonly acceptNew: boolean;
  /**
   * Shows the fingerprint to the person (the wizard); true if they accept it. Without it (the command line) a matching
   * pin of the site file is enough, because the person chose the file.
   */
  readonly confirm?: (offer: HostKeyOffer, reason: ConfirmReason) => Promise<boolean>;
  /** The site file was made here: its pins need no confirmation. */
  readonly siteFileIsOwn: boolean;
}

interface Source {
  readonly trust: HostKeyTrust;
  readonly keys: readonly { readonly algorithm?: string; readonly fingerprint: string }[];
}

/**
 * Host key policy of the product. A revoked key is refused. A host that any source knows by another key has changed,
 * and that always stops, whatever the other sources say; a known_hosts entry or accepted key of another key type alone
 * is no contradiction to a source that has this very key. Else the first source that has the key gives the trust.
 */
export function decideFrom(sources: HostKeySources): DecideHostKey {
  const unbound = sources.givenForAny ?? [];
  /** Which kind of host has shown a key of `givenForAny`. */
  const shownBy = new Map<string, HopRole>();
  const isGivenForAny = (offer: HostKeyOffer): boolean => {
    if (!unbound.includes(offer.fingerprint)) return false;
    const role = shownBy.get(offer.fingerprint) ?? offer.hop;
    shownBy.set(offer.fingerprint, role);
    return role === offer.hop;
  };
  const decide = async (offer: HostKeyOffer): Promise<HostKeyDecision> => {
    const { keys, revoked } = findKnownKeys(sources.knownHosts, offer.host, offer.port);
    if (revoked.some((key) => key.fingerprint === offer.fingerprint))
      return { kind: 'refused', reason: 'revoked' };

    const all: readonly Source[] = [
      { trust: 'accepted', keys: sources.acceptedKeys.filter((key) => isFor(key, offer)) },
      { trust: 'known-hosts', keys },
      { trust: 'given', keys: sources.given.filter((pin) => isFor(pin, offer)) },
      { trust: 'given', keys: isGivenForAny(offer) ? [{ fingerprint: offer.fingerprint }] : [] },
      { trust: 'site-file', keys: sources.sitePins.filter((pin) => isFor(pin, offer)) },
    ];
    const having = all.filter((source) => hasKey(source, offer));
    const knowing = all.filter((source) => source.keys.length > 0);
    const contradicting = knowing.filter((source) => !hasKey(source, offer) && knowsSameType(source, offer));
    const [best] = having;
    if (contradicting.length > 0 || (best === undefined && knowing.length > 0)) {
      const against = contradicting.length > 0 ? contradicting : knowing;
      const known = [...new Set(against.flatMap((source) => source.keys.map((key) => key.fingerprint)))];
      const onlyPins = against.every((source) => source.keys.every((key) => key.algorithm === undefined));
      return { kind: 'refused', reason: 'changed', known, ...(onlyPins ? { otherTypeMayMatch: true } : {}) };
    }
    if (best === undefined) {
      if (unbound.length === 0) return decideUnknown(sources, offer);
      if (offer.hop === 'node')
        return { kind: 'refused', reason: 'changed', known: unbound, otherTypeMayMatch: true };
      const decision = await decideUnknown(sources, offer);
      return decision.kind === 'refused' && decision.reason === 'unknown'
        ? { ...decision, otherTypeMayMatch: true }
        : decision;
    }
    const needsConfirmation =
      best.trust === 'site-file' && !sources.siteFileIsOwn && sources.confirm !== undefined;
    return needsConfirmation
      ? ask(sources.confirm, offer, { kind: 'matches-site-file' })
      : { kind: 'trusted', trust: best.trust };
  };
  return Object.assign(decide, {
    preferredAlgorithms: (host: string, port: number): readonly string[] => [
      ...sources.acceptedKeys.filter((key) => isFor(key, { host, port })).map((key) => key.algorithm),
      ...findKnownKeys(sources.knownHosts, host, port).keys.map((key) => key.algorithm),
    ],
  });
}

function decideUnknown(
  sources: HostKeySources,
  offer: HostKeyOffer,
): Promise<HostKeyDecision> | HostKeyDecision {
  if (sources.acceptNew) return { kind: 'trusted', trust: 'accepted-this-run' };
  if (sources.confirm === undefined) return { kind: 'refused', reason: 'unknown' };
  return ask(sources.confirm, offer, { kind: 'unknown' });
}

async function ask(
  confirm: NonNullable<HostKeySources['confirm']>,
  offer: HostKeyOffer,
  reason: ConfirmReason,
): Promise<HostKeyDecision> {
  return (await confirm(offer, reason))
    ? { kind: 'trusted', trust: 'accepted-this-run' }
    : { kind: 'refused', reason: 'declined' };
}

function isFor(
  known: { readonly host: string; readonly port: number },
  offer: { readonly host: string; readonly port: number },
): boolean {
  return known.host.toLowerCase() === offer.host.toLowerCase() && known.port === offer.port;
}

function hasKey(source: Source, offer: HostKeyOffer): boolean {
  return source.keys.some((key) => key.fingerprint === offer.fingerprint);
}

/** A bare fingerprint may be of any type, so it always counts. */
function knowsSameType(source: Source, offer: HostKeyOffer): boolean {
  return source.keys.some((key) => key.algorithm === undefined || key.algorithm === offer.algorithm);
}
