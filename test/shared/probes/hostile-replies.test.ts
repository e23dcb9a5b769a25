import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProbeKind } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { PreparedProbe } from '../../../shared/probes/types.ts';
import type { Captured } from './captured.ts';
import { captured, randomOf } from './captured.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const resolved = '10.20.5.53';

interface Row {
  readonly probe: ProbeKind;
  readonly protocol: 'tcp' | 'udp';
  readonly reply: Captured;
  readonly random: (bytes: number) => Uint8Array;
  /** Length of its first message, where a datagram may hold that alone. */
  readonly first?: number;
}

const rows: readonly Row[] = [
  { probe: 'ldap', protocol: 'tcp', reply: 'ldapOpenldap', random: randomOf('ldapOpenldap') },
  { probe: 'ldap', protocol: 'tcp', reply: 'ldapSamba', random: randomOf('ldapSamba') },
  { probe: 'ldap', protocol: 'udp', reply: 'cldapPing', random: randomOf('cldap'), first: 122 },
  { probe: 'kerberos', protocol: 'udp', reply: 'kerberosMit', random: countingRandom() },
  { probe: 'kerberos', protocol: 'tcp', reply: 'kerberosSambaTcp', random: countingRandom() },
  { probe: 'smb', protocol: 'tcp', reply: 'smbFileServer', random: countingRandom() },
  { probe: 'smb', protocol: 'tcp', reply: 'smbDomainController', random: countingRandom() },
  { probe: 'netbios', protocol: 'udp', reply: 'netbiosFileServer', random: randomOf('netbios') },
  { probe: 'snmp', protocol: 'udp', reply: 'snmpReport', random: randomOf('snmp') },
  { probe: 'snmp-v2c', protocol: 'udp', reply: 'snmpV2c', random: randomOf('snmpV2c') },
];

function prepare({ probe, protocol, random }: Row): PreparedProbe {
  const check = aCheck({ probe, target: { protocol }, expectations: { domain: 'corp.example' } });
  return probes[probe].prepare(check, random);
}

function read(probe: PreparedProbe, bytes: Uint8Array): Observation {
  const replies = [{ payload: 0, bytes, from: resolved }];
  return probe.read(attemptOf({ kind: 'answered', replies }), { resolved }).observation;
}

describe.each(rows)('a reply to $probe over $protocol ($reply)', (row) => {
  const probe = prepare(row);
  const whole = captured(row.reply);

  it('is confirmed as a whole, and at no shorter length', () => {
    expect(read(probe, whole)).toBe('confirmed');
    for (let length = 0; length < whole.length; length++) {
      if (length === row.first) continue;
      expect([length, read(probe, whole.slice(0, length))]).toEqual([length, 'open']);
    }
  });

  it('is not our own request sent back', () => {
    const { wire } = probe;
    if (wire.kind !== 'exchange') throw new Error('no exchange');
    for (const payload of wire.payloads) expect(read(probe, payload)).toBe('open');
  });

  it('is never random bytes, however many', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(read(probe, bytes)).toBe('open');
      }),
    );
    for (const byte of [0x00, 0x30, 0x41, 0x80, 0xff])
      expect(read(probe, new Uint8Array(16_384).fill(byte))).toBe('open');
  });

  it('is read without a fault when bytes of it are wrong', () => {
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [offset, value] of changes) bytes[offset] = value;
        expect(['confirmed', 'open']).toContain(read(probe, bytes));
      }),
    );
  });
});
