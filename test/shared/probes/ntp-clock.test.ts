import { describe, expect, it } from 'vitest';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import { nonsense, truncationsOf } from './hostile-replies.ts';
import { aCheck, countingRandom } from './samples.ts';

const resolved = '10.20.5.123';
/** Seconds from 1900 to 1970. */
const epoch = 2_208_988_800;
const at = Date.UTC(2026, 10, 22, 19, 0, 0);

function timestamp(ms: number): number[] {
  const seconds = (Math.floor(ms / 1000) + epoch) % 2 ** 32;
  const fraction = Math.round(((ms % 1000) / 1000) * 2 ** 32);
  return [seconds, fraction].flatMap((word) =>
    [24, 16, 8, 0].map((shift) => Math.floor(word / 2 ** shift) & 0xff),
  );
}

/** As chronyd 4.3 sends it: version 4, mode 4, its reference, our transmit timestamp, its own two times. */
function packet(received: number, sent: number, head: readonly number[] = [0x24, 2, 6, 0xe9]): Uint8Array {
  const bytes = new Uint8Array(48);
  bytes.set([...head, 0, 0, 2, 0, 0, 0, 2, 0, 10, 20, 5, 1]);
  bytes.set(
    Array.from({ length: 8 }, (_, index) => index + 1),
    24,
  );
  bytes.set(timestamp(received), 32);
  bytes.set(timestamp(sent), 40);
  return bytes;
}

function read(bytes: Uint8Array, answeredAt: number | undefined, ms = 40, laptop = false): ProbeReading {
  const check = laptop
    ? aCheck({ probe: 'ntp', vantage: { kind: 'laptop', coversFrom: '10.0.0.0/8', address: '10.0.0.1' } })
    : aCheck({ probe: 'ntp' });
  const replies = [{ payload: 0, bytes, from: resolved }];
  return probes.ntp.prepare(check, countingRandom()).read(
    {
      ...{ ms, outcome: { kind: 'answered', replies }, localAddress: null },
      ...(answeredAt === undefined ? {} : { answeredAt }),
    },
    { resolved },
  );
}

describe('the clock, by an NTP answer', () => {
  it.each([
    ['right', 0],
    ['behind', 1250],
    ['ahead', -90_000],
    ['a day behind', 86_400_000],
  ])('%s is told by the four timestamps, half the way there and half back', (_word, offset) => {
    // 40 ms there and back: the server has it 15 ms later, keeps it 10 ms.
    const { evidence } = read(packet(at + 15 + offset, at + 25 + offset), at + 40);
    expect(evidence['offsetMs']).toBe(offset);
    expect(evidence).toMatchObject({ stratum: 2, refid: '10.20.5.1', offsetOf: 'node' });
  });

  it('warns of Kerberos from five minutes on, and says whose clock it is', () => {
    const far = read(packet(at + 312_000, at + 312_000), at);
    expect(far).toMatchObject({
      observation: 'confirmed',
      outcome: expect.stringMatching(/the node's clock is 5 minutes behind/) as string,
    });
    expect(far.remarks).toEqual([expect.stringMatching(/the node's clock is 5 minutes behind: Kerberos/)]);
    expect(read(packet(at - 290_000, at - 290_000), at).remarks).toEqual([]);
    expect(read(packet(at - 400_000, at - 400_000), at, 40, true).remarks[0]).toMatch(
      /this computer's clock is 7 minutes ahead/,
    );
  });

  it('is compared across 2036, when the timestamps begin again', () => {
    const after = Date.UTC(2036, 1, 7, 6, 28, 20);
    expect(read(packet(after, after), after - 10_000, 0).evidence['offsetMs']).toBe(10_000);
  });

  it('is not spoken of when no clock was read, or the server has none', () => {
    expect(read(packet(at, at), undefined).evidence).not.toHaveProperty('offsetMs');
    const unsynchronised = read(
      packet(
        at + 900_000,
        at + 900_000,
        [0xe4, 0, 6, 0xe9].map((byte, index) => (index === 1 ? 16 : byte)),
      ),
      at,
    );
    expect(unsynchronised.evidence).not.toHaveProperty('offsetMs');
    expect(unsynchronised.remarks).toEqual([expect.stringMatching(/not synchronised/)]);
  });

  it('names the source of a server at stratum 1', () => {
    const bytes = packet(at, at, [0x24, 1, 6, 0xe9]);
    bytes.set([0x47, 0x50, 0x53, 0], 12);
    expect(read(bytes, at).evidence['refid']).toBe('GPS');
  });

  it('is never taken from half a packet or from nonsense', () => {
    for (const bytes of [...truncationsOf(packet(at, at)), ...nonsense()])
      expect(read(bytes, at).observation).not.toBe('confirmed');
  });
});
