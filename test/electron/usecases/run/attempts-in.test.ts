import { describe, expect, it } from 'vitest';
import { attemptsIn } from '../../../../electron/usecases/run/attempts-in.ts';
import { tcpProbe } from '../../../../shared/probes/tcp.ts';
import type { RawAttempt, RawOutcome } from '../../../../shared/probes/types.ts';
import { aCheck, countingRandom } from '../../../shared/probes/samples.ts';

const seen = (outcome: RawOutcome, tries?: number): { observation: string; outcome: string }[] => {
  const probe = tcpProbe.prepare(aCheck(), countingRandom());
  const read = (attempt: RawAttempt) => probe.read(attempt, { resolved: '10.20.5.53' });
  const attempt = { ms: 700, outcome, localAddress: null, ...(tries === undefined ? {} : { tries }) };
  return attemptsIn(attempt, read(attempt), read).map(({ reading }) => ({
    observation: reading.observation,
    outcome: reading.outcome,
  }));
};

describe('an attempt of an engine that repeats inside its wait', () => {
  it('is one attempt when the first try was answered', () => {
    expect(seen({ kind: 'connected' })).toEqual([{ observation: 'open', outcome: 'connected' }]);
  });

  it('shows the tries that stayed without an answer before the one that was answered', () => {
    expect(seen({ kind: 'connected' }, 3)).toEqual([
      { observation: 'filtered', outcome: 'no answer to the first 2 tries' },
      { observation: 'open', outcome: 'connected' },
    ]);
    expect(seen({ kind: 'refused', sender: null }, 2)[0]?.outcome).toBe('no answer to the first try');
  });

  it('says how often it asked when nothing answered', () => {
    expect(seen({ kind: 'silent' }, 6)).toEqual([
      { observation: 'filtered', outcome: 'no answer in 700 ms, 6 tries' },
    ]);
  });
});
