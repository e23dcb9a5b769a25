import type { Report } from '../../report/schema.ts';
import type { Settled } from '../../results/types.ts';
import { compareUtc } from '../../verdicts/utc.ts';
import { given, utcTime } from '../words.ts';

/** By whom, and why, a rule or a group counts as attested or waived. */
export interface SettledEntry {
  readonly settled: Settled;
  readonly by: string;
  /** How it was verified, or the reason. */
  readonly why: string;
  /** UTC; null: no end. */
  readonly expires: string | null;
  /** `Waived by Anna until 2027-05-31, 00:00:00 UTC: no traps here`. */
  readonly says: string;
}

interface Subject {
  readonly id: string;
  readonly digest: string;
  readonly settled: Settled | null;
}

/** The attestation or waiver that counts for it; null: none does. */
export function settledEntry(report: Report, { id, digest, settled }: Subject): SettledEntry | null {
  if (settled === null) return null;
  const { createdAt } = report;
  const counts = (entry: { rule: string; digest: string; at: string; expires: string | null }): boolean =>
    entry.rule === id &&
    entry.digest === digest &&
    compareUtc(entry.at, createdAt) <= 0 &&
    (entry.expires === null || compareUtc(createdAt, entry.expires) < 0);
  const found =
    settled === 'waived'
      ? report.waivers.filter(counts).map(({ by, reason, expires }) => ({ by, why: reason, expires }))
      : report.attestations.filter(counts).map(({ by, how, expires }) => ({ by, why: how, expires }));
  const entry = found[0] ?? { by: '', why: '', expires: null };
  const until = entry.expires === null ? '' : ` until ${utcTime(entry.expires)}`;
  const word = settled === 'waived' ? 'Waived' : 'Attested';
  return { settled, ...entry, says: `${word} by ${given(entry.by)}${until}: ${given(entry.why)}` };
}
