import { describe, expect, it } from 'vitest';
import { measurePath, readSizedPing } from '../../../electron/engines/path-mtu.ts';
import { pingArguments, readPing } from '../../../electron/engines/ping.ts';
import type { RawOutcome } from '../../../shared/probes/types.ts';

const host = '10.20.0.10';

describe('the words of a ping', () => {
  it.each<[string, string, RawOutcome['kind']]>([
    ['Linux, reply', `64 bytes from ${host}: icmp_seq=1 ttl=63 time=0.3 ms`, 'answered'],
    ['macOS, reply', `64 bytes from ${host}: icmp_seq=0 ttl=63 time=0.3 ms`, 'answered'],
    ['Windows, reply', `Reply from ${host}: bytes=32 time<1ms TTL=63`, 'answered'],
    ['Linux, filtered', 'From 10.20.40.1 icmp_seq=1 Packet filtered', 'icmp-unreachable'],
    ['Linux, no such host', 'From 10.20.40.20 icmp_seq=1 Destination Host Unreachable', 'icmp-unreachable'],
    ['Windows, no such host', 'Reply from 10.20.40.20: Destination host unreachable.', 'icmp-unreachable'],
    ['no route', 'ping: connect: Network is unreachable', 'unreachable'],
    ['no such source', 'ping: bind: Cannot assign requested address', 'cannot'],
    ['no right to ping', 'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted', 'cannot'],
    ['silence', '1 packets transmitted, 0 received, 100% packet loss, time 0ms', 'silent'],
    ['a reply of somebody else', '64 bytes from 10.20.0.77: icmp_seq=1 ttl=63 time=0.3 ms', 'silent'],
    ['Windows, time-out', 'Request timed out.', 'silent'],
  ])('%s', (_title, text, kind) => {
    expect(readPing(text, host).kind).toBe(kind);
  });

  it('tell code and sender of a refusal', () => {
    expect(readPing('From 10.20.40.1 icmp_seq=1 Packet filtered', host)).toEqual({
      kind: 'icmp-unreachable',
      code: 13,
      sender: '10.20.40.1',
    });
  });

  it('are asked for with an address and nothing else', () => {
    expect(() => pingArguments('linux', '-f', null, 1000)).toThrow('No address to ping');
    expect(() => pingArguments('win32', '10.0.0.1', '& calc', 1000)).toThrow('No address to ping');
    expect(pingArguments('linux', host, '10.20.40.20', 3000)).toEqual([
      '-4',
      '-n',
      '-c',
      '1',
      '-W',
      '3',
      '-I',
      '10.20.40.20',
      host,
    ]);
    expect(pingArguments('win32', host, null, 3000)).toEqual(['-4', '-n', '1', '-w', '3000', host]);
  });

  it('are those of this machine for loopback', async () => {
    const { signal } = new AbortController();
    const { outcome, pathMtu } = await measurePath('127.0.0.1', { source: null, timeoutMs: 2000, signal });
    expect(['answered', 'cannot']).toContain(outcome.kind);
    if (outcome.kind === 'answered') expect(pathMtu).toEqual({ passed: 1500, failed: null, said: null });
  });
});

describe('a packet that may not be fragmented', () => {
  it.each([
    ['Linux', `1480 bytes from ${host}: icmp_seq=1 ttl=63 time=0.3 ms`, { kind: 'passed' }],
    [
      'Linux, a router on the way',
      'From 10.20.40.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)',
      { kind: 'too-big', by: '10.20.40.1', mtu: 1400 },
    ],
    [
      'Linux, its own line',
      'ping: local error: message too long, mtu=1400',
      { kind: 'too-big', by: null, mtu: 1400 },
    ],
    [
      'Linux, IPv6',
      'From 2001:db8::1 icmp_seq=1 Packet too big: mtu=1280',
      { kind: 'too-big', by: '2001:db8::1', mtu: 1280 },
    ],
    [
      'macOS',
      '556 bytes from 10.20.40.1: frag needed and DF set (MTU 1400)',
      { kind: 'too-big', by: '10.20.40.1', mtu: 1400 },
    ],
    ['macOS, its own line', 'ping: sendto: Message too long', { kind: 'too-big', by: null, mtu: null }],
    [
      'Windows',
      'Reply from 10.20.40.1: Packet needs to be fragmented but DF set.',
      { kind: 'too-big', by: '10.20.40.1', mtu: null },
    ],
    [
      'a ping that does not know the option',
      "ping: invalid option -- 'M'\nUsage: ping …",
      { kind: 'cannot' },
    ],
    ['silence', '1 packets transmitted, 0 received, 100% packet loss', { kind: 'silent' }],
  ])('%s', (_title, text, answer) => {
    expect(readSizedPing(text, host)).toEqual(answer);
  });

  it('is asked for in each system’s words, less the headers that ping does not count', () => {
    expect(pingArguments('linux', host, null, 1000, 1500)).toEqual(
      expect.arrayContaining(['-M', 'do', '-s', '1472']),
    );
    expect(pingArguments('linux', '2001:db8::1', null, 1000, 1280)).toEqual(expect.arrayContaining(['1232']));
    expect(pingArguments('darwin', host, null, 1000, 1500)).toEqual(
      expect.arrayContaining(['-D', '-s', '1472']),
    );
    expect(pingArguments('win32', host, null, 1000, 1500)).toEqual(
      expect.arrayContaining(['-f', '-l', '1472']),
    );
  });
});
