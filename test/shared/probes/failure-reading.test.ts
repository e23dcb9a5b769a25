import { describe, expect, it } from 'vitest';
import type { Observation } from '../../../shared/probes/observation.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { RawOutcome } from '../../../shared/probes/types.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const target = '10.20.5.53';
const firewall = '10.20.0.1';
const node = '10.20.0.10';

const read = (kind: keyof typeof probes, outcome: RawOutcome): Observation =>
  probes[kind]
    .prepare(aCheck({ probe: kind }), countingRandom())
    .read(attemptOf(outcome), { resolved: target }).observation;

describe('outcomes that mean the same for every protocol', () => {
  it.each<[string, RawOutcome, Observation]>([
    ['a reset is refused', { kind: 'refused', sender: null }, 'refused'],
    ['a port-unreachable of the target is refused', { kind: 'refused', sender: target }, 'refused'],
    ['a port-unreachable of another sender is rejected', { kind: 'refused', sender: firewall }, 'rejected'],
    ['code 13 is rejected', { kind: 'icmp-unreachable', code: 13, sender: firewall }, 'rejected'],
    [
      'code 13 of the target itself is rejected',
      { kind: 'icmp-unreachable', code: 13, sender: target },
      'rejected',
    ],
    [
      'code 9 of an unknown sender is rejected',
      { kind: 'icmp-unreachable', code: 9, sender: null },
      'rejected',
    ],
    ['code 10 is rejected', { kind: 'icmp-unreachable', code: 10, sender: firewall }, 'rejected'],
    ['code 1 of a router is rejected', { kind: 'icmp-unreachable', code: 1, sender: firewall }, 'rejected'],
    [
      'code 1 of the target is unreachable',
      { kind: 'icmp-unreachable', code: 1, sender: target },
      'unreachable',
    ],
    [
      'code 1 of nobody known is unreachable',
      { kind: 'icmp-unreachable', code: 1, sender: null },
      'unreachable',
    ],
    [
      'code 1 of the node itself is unreachable',
      { kind: 'icmp-unreachable', code: 1, sender: node },
      'unreachable',
    ],
    ['EHOSTUNREACH alone is unreachable', { kind: 'unreachable', errno: 'EHOSTUNREACH' }, 'unreachable'],
    ['a name without address is unresolved', { kind: 'unresolved', message: 'no such name' }, 'unresolved'],
    ['no means is not testable', { kind: 'cannot', reason: 'no UDP' }, 'not-testable'],
    ['a failed probe is an error', { kind: 'error', message: 'out of descriptors' }, 'error'],
  ])('%s', (_title, outcome, observation) => {
    for (const kind of Object.keys(probes) as (keyof typeof probes)[])
      expect(read(kind, outcome), kind).toBe(observation);
  });

  it('calls silence filtered over TCP, and no answer where nobody can tell', () => {
    const words = Object.fromEntries(
      (Object.keys(probes) as (keyof typeof probes)[]).map((kind) => [kind, read(kind, { kind: 'silent' })]),
    );
    // What runs over both goes by the transport of the check, which is UDP here.
    const overUdp = ['ldap', 'kerberos', 'portmapper', 'nfs', 'mountd', 'nlockmgr', 'status'] as const;
    expect(words).toEqual({
      ...{ tcp: 'filtered', tls: 'filtered', https: 'filtered', http: 'filtered', ssh: 'filtered' },
      ...{ 'proxy-connect': 'filtered', 'dns-tcp': 'filtered', smb: 'filtered' },
      ...{ netbios: 'no-answer', snmp: 'no-answer', 'snmp-v2c': 'no-answer' },
      ...Object.fromEntries(overUdp.map((kind) => [kind, 'no-answer'])),
      'dns-udp': 'no-answer',
      ntp: 'no-answer',
      'icmp-echo': 'no-answer',
      'udp-datagram': 'no-answer',
    });
  });

  it('says of EHOSTUNREACH that a firewall looks the same', () => {
    const reading = probes.tcp
      .prepare(aCheck({ probe: 'tcp' }), countingRandom())
      .read(attemptOf({ kind: 'unreachable', errno: 'EHOSTUNREACH' }), { resolved: target });
    expect(reading.outcome).toContain('a firewall that rejects looks the same');
  });

  it('never calls a bare connection confirmed', () => {
    for (const kind of Object.keys(probes) as (keyof typeof probes)[])
      if (kind !== 'icmp-echo') expect(read(kind, { kind: 'connected' }), kind).not.toBe('confirmed');
  });

  it('says why a service that has a probe is only open', () => {
    const because = (kind: keyof typeof probes): string | null =>
      probes[kind]
        .prepare(aCheck({ probe: kind }), countingRandom())
        .read(attemptOf({ kind: 'connected' }), { resolved: target }).openBecause;
    expect(because('tcp')).toBeNull();
    expect(because('tls')).toContain('cannot speak TLS');
    expect(because('dns-tcp')).toContain('cannot speak DNS');
  });
});
