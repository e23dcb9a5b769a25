import type { Verdict } from '../results/types.ts';

/** Why a check got its verdict. The sentence for people is made from it (explain.ts). */
export type Because =
  /** The observation speaks for itself. */
  | { readonly kind: 'observation' }
  | { readonly kind: 'open-without-probe' }
  | { readonly kind: 'open-unproven'; readonly reason: string }
  | { readonly kind: 'control-connected'; readonly address: string }
  | { readonly kind: 'no-listener' }
  /** Our temporary listener answered in place of the service. */
  | { readonly kind: 'path-proven' }
  | { readonly kind: 'answered-without-listener' }
  | { readonly kind: 'interface-not-shown' }
  | { readonly kind: 'port-not-proven' }
  | { readonly kind: 'route-contradicts'; readonly leaves: string }
  | { readonly kind: 'certificate-contradicts' }
  | { readonly kind: 'port-assumed' }
  | { readonly kind: 'wrong-vantage' }
  | { readonly kind: 'source-not-proven' }
  | { readonly kind: 'source-outside'; readonly seen: string; readonly entry: string }
  | {
      readonly kind: 'source-in-own-subnet';
      readonly seen: string;
      readonly entry: string;
      readonly subnet: string;
    };

export interface Ruling {
  readonly verdict: Verdict;
  readonly weak: boolean;
  readonly because: Because;
}

export function inconclusive(because: Because): Ruling {
  return { verdict: 'inconclusive', weak: false, because };
}
