import type { Check } from '../../../shared/plan/types.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ObservedCheck } from '../../../shared/results/types.ts';
import { draftOf, unsent, unsentRecord } from './draft-check.ts';

const noBytes = (bytes: number): Uint8Array => new Uint8Array(bytes);

/** The record of a check that did not run, with the reason. Nothing was sent for it. */
export function notRunRecord(check: Check, why: string): ObservedCheck {
  const draft = draftOf(check, probes[check.probe].prepare(check, noBytes));
  if (check.unable !== null) return unsentRecord(draft, unsent('not-testable', check.unable));
  return unsentRecord(draft, unsent('not-run', why));
}
