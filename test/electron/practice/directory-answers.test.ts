import { describe, expect, it } from 'vitest';
import {
  answerKerberos,
  answerKerberosOverTcp,
  answerLdap,
  answerSmb,
} from '../../../electron/practice/directory-answers.ts';
import type { ProbeKind } from '../../../shared/plan/types.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ProbeReading } from '../../../shared/probes/types.ts';
import { aCheck, attemptOf, countingRandom } from '../../shared/probes/samples.ts';

const resolved = '10.77.5.88';
const now = new Date('2026-11-22T19:49:14.250Z');

/** What the product's own probe makes of the simulated server's answer. */
function readAnswer(
  kind: ProbeKind,
  protocol: 'tcp' | 'udp',
  answer: (request: Uint8Array) => Buffer | null,
): ProbeReading {
  const check = aCheck({ probe: kind, target: { protocol }, expectations: { domain: 'lighthouse.example' } });
  const probe = probes[kind].prepare(check, countingRandom());
  if (probe.wire.kind !== 'exchange') throw new Error('no exchange');
  const replies = probe.wire.payloads.flatMap((request, payload) => {
    const bytes = answer(request);
    return bytes === null ? [] : [{ payload, bytes: Uint8Array.from(bytes), from: resolved }];
  });
  return probe.read({ ...attemptOf({ kind: 'answered', replies }), answeredAt: now.getTime() }, { resolved });
}

describe('the simulated directory', () => {
  it('shows its root entry over TCP, and answers the ping over UDP', () => {
    expect(readAnswer('ldap', 'tcp', answerLdap)).toMatchObject({
      observation: 'confirmed',
      outcome: 'LDAP root entry of dc1.lighthouse.example, DC=lighthouse,DC=example',
      remarks: [],
    });
    expect(readAnswer('ldap', 'udp', answerLdap)).toMatchObject({
      observation: 'confirmed',
      outcome: 'domain controller dc1.lighthouse.example of lighthouse.example answers the ping',
      evidence: { serverSite: 'Porto', clientSite: 'Porto' },
      remarks: [],
    });
  });

  it('knows no client, says so as a KDC, and keeps time', () => {
    const udp = readAnswer('kerberos', 'udp', (request) => answerKerberos(request, now));
    expect(udp).toMatchObject({ observation: 'confirmed', evidence: { clockDifferenceSeconds: 0 } });
    const tcp = readAnswer('kerberos', 'tcp', (request) => answerKerberosOverTcp(request, now));
    expect(tcp.outcome).toBe(udp.outcome);
  });

  it('serves files', () => {
    expect(readAnswer('smb', 'tcp', (request) => answerSmb(request, now))).toMatchObject({
      observation: 'confirmed',
      outcome: 'SMB 3.0.2, signing enabled',
      evidence: { clockDifferenceSeconds: 0 },
    });
  });

  it('says nothing to what is no request', () => {
    const rubbish = Uint8Array.of(1, 2, 3, 4, 5);
    for (const answer of [
      answerLdap(rubbish),
      answerKerberos(rubbish, now),
      answerKerberosOverTcp(rubbish, now),
      answerSmb(rubbish, now),
    ])
      expect(answer).toBeNull();
  });
});
