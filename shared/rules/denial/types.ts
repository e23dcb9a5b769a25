/** What becomes of a feature when something is denied. */
export type Fate = 'safe' | 'degraded' | 'lost';

/** What is denied: lines of the request, or single rules. Ids that the site does not have are given back as `unknown`. */
export interface Denied {
  readonly lines: readonly string[];
  readonly rules: readonly string[];
}

/** Why a feature is not, or not quite, what it was. */
export interface FateReason {
  /** `safe`: a remark that costs nothing, e.g. that one member of an any-of group is left. */
  readonly fate: Fate;
  readonly node: string;
  /** A sentence or two for people. */
  readonly says: string;
  /** Denied lines that it comes from, in the order of the request. */
  readonly lines: readonly string[];
  /** The feature over which it comes; null: directly. */
  readonly through: string | null;
}

export interface FeatureFate {
  /** Key of the consequences, e.g. `smb`; an entry's or custom rule's id where nobody wrote down what needs it. */
  readonly feature: string;
  readonly title: string;
  readonly fate: Fate;
  /** The worst first; empty: the denial does not touch it. */
  readonly reasons: readonly FateReason[];
}

/** What a denial does to readiness. */
export interface ReadinessEffect {
  /** `none`: no denied line is required. `at-most-exceptions`: not ready; with a waiver for each, ready with exceptions. */
  readonly kind: 'none' | 'at-most-exceptions';
  /** Required rules and any-of groups that can no longer pass. */
  readonly cannotPass: readonly string[];
  readonly says: string;
}

export interface DenialEffect {
  /** Every feature that the site has, in the order of their weight. */
  readonly features: readonly FeatureFate[];
  readonly readiness: ReadinessEffect;
  /** Ids among the denied ones that the site does not have. */
  readonly unknown: readonly string[];
}
