import type { Settled, Verdict } from '../results/types.ts';
import type { Attestation, Waiver } from '../site/schema.ts';
import { compareUtc } from './utc.ts';

/** A rule or group that a person may stand in for. */
export interface Settleable {
  readonly id: string;
  readonly digest: string;
  readonly verdict: Verdict;
  /** A side without an address: nothing that a person could vouch for. */
  readonly emptySide: boolean;
}

export interface PersonsWord {
  readonly attestations: readonly Attestation[];
  readonly waivers: readonly Waiver[];
}

/** It names exactly this content, and holds at the time of the report. */
function holds(word: Attestation | Waiver, subject: Settleable, createdAt: string): boolean {
  return (
    word.rule === subject.id &&
    word.digest === subject.digest &&
    compareUtc(word.at, createdAt) <= 0 &&
    (word.expires === null || compareUtc(createdAt, word.expires) < 0)
  );
}

/**
 * Whether a person's word covers a verdict that is no pass: an attestation covers inconclusive, a waiver inconclusive and
 * fail. Neither covers an empty endpoint list, another digest, or a time before `at` or from `expires` on.
 */
export function settlementOf(subject: Settleable, word: PersonsWord, createdAt: string): Settled | null {
  if (subject.verdict === 'pass' || subject.emptySide) return null;
  if (
    subject.verdict === 'inconclusive' &&
    word.attestations.some((attestation) => holds(attestation, subject, createdAt))
  ) {
    return 'attested';
  }
  return word.waivers.some((waiver) => holds(waiver, subject, createdAt)) ? 'waived' : null;
}
