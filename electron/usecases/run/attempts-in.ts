import type { ProbeReading, RawAttempt } from '../../../shared/probes/types.ts';
import type { CheckDraft } from './draft-check.ts';

/** An attempt of an engine that repeats by itself: what stayed without an answer is an attempt too. */
export function attemptsIn(
  attempt: RawAttempt,
  reading: ProbeReading,
  read: (attempt: RawAttempt) => ProbeReading,
): CheckDraft['attempts'] {
  const { ms, outcome, tries = 1 } = attempt;
  if (tries === 1) return [{ ms, reading }];
  if (outcome.kind === 'silent') return [{ ms, reading: { ...reading, ...triesOf(reading, tries) } }];
  const silent = read({ ...attempt, outcome: { kind: 'silent' }, tries: 1 });
  const before = {
    ...silent,
    outcome: `no answer to the first ${tries === 2 ? 'try' : `${tries - 1} tries`}`,
  };
  return [
    { ms, reading: before },
    { ms, reading: { ...reading, evidence: { ...reading.evidence, answeredAtTry: tries } } },
  ];
}

function triesOf(reading: ProbeReading, tries: number): Pick<ProbeReading, 'outcome' | 'evidence'> {
  return {
    outcome: `${reading.outcome}, ${tries} tries`,
    evidence: { ...reading.evidence, tries },
  };
}
