import { describe, expect, it } from 'vitest';
import { probes } from '../../../shared/probes/registry.ts';
import type { PreparedProbe, ProbeReading } from '../../../shared/probes/types.ts';
import { nonsense, truncationsOf } from './hostile-replies.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const resolved = '10.20.0.10';
const kinds = ['portmapper', 'nfs', 'mountd', 'nlockmgr', 'status'] as const;
type Kind = (typeof kinds)[number];

const prepare = (kind: Kind, protocol: 'tcp' | 'udp'): PreparedProbe =>
  probes[kind].prepare(
    aCheck({ probe: kind, target: { host: resolved, port: 111, protocol } }),
    countingRandom(),
  );
const words = (...values: number[]): Uint8Array =>
  Uint8Array.from(values.flatMap((value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)));
const marked = (message: Uint8Array): Uint8Array => Uint8Array.from([0x80, 0, 0, message.length, ...message]);
/** The id that countingRandom gives. */
const xid = 0x01020304;
const success = words(xid, 1, 0, 0, 0, 0);

const read = (kind: Kind, protocol: 'tcp' | 'udp', bytes: Uint8Array, from = resolved): ProbeReading =>
  prepare(kind, protocol).read(attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from }] }), {
    resolved,
  });

describe('an RPC check', () => {
  it.each([
    ['portmapper', 100000, 2],
    ['nfs', 100003, 3],
    ['mountd', 100005, 3],
    ['nlockmgr', 100021, 4],
    ['status', 100024, 1],
  ] as const)(
    'calls procedure 0 of %s (program %i, version %i), without credentials',
    (kind, program, version) => {
      const call = words(xid, 0, 2, program, version, 0, 0, 0, 0, 0);
      const udp = prepare(kind, 'udp').wire;
      const tcp = prepare(kind, 'tcp').wire;
      expect(udp).toMatchObject({ kind: 'exchange', transport: 'udp', payloads: [call] });
      expect(tcp).toMatchObject({ kind: 'exchange', transport: 'tcp', payloads: [marked(call)] });
    },
  );

  it('is confirmed over UDP by what rpcbind 1.2.6 sent, and over TCP behind its record mark', () => {
    expect(read('portmapper', 'udp', success)).toMatchObject({
      observation: 'confirmed',
      evidence: { rpcProgram: 100000, rpcName: 'portmapper', rpcStatus: 'SUCCESS' },
    });
    expect(read('portmapper', 'tcp', marked(success)).observation).toBe('confirmed');
  });

  it('is confirmed by any answer that took the call', () => {
    const mismatch = read('nfs', 'udp', words(xid, 1, 0, 0, 0, 2, 4, 4));
    expect(mismatch).toMatchObject({
      observation: 'confirmed',
      evidence: { rpcStatus: 'PROG_MISMATCH', rpcVersions: '4-4' },
    });
    const unavailable = read('mountd', 'udp', words(xid, 1, 0, 0, 0, 1));
    expect(unavailable.observation).toBe('confirmed');
    expect(unavailable.remarks).toEqual([expect.stringMatching(/does not serve mountd/)]);
    // A verifier of five bytes is padded to eight.
    expect(read('nfs', 'udp', words(xid, 1, 0, 1, 5, 0, 0, 0)).observation).toBe('confirmed');
  });

  it('is open when the server denies the call', () => {
    expect(read('nfs', 'udp', words(xid, 1, 1, 1, 5))).toMatchObject({
      observation: 'open',
      evidence: { rpcStatus: 'AUTH_ERROR' },
    });
    expect(read('nfs', 'udp', words(xid, 1, 1, 0, 2, 2)).observation).toBe('open');
  });

  it('is not confirmed by another id, a call, an unknown status, another sender or a wrong record mark', () => {
    expect(read('nfs', 'udp', words(xid + 1, 1, 0, 0, 0, 0)).observation).toBe('open');
    expect(read('nfs', 'udp', words(xid, 0, 2, 100003, 3, 0, 0, 0, 0, 0)).observation).toBe('open');
    expect(read('nfs', 'udp', words(xid, 1, 0, 0, 0, 9)).observation).toBe('open');
    expect(read('nfs', 'udp', words(xid, 1, 0, 0, 4_000_000, 0)).observation).toBe('open');
    expect(read('nfs', 'udp', success, '10.20.0.11').observation).toBe('no-answer');
    expect(read('nfs', 'tcp', success).observation).toBe('open');
    expect(read('nfs', 'tcp', Uint8Array.from([0x80, 0, 0, 99, ...success])).observation).toBe('open');
  });

  it.each(kinds)('is never confirmed by half a reply or nonsense: %s', (kind) => {
    const mismatch = words(xid, 1, 0, 0, 0, 2, 2, 4);
    for (const bytes of [...truncationsOf(success), ...truncationsOf(mismatch), ...nonsense()])
      expect(read(kind, 'udp', bytes).observation).not.toBe('confirmed');
    for (const bytes of [...truncationsOf(marked(success)), ...nonsense()])
      expect(read(kind, 'tcp', bytes).observation).not.toBe('confirmed');
  });

  it('is no answer in silence over UDP, filtered over TCP', () => {
    const silent = attemptOf({ kind: 'silent' });
    expect(prepare('nfs', 'udp').read(silent, { resolved }).observation).toBe('no-answer');
    expect(prepare('nfs', 'tcp').read(silent, { resolved }).observation).toBe('filtered');
  });
});
