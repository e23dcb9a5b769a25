import { describe, expect, it } from 'vitest';
import { listenerProbe } from '../../../shared/probes/listener-token.ts';
import type { RawOutcome } from '../../../shared/probes/types.ts';

const words = { ask: 'a1b2', token: 'c3d4', tag: 'e5f6' };
const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

const seen = (transport: 'tcp' | 'udp', outcome: RawOutcome) =>
  listenerProbe(transport, words).read({ ms: 4, outcome, localAddress: null }, { resolved: '10.20.0.10' });

const answered = (text: string): RawOutcome => ({
  kind: 'answered',
  replies: [{ payload: 0, bytes: bytes(text), from: '10.20.0.10' }],
});

describe('the question to our temporary listener', () => {
  it('carries the word that only the listener knows, and the tag of the check', () => {
    const { wire } = listenerProbe('udp', words);
    expect(wire).toMatchObject({ kind: 'exchange', transport: 'udp' });
    if (wire.kind !== 'exchange') throw new Error('no exchange');
    expect(Buffer.from(wire.payloads[0] ?? []).toString()).toBe('a1b2 e5f6\n');
  });

  it.each(['tcp', 'udp'] as const)('over %s is confirmed by the token alone', (transport) => {
    expect(seen(transport, answered('c3d4\n')).observation).toBe('confirmed');
    expect(seen(transport, answered('c3d4')).observation).toBe('confirmed');
    for (const other of ['c3d4x\n', 'xc3d4\n', 'a1b2 e5f6\n', '', 'HTTP/1.1 200 OK\r\n\r\nc3d4\n'])
      expect(seen(transport, answered(other)).observation, other).not.toBe('confirmed');
  });

  it('over TCP takes a connection without the token for an open port with the reason, over UDP for silence', () => {
    for (const outcome of [
      answered('220 hello\r\n'),
      { kind: 'connected-only', message: 'closed' } as const,
    ]) {
      const tcp = seen('tcp', outcome);
      expect(tcp.observation).toBe('open');
      expect(tcp.openBecause).toContain('our temporary listener stood on the port');
      expect(seen('udp', outcome).observation).toBe('no-answer');
    }
  });

  it('reads what did not connect as every probe does', () => {
    expect(seen('tcp', { kind: 'silent' }).observation).toBe('filtered');
    expect(seen('udp', { kind: 'silent' }).observation).toBe('no-answer');
    expect(seen('tcp', { kind: 'refused', sender: null }).observation).toBe('refused');
    expect(seen('tcp', { kind: 'icmp-unreachable', code: 13, sender: '10.1.1.1' }).observation).toBe(
      'rejected',
    );
  });
});
