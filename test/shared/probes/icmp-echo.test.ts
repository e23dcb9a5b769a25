import { describe, expect, it } from 'vitest';
import { probes } from '../../../shared/probes/registry.ts';
import type { PathMtu, ProbeReading, RawOutcome } from '../../../shared/probes/types.ts';
import { aCheck, countingRandom } from './samples.ts';

const resolved = '10.20.0.10';
const answered: RawOutcome = {
  kind: 'answered',
  replies: [{ payload: 0, bytes: new Uint8Array(0), from: resolved }],
};

function read(outcome: RawOutcome, pathMtu?: PathMtu): ProbeReading {
  const target = { host: resolved, port: null, protocol: 'icmp' } as const;
  return probes['icmp-echo']
    .prepare(aCheck({ probe: 'icmp-echo', target }), countingRandom())
    .read(
      { ms: 3, outcome, localAddress: null, ...(pathMtu === undefined ? {} : { pathMtu }) },
      { resolved },
    );
}

describe('a ping', () => {
  it('keeps the size that the path takes whole as evidence', () => {
    expect(read(answered, { passed: 1500, failed: null, said: null })).toMatchObject({
      ...{ observation: 'confirmed', evidence: { pathMtu: 1500 }, remarks: [] },
    });
    expect(read(answered)).toMatchObject({ observation: 'confirmed', evidence: {} });
  });

  it('says who finds a packet too big', () => {
    const reading = read(answered, { passed: 1400, failed: 1500, said: { by: '10.20.40.1', mtu: 1400 } });
    expect(reading.observation).toBe('confirmed');
    expect(reading.evidence).toEqual({ pathMtu: 1400, tooBig: 1500, tooBigSaidBy: '10.20.40.1' });
    expect(reading.remarks).toEqual([
      expect.stringMatching(/takes packets of up to 1400 bytes, said by 10\.20\.40\.1/),
    ]);
  });

  it('warns of a path on which large packets vanish', () => {
    const reading = read(answered, { passed: 1380, failed: 1400, said: null });
    expect(reading.remarks).toEqual([expect.stringMatching(/1400 bytes vanish.*fragmentation needed/)]);
  });

  it('that stays silent says that it is not a matter of size', () => {
    expect(read({ kind: 'silent' })).toMatchObject({
      observation: 'no-answer',
      outcome: expect.stringMatching(/blocked, or nobody is there; not a matter of size/) as string,
    });
    expect(read({ kind: 'icmp-unreachable', code: 13, sender: '10.20.40.1' }).observation).toBe('rejected');
  });
});
