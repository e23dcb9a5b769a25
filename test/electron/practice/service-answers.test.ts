import { describe, expect, it } from 'vitest';
import { answerHttp, answerRpc, sshIdentification } from '../../../electron/practice/service-answers.ts';
import type { ProbeKind } from '../../../shared/plan/types.ts';
import { probes } from '../../../shared/probes/registry.ts';
import { aCheck, attemptOf, countingRandom } from '../../shared/probes/samples.ts';

const resolved = '10.77.0.10';

/** What a probe makes of the answer that it gets to its own first payload. */
function asked(probe: ProbeKind, answer: (payload: Uint8Array) => Buffer | null): string {
  const check = aCheck({ probe, target: { host: resolved, port: 80, protocol: 'tcp' } });
  const prepared = probes[probe].prepare(check, countingRandom());
  if (prepared.wire.kind !== 'exchange') throw new Error(`${probe} asks in the clear`);
  const bytes = answer(prepared.wire.payloads[0] ?? new Uint8Array(0));
  if (bytes === null) return 'no answer';
  const replies = [{ payload: 0, bytes: Uint8Array.from(bytes), from: resolved }];
  return prepared.read(attemptOf({ kind: 'answered', replies }), { resolved }).observation;
}

describe('the simulated servers', () => {
  it('speak what the probes expect', () => {
    expect(asked('http', answerHttp)).toBe('confirmed');
    expect(asked('ssh', () => sshIdentification)).toBe('confirmed');
    for (const program of ['portmapper', 'nfs', 'mountd', 'nlockmgr'] as const)
      expect(asked(program, answerRpc)).toBe('confirmed');
  });

  it('say nothing to what is not theirs', () => {
    const nonsense = Buffer.from('nonsense that is longer than any header of a call');
    expect(answerHttp(nonsense)).toBeNull();
    expect(answerRpc(nonsense)).toBeNull();
    expect(answerRpc(Buffer.alloc(3))).toBeNull();
  });
});
