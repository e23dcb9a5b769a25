import { describe, expect, it } from 'vitest';
import type { ShellExit, ShellFlavour } from '../../../shared/probes/shell-exit.ts';
import { missedSource, readConnectExit, readDatagramExit } from '../../../shared/probes/shell-exit.ts';

const exit = (
  flavour: ShellFlavour,
  code: number,
  text: string,
  more: Partial<ShellExit> = {},
): ShellExit => ({
  ...{ flavour, code, text, tried: true, elapsedMs: 20, waitMs: 3000, ...more },
});

/** Word for word what the programs of Debian 12, and what musl and FreeBSD put in the place of the system's words. */
const said: readonly (readonly [ShellFlavour, number, string, string])[] = [
  ['openbsd', 0, 'Connection to 10.9.5.2 3001 port [tcp/*] succeeded!', 'connected'],
  ['openbsd', 1, 'nc: connect to 10.9.5.2 port 9 (tcp) failed: Connection refused', 'refused'],
  ['openbsd', 1, 'nc: connect to 10.9.5.2 port 9 (tcp) timed out: Operation now in progress', 'silent'],
  ['openbsd', 1, 'nc: connect to 10.9.5.2 port 9 (tcp) failed: No route to host', 'unreachable'],
  ['openbsd', 1, 'nc: connect to 10.9.5.2 port 9 (tcp) failed: Network is unreachable', 'unreachable'],
  ['openbsd', 1, 'nc: connect to 10.9.5.2 port 9 (tcp) failed: Connection reset by peer', 'connected-only'],
  ['openbsd', 1, 'nc: bind failed: Cannot assign requested address', 'cannot'],
  ['openbsd', 1, "nc: bind failed: Can't assign requested address", 'cannot'],
  ['openbsd', 1, 'nc: connect to 10.9.5.2 port 9 (tcp) failed: Operation not permitted', 'error'],
  ['traditional', 0, '(UNKNOWN) [10.9.5.2] 3001 (?) open', 'connected'],
  ['traditional', 1, '(UNKNOWN) [10.9.5.2] 9 (discard) : Connection refused', 'refused'],
  ['traditional', 1, '(UNKNOWN) [10.9.5.2] 1001 (?) : Connection timed out', 'silent'],
  ['traditional', 1, "Can't grab 192.0.2.1:0 with bind : Cannot assign requested address", 'cannot'],
  [
    'ncat',
    0,
    'Ncat: Version 7.93 ( https://nmap.org/ncat ) Ncat: Connected to 10.9.5.2:22. Ncat: 0 bytes sent',
    'connected',
  ],
  ['ncat', 1, 'Ncat: Version 7.93 ( https://nmap.org/ncat ) Ncat: Connection refused.', 'refused'],
  ['ncat', 1, 'Ncat: Version 7.93 ( https://nmap.org/ncat ) Ncat: TIMEOUT.', 'silent'],
  ['ncat', 1, 'Ncat: Version 7.93 ( https://nmap.org/ncat ) Ncat: Protocol not available.', 'unreachable'],
  ['busybox', 0, 'gatecheck-connected', 'connected'],
  ['busybox', 0, '10.9.5.2 (10.9.5.2:22) open', 'connected'],
  ['busybox', 1, "nc: can't connect to remote host (10.9.5.2): Connection refused", 'refused'],
  ['busybox', 1, 'nc: timed out', 'silent'],
  ['busybox', 1, "nc: can't connect to remote host (10.9.5.2): Host is unreachable", 'unreachable'],
  ['busybox', 1, 'nc: 10.9.5.2 (10.9.5.2:22): Operation timed out', 'silent'],
  ['bash', 0, 'gatecheck-connected', 'connected'],
  [
    'bash',
    1,
    '10.9.5.2: connect: Connection refused 10.9.5.2: line 1: /dev/tcp/10.9.5.2/9: Connection refused',
    'refused',
  ],
];

describe('the end of a program that was asked to connect', () => {
  it.each(said)('%s, exit %i: %s', (flavour, code, text, kind) => {
    expect(readConnectExit(exit(flavour, code, text)).kind).toBe(kind);
  });

  it('is no connection without the right words, and none without the right exit code', () => {
    for (const flavour of ['openbsd', 'traditional', 'ncat', 'busybox', 'bash'] as const) {
      expect(readConnectExit(exit(flavour, 0, '')).kind).toBe('error');
      expect(readConnectExit(exit(flavour, 0, 'open sesame')).kind).toBe('error');
      expect(readConnectExit(exit(flavour, 1, '')).kind).toBe('error');
      expect(readConnectExit(exit(flavour, 139, '')).kind).toBe('error');
      expect(readConnectExit(exit(flavour, 127, 'sh: not found')).kind).toBe('cannot');
    }
    for (const [flavour, code, text, kind] of said)
      if (code === 0 && kind === 'connected')
        expect(readConnectExit(exit(flavour, 1, text)).kind).toBe('error');
  });

  it('is not the rule’s when ncat went on from another address', () => {
    const text =
      'libnsock mksock_bind_addr(): Bind to 192.0.2.1:0 failed (IOD #1): Cannot assign requested address (99) Ncat: Connected to 10.9.5.2:22.';
    expect(readConnectExit(exit('ncat', 0, text)).kind).toBe('cannot');
    expect(missedSource(text)?.kind).toBe('cannot');
    expect(missedSource('Ncat: Connected to 10.9.5.2:22.')).toBeNull();
  });

  it('says nothing when it has two meanings', () => {
    expect(readConnectExit(exit('bash', 1, 'Connection refused No route to host')).kind).toBe('error');
  });

  it('is silence under timeout only when bash was up and tried for as long as it was told to', () => {
    const ended = { elapsedMs: 2990 };
    expect(readConnectExit(exit('bash', 124, '', ended)).kind).toBe('silent');
    expect(readConnectExit(exit('bash', 143, '', ended)).kind).toBe('silent');
    expect(readConnectExit(exit('bash', 124, '', { elapsedMs: 900 })).kind).toBe('error');
    expect(readConnectExit(exit('bash', 124, '', { ...ended, tried: false })).kind).toBe('error');
    expect(readConnectExit(exit('openbsd', 143, '', ended)).kind).toBe('error');
  });
});

describe('the end of a program that got nothing back for a datagram', () => {
  const waited = { elapsedMs: 3000 };
  it.each([
    ['bash', 1, "dd: error reading 'standard input': Connection refused", {}, 'refused'],
    ['bash', 1, "dd: error reading 'standard input': No route to host", {}, 'unreachable'],
    ['bash', 124, '', waited, 'silent'],
    ['bash', 124, '', {}, 'error'],
    ['bash', 0, '0+0 records in 0+0 records out', {}, 'error'],
    ['ncat', 1, 'Ncat: Connection refused.', {}, 'refused'],
    ['ncat', 0, '', waited, 'silent'],
    ['ncat', 0, '', {}, 'error'],
    ['openbsd', 0, '', waited, 'silent'],
    ['openbsd', 0, '', {}, 'error'],
    ['traditional', 0, '', {}, 'error'],
  ] as const)('%s, exit %i: "%s" %j', (flavour, code, text, more, kind) => {
    expect(readDatagramExit(exit(flavour, code, text, more)).kind).toBe(kind);
  });

  it('names both meanings of an early end without a word', () => {
    const outcome = readDatagramExit(exit('openbsd', 0, ''));
    expect(outcome.kind === 'error' ? outcome.message : '').toMatch(/ICMP error .*answer without bytes/);
  });
});
