import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../shared/lib/digest.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import { nonsense, truncationsOf } from './hostile-replies.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const resolved = '10.60.0.10';
const prepared = probes.ssh.prepare(
  aCheck({ probe: 'ssh', target: { host: resolved, port: 22, protocol: 'tcp' } }),
  countingRandom(),
);
const read = (bytes: Uint8Array): ProbeReading =>
  prepared.read(attemptOf({ kind: 'answered', replies: [{ payload: 0, bytes, from: resolved }] }), {
    resolved,
  });

describe('an SSH check', () => {
  it('says nothing and waits for the server’s line', () => {
    expect(prepared.wire).toMatchObject({
      kind: 'exchange',
      transport: 'tcp',
      payloads: [new Uint8Array(0)],
    });
  });

  it.each([
    ['SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7\r\n', 'OpenSSH_9.2p1'],
    ['SSH-2.0-OpenSSH_9.2p1\n', 'OpenSSH_9.2p1'],
    ['SSH-1.99-Cisco-1.25\r\n', 'Cisco-1.25'],
  ])('is confirmed by %j', (line, software) => {
    expect(read(utf8(line))).toMatchObject({ observation: 'confirmed', evidence: { software } });
  });

  it.each([
    'SSH-1.5-OpenSSH_1.2.3\r\n',
    'Exceeded MaxStartups\r\n',
    'SSH-2.0-\r\n',
    'SSH-2.0-Open\x00SSH\r\n',
    `SSH-2.0-${'x'.repeat(300)}\r\n`,
    'ssh-2.0-OpenSSH_9.2p1\r\n',
    '220 mail.corp.example ESMTP\r\n',
    'HTTP/1.1 400 Bad Request\r\n',
  ])('is open, and no more, when the first line is %j', (line) => {
    expect(read(utf8(line)).observation).toBe('open');
  });

  it('is never confirmed by half a line or by nonsense', () => {
    const hostile = [...truncationsOf(utf8('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n')), ...nonsense()];
    for (const bytes of hostile) expect(read(bytes).observation).toBe('open');
  });
});
