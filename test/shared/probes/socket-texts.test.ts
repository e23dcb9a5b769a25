import { describe, expect, it } from 'vitest';
import type { SocketTool } from '../../../shared/probes/socket-texts.ts';
import { isSocketTool, readSocketTexts } from '../../../shared/probes/socket-texts.ts';

const brief = (tool: SocketTool, lines: readonly string[]): readonly string[] =>
  readSocketTexts(tool, lines).map(
    ({ transport, state, local, remote, onlyIpv6 }) =>
      `${transport} ${state} ${local.address} ${local.port} < ${remote.address} ${remote.port}${onlyIpv6 === true ? ' v6 only' : ''}`,
  );

describe('sockets as the tools of a node print them', () => {
  it('by ss of Linux', () => {
    expect(
      brief('ss', [
        'Netid State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process',
        'udp   UNCONN     0      0      127.0.0.53%lo:53         0.0.0.0:*',
        'udp   ESTAB      0      0      10.20.0.10:41000     10.20.5.53:53',
        'tcp   LISTEN     0      128          0.0.0.0:22         0.0.0.0:*',
        'tcp   LISTEN     0      128                *:445              *:*',
        'tcp   LISTEN     0      128             [::]:443           [::]:*',
        'tcp   ESTAB      0      0         10.20.0.10:22     10.20.40.20:50000',
        'tcp   TIME-WAIT  0      0      [::ffff:10.20.0.10]:445 [::ffff:10.20.40.20]:50001',
      ]),
    ).toEqual([
      'udp listening 127.0.0.53 53 < 0.0.0.0 0',
      'udp established 10.20.0.10 41000 < 10.20.5.53 53',
      'tcp listening 0.0.0.0 22 < 0.0.0.0 0',
      'tcp listening :: 445 < :: 0',
      'tcp listening :: 443 < :: 0',
      'tcp established 10.20.0.10 22 < 10.20.40.20 50000',
      'tcp other 10.20.0.10 445 < 10.20.40.20 50001',
    ]);
  });

  it('by netstat of Linux', () => {
    expect(
      brief('netstat', [
        'Active Internet connections (servers and established)',
        'Proto Recv-Q Send-Q Local Address           Foreign Address         State',
        'tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN',
        'tcp        0      0 10.20.0.10:22           10.20.40.20:50000       ESTABLISHED',
        'tcp6       0      0 :::443                  :::*                    LISTEN',
        'udp        0      0 10.20.0.10:123          0.0.0.0:*',
        'unix  2      [ ACC ]     STREAM     LISTENING     12345    /run/x.sock',
      ]),
    ).toEqual([
      'tcp listening 0.0.0.0 22 < 0.0.0.0 0',
      'tcp established 10.20.0.10 22 < 10.20.40.20 50000',
      'tcp listening :: 443 < :: 0',
      'udp listening 10.20.0.10 123 < 0.0.0.0 0',
    ]);
  });

  it('by netstat of BSD, whose IPv6 sockets take no IPv4', () => {
    expect(
      brief('netstat', [
        'Proto Recv-Q Send-Q Local Address          Foreign Address        (state)',
        'tcp4       0      0 10.20.0.10.22          10.20.40.20.50000      ESTABLISHED',
        'tcp4       0      0 *.22                   *.*                    LISTEN',
        'tcp6       0      0 *.445                  *.*                    LISTEN',
        'tcp46      0      0 *.443                  *.*                    LISTEN',
        'udp4       0      0 *.514                  *.*',
      ]),
    ).toEqual([
      'tcp established 10.20.0.10 22 < 10.20.40.20 50000',
      'tcp listening 0.0.0.0 22 < 0.0.0.0 0',
      'tcp listening :: 445 < :: 0 v6 only',
      'tcp listening :: 443 < :: 0',
      'udp listening 0.0.0.0 514 < 0.0.0.0 0',
    ]);
  });

  it('by sockstat of FreeBSD', () => {
    expect(
      brief('sockstat', [
        'USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS',
        'root     sshd       1201  4  tcp4   *:22                  *:*',
        'root     sshd       1900  5  tcp4   10.20.0.10:22         10.20.40.20:50000',
        'root     smbd       1300  6  tcp6   *:445                 *:*',
        'root     syslogd    900   7  udp4   *:514                 *:*',
      ]),
    ).toEqual([
      'tcp listening 0.0.0.0 22 < 0.0.0.0 0',
      'tcp established 10.20.0.10 22 < 10.20.40.20 50000',
      'tcp listening :: 445 < :: 0 v6 only',
      'udp listening 0.0.0.0 514 < 0.0.0.0 0',
    ]);
  });

  it('of a tool that is not known are not read', () => {
    expect(isSocketTool('lsof')).toBe(false);
    expect(isSocketTool('toString')).toBe(false);
    expect(brief('ss', ['garbage', '', 'tcp LISTEN 0 0 nonsense 1.2.3.4:5'])).toEqual([]);
  });
});
