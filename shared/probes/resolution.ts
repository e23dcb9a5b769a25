import type { Check } from '../plan/types.ts';
import { reading } from './failure-reading.ts';
import type { ProbeReading } from './types.ts';

/** What the vantage's resolver said about a name. */
export type Resolution =
  | { readonly kind: 'resolved'; readonly addresses: readonly string[] }
  | { readonly kind: 'unresolved'; readonly message: string }
  /** It has no means to ask: nothing is known of the name. */
  | { readonly kind: 'unable'; readonly message: string };

/** Addresses of one family that a check of a name goes to, at most. */
export const mostAddresses = 8;

/** The addresses to dial, or what the check saw already by resolving its target. Nothing is sent to the target then. */
export type DialDecision =
  | {
      readonly kind: 'dial';
      readonly addresses: readonly string[];
      /** Addresses that are beyond the bound: they are not tried. */
      readonly beyond: readonly string[];
    }
  | { readonly kind: 'observed'; readonly reading: ProbeReading };

/** Judges a name's addresses before anything is dialled: only addresses that were declared are. */
export function decideDial(check: Check, resolution: Resolution): DialDecision {
  const name = check.target.host;
  if (resolution.kind === 'unresolved')
    return { kind: 'observed', reading: reading('unresolved', resolution.message) };
  if (resolution.kind === 'unable')
    return { kind: 'observed', reading: reading('not-testable', resolution.message) };
  const addresses = [...new Set(resolution.addresses)];
  if (addresses.length === 0)
    return { kind: 'observed', reading: reading('unresolved', `${name} has no address`) };
  const { resolvesTo } = check.expectations;
  const foreign = addresses.filter((one) => !resolvesTo.includes(one));
  if (resolvesTo.length > 0 && foreign.length > 0)
    return {
      kind: 'observed',
      reading: reading(
        'intercepted',
        `${name} resolves to ${foreign.join(', ')}, not to ${resolvesTo.join(', ')} as entered; nothing was sent there`,
        { evidence: { resolvesTo: addresses } },
      ),
    };
  return {
    kind: 'dial',
    addresses: addresses.slice(0, mostAddresses),
    beyond: addresses.slice(mostAddresses),
  };
}
