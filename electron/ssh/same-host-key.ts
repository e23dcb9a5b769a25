import type { DecideHostKey, HopRole, HostKeyOffer } from './types.ts';

/** Host keys that were trusted since a run began, by `placeOfKey`. */
export type ShownKeys = Map<string, Pick<HostKeyOffer, 'algorithm' | 'fingerprint'>>;

/** One host in one role, however its name is written. */
export function placeOfKey(hop: HopRole, host: string, port: number): string {
  return `${hop} ${host.toLowerCase()} ${port}`;
}

/**
 * Whoever was trusted once has to show the same key when it is dialled again, whatever the sources say: accepting an unknown
 * key is meant for the first time only, and a lost connection is just what somebody in between would make.
 *
 * @param shown keys that are held to be shown already; new ones are added
 */
export function sameHostKeyAgain(decide: DecideHostKey, shown: ShownKeys = new Map()): DecideHostKey {
  const decideAgain: DecideHostKey = async (offer) => {
    const place = placeOfKey(offer.hop, offer.host, offer.port);
    const before = shown.get(place);
    if (before !== undefined && before.fingerprint !== offer.fingerprint)
      return { kind: 'refused', reason: 'changed', known: [before.fingerprint] };
    const decision = await decide(offer);
    const { algorithm, fingerprint } = offer;
    if (decision.kind === 'trusted') shown.set(place, { algorithm, fingerprint });
    return decision;
  };
  return Object.assign(decideAgain, {
    preferredAlgorithms: (host: string, port: number): readonly string[] => [
      ...(['node', 'jump'] as const).flatMap(
        (hop) => shown.get(placeOfKey(hop, host, port))?.algorithm ?? [],
      ),
      ...(decide.preferredAlgorithms?.(host, port) ?? []),
    ],
  });
}
