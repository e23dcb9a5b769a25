import { describe, expect, it } from 'vitest';
import { sha256Hex, utf8 } from '../../../shared/lib/digest.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { PreparedProbe } from '../../../shared/probes/types.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const resolved = '10.20.5.53';

function payloadOf(probe: PreparedProbe): Uint8Array {
  if (probe.wire.kind === 'exchange') return probe.wire.payloads[0]!;
  if (probe.wire.kind === 'datagram') return probe.wire.payload;
  throw new Error('this probe sends no datagram');
}

describe('an NTP check', () => {
  const prepared = (): PreparedProbe => probes.ntp.prepare(aCheck({ probe: 'ntp' }), countingRandom());
  const reply = (probe: PreparedProbe, stratum: number, code = '', mode = 4): Uint8Array => {
    const bytes = new Uint8Array(48);
    bytes[0] = (4 << 3) | mode;
    bytes[1] = stratum;
    bytes.set(utf8(code), 12);
    bytes.set(payloadOf(probe).subarray(40, 48), 24);
    return bytes;
  };
  const read = (probe: PreparedProbe, bytes: Uint8Array, from = resolved): string =>
    probe.read(attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from }] }), { resolved })
      .observation;

  it('is confirmed by a server that returns our timestamp', () => {
    const probe = prepared();
    expect(read(probe, reply(probe, 3))).toBe('confirmed');
  });

  it('is not confirmed by another timestamp, another mode, a short packet or another sender', () => {
    const probe = prepared();
    const other = reply(probe, 3);
    other[31] = 0xee;
    expect(read(probe, other)).toBe('open');
    expect(read(probe, reply(probe, 3, '', 3))).toBe('open');
    expect(read(probe, reply(probe, 3).subarray(0, 47))).toBe('open');
    expect(read(probe, reply(probe, 3), '10.20.5.54')).toBe('no-answer');
  });

  it('is open when the server refuses to serve, confirmed when it only asks for patience', () => {
    const probe = prepared();
    expect(read(probe, reply(probe, 0, 'DENY'))).toBe('open');
    expect(read(probe, reply(probe, 0, 'RATE'))).toBe('confirmed');
  });

  it('remarks on a clock that is not synchronised', () => {
    const probe = prepared();
    const bytes = reply(probe, 16);
    const reading = probe.read(
      attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from: resolved }] }),
      { resolved },
    );
    expect(reading.remarks).toEqual(['The NTP server says that its own clock is not synchronised.']);
  });
});

describe('a datagram to a service that no probe knows', () => {
  const prepared = (port: number): PreparedProbe =>
    probes['udp-datagram'].prepare(aCheck({ probe: 'udp-datagram', target: { port } }), countingRandom());

  it('decides nothing, whatever comes back', () => {
    const replies = [{ payload: 0, bytes: utf8('hello'), from: resolved }];
    expect(prepared(662).read(attemptOf({ kind: 'answered', replies }), { resolved }).observation).toBe(
      'no-answer',
    );
    expect(prepared(662).read(attemptOf({ kind: 'silent' }), { resolved }).observation).toBe('no-answer');
  });

  it.each([514, 162])('carries a token to %i/udp, which only its digest tells', (port) => {
    const probe = prepared(port);
    const sent = new TextDecoder('latin1').decode(payloadOf(probe));
    const token = /[a-z2-9]{10}$/.exec(sent)?.[0] ?? '';
    const reading = probe.read(attemptOf({ kind: 'silent' }), { resolved });
    expect(reading.evidence).toEqual({ tokenSha256: sha256Hex(utf8(token)) });
    expect(JSON.stringify(reading)).not.toContain(token);
  });

  it('sends an SNMP trap whose lengths add up to 162/udp', () => {
    const bytes = payloadOf(prepared(162));
    expect(bytes[0]).toBe(0x30);
    expect(bytes[1]).toBe(bytes.length - 2);
    expect(bytes[1]).toBeLessThan(128);
  });
});
