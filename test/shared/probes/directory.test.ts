import { describe, expect, it } from 'vitest';
import type { Check, ProbeKind } from '../../../shared/plan/types.ts';
import type { BerElement } from '../../../shared/probes/ber.ts';
import { readElements } from '../../../shared/probes/ber.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { PreparedProbe, ProbeReading, RawAttempt } from '../../../shared/probes/types.ts';
import type { Captured } from './captured.ts';
import { bytesOfHex, captured, randomOf } from './captured.ts';
import { aCheck, attemptOf, countingRandom } from './samples.ts';

const resolved = '10.20.5.53';

function prepare(
  probe: ProbeKind,
  protocol: 'tcp' | 'udp',
  options: {
    readonly domain?: string | null;
    readonly random?: (bytes: number) => Uint8Array;
    readonly vantage?: Check['vantage'];
  } = {},
): PreparedProbe {
  const { domain = 'corp.example', random = countingRandom(), vantage } = options;
  const check = aCheck({
    ...{ probe, target: { protocol }, expectations: { domain } },
    ...(vantage === undefined ? {} : { vantage }),
  });
  return probes[probe].prepare(check, random);
}

function answered(
  probe: PreparedProbe,
  replies: readonly (Uint8Array | Captured)[],
  attempt: Partial<RawAttempt> = {},
): ProbeReading {
  return probe.read(
    {
      ...attemptOf({
        kind: 'answered',
        replies: replies.map((bytes, payload) => ({
          ...{ payload, from: resolved },
          bytes: typeof bytes === 'string' ? captured(bytes) : bytes,
        })),
      }),
      ...attempt,
    },
    { resolved },
  );
}

describe('an LDAP check', () => {
  it('tells what OpenLDAP shows of itself', () => {
    const probe = prepare('ldap', 'tcp', { random: randomOf('ldapOpenldap') });
    expect(answered(probe, ['ldapOpenldap'])).toMatchObject({
      observation: 'confirmed',
      outcome: 'LDAP root entry, dc=corp,dc=example',
      evidence: { namingContexts: ['dc=corp,dc=example'], saslMechanisms: 8 },
      remarks: [],
    });
  });

  it('tells which domain controller answered', () => {
    const probe = prepare('ldap', 'tcp', { random: randomOf('ldapSamba') });
    expect(answered(probe, ['ldapSamba'])).toMatchObject({
      observation: 'confirmed',
      outcome: 'LDAP root entry of dc1.corp.example, DC=corp,DC=example',
      evidence: { dnsHostName: 'dc1.corp.example', saslMechanisms: 3 },
      remarks: [],
    });
  });

  it('remarks on a domain controller of another domain', () => {
    const probe = prepare('ldap', 'tcp', { random: randomOf('ldapSamba'), domain: 'other.example' });
    expect(answered(probe, ['ldapSamba'])).toMatchObject({
      observation: 'confirmed',
      remarks: ['This domain controller is of corp.example, not of other.example.'],
    });
  });

  it('is not confirmed by the answer to another message', () => {
    expect(answered(prepare('ldap', 'tcp'), ['ldapSamba'])).toMatchObject({
      observation: 'open',
      openBecause: 'no valid LDAP answer: what came back is no reply to the query',
    });
  });

  it('reads lengths as Active Directory writes them, four bytes for each', () => {
    const lengthened = (element: BerElement): Uint8Array => {
      const isList = (element.tag & 0x20) !== 0;
      const inner = isList ? (readElements(element.body) ?? []).map(lengthened) : [element.body];
      const body = Uint8Array.from(inner.flatMap((part) => [...part]));
      return Uint8Array.of(element.tag, 0x84, 0, 0, body.length >> 8, body.length & 0xff, ...body);
    };
    const [message] = readElements(captured('ldapSamba')) ?? [];
    if (message === undefined) throw new Error('no message');
    const probe = prepare('ldap', 'tcp', { random: randomOf('ldapSamba') });
    expect(answered(probe, [lengthened(message)]).outcome).toBe(
      'LDAP root entry of dc1.corp.example, DC=corp,DC=example',
    );
  });

  it('is confirmed by a refusal: the message id is ours, and it is LDAP', () => {
    const probe = prepare('ldap', 'tcp', { random: randomOf('cldap') });
    // operationsError with a text, as Active Directory gives to those who did not bind.
    const refusal = bytesOfHex('3012020368241365' + '0b0a0101040004046e6f6e65');
    refusal[1] = refusal.length - 2;
    expect(answered(probe, [refusal])).toMatchObject({
      observation: 'confirmed',
      outcome: 'LDAP answer operationsError (1)',
      evidence: { ldapMessage: 'none' },
    });
  });

  it('is confirmed when the server ends the connection as LDAP does', () => {
    const oid = '1.3.6.1.4.1.1466.20036';
    const name = Array.from(oid, (one) => one.charCodeAt(0).toString(16)).join('');
    const body = `0a0134040004008a${oid.length.toString(16)}${name}`;
    const operation = `78${(body.length / 2).toString(16).padStart(2, '0')}${body}`;
    const inner = `020100${operation}`;
    const notice = bytesOfHex(`30${(inner.length / 2).toString(16).padStart(2, '0')}${inner}`);
    expect(answered(prepare('ldap', 'tcp'), [notice])).toMatchObject({
      observation: 'confirmed',
      outcome: 'the LDAP server ends the connection: unavailable (52)',
    });
  });
});

describe('an LDAP check over UDP', () => {
  const prepared = (domain = 'corp.example'): PreparedProbe =>
    prepare('ldap', 'udp', { random: randomOf('cldap'), domain });

  it('tells which domain controller answered the ping, and the sites', () => {
    expect(answered(prepared(), ['cldapPing', 'cldapRoot'])).toMatchObject({
      observation: 'confirmed',
      outcome: 'domain controller dc1.corp.example of corp.example answers the ping',
      evidence: {
        ...{ domain: 'corp.example', host: 'dc1.corp.example', netbiosDomain: 'CORP' },
        ...{ serverSite: 'Default-First-Site-Name', clientSite: 'Default-First-Site-Name' },
      },
      remarks: [],
    });
  });

  it('takes an end of the search without an entry, and the root entry behind it', () => {
    expect(answered(prepared(), ['cldapNoEntry'])).toMatchObject({ observation: 'confirmed' });
    expect(answered(prepared('other.example'), ['cldapNoEntry', 'cldapRoot'])).toMatchObject({
      observation: 'confirmed',
      outcome: 'LDAP root entry of dc1.corp.example, DC=corp,DC=example',
      remarks: ['This domain controller is of corp.example, not of other.example.'],
    });
  });

  it('asks for the domain of the site, and without one for any', () => {
    const sent = (domain: string | null): string => {
      const { wire } = prepare('ldap', 'udp', { domain });
      return wire.kind === 'exchange' ? String.fromCharCode(...(wire.payloads[0] ?? [])) : '';
    };
    expect(sent('corp.example')).toContain('corp.example');
    expect(sent(null)).not.toContain('DnsDomain');
  });

  it('is not confirmed by an answer from elsewhere', () => {
    const replies = [{ payload: 0, bytes: captured('cldapPing'), from: '10.20.5.54' }];
    expect(prepared().read(attemptOf({ kind: 'answered', replies }), { resolved }).observation).toBe(
      'no-answer',
    );
  });

  it('is no answer when nothing came, whatever the engine calls its socket', () => {
    expect(prepared().read(attemptOf({ kind: 'silent' }), { resolved }).observation).toBe('no-answer');
    expect(prepared().read(attemptOf({ kind: 'connected' }), { resolved }).observation).toBe('no-answer');
  });
});

describe('a Kerberos check', () => {
  const stime = Date.UTC(2026, 10, 22, 19, 49, 14);

  it('is confirmed by any error of a KDC', () => {
    expect(answered(prepare('kerberos', 'udp'), ['kerberosMit'])).toMatchObject({
      observation: 'confirmed',
      outcome: 'Kerberos answer KDC_ERR_C_PRINCIPAL_UNKNOWN, asked for CORP.EXAMPLE',
      evidence: { askedRealm: 'CORP.EXAMPLE', kerberosText: 'CLIENT_NOT_FOUND' },
    });
    expect(answered(prepare('kerberos', 'tcp'), ['kerberosSambaTcp']).observation).toBe('confirmed');
  });

  it('asks for the domain as realm, and for a realm of nobody without one', () => {
    const sent = (domain: string | null): string => {
      const { wire } = prepare('kerberos', 'tcp', { domain });
      return wire.kind === 'exchange' ? String.fromCharCode(...(wire.payloads[0] ?? [])) : '';
    };
    expect(sent('corp.example')).toContain('CORP.EXAMPLE');
    expect(sent(null)).toContain('GATECHECK.INVALID');
    expect(sent('corp.example').charCodeAt(3)).toBe(sent('corp.example').length - 4);
  });

  it('compares the KDC’s clock with the node’s, and remarks on more than five minutes', () => {
    const read = (answeredAt: number): ProbeReading =>
      answered(prepare('kerberos', 'udp'), ['kerberosMit'], { answeredAt });
    expect(read(stime + 4 * 60_000)).toMatchObject({
      evidence: { clockDifferenceSeconds: -240 },
      remarks: [],
    });
    expect(read(stime + 6 * 60_000).remarks).toEqual([
      'The server’s clock is 6 minutes behind the node’s, and Kerberos works within 5 minutes only: set both by the same time servers.',
    ]);
    expect(read(stime - 3 * 86_400_000).remarks[0]).toContain('3 days ahead of the node’s');
  });

  it('is not confirmed when the length in front is another one', () => {
    const bytes = captured('kerberosSambaTcp');
    bytes[3] = 0x89;
    expect(answered(prepare('kerberos', 'tcp'), [bytes]).observation).toBe('open');
  });
});

describe('an SMB check', () => {
  it('tells dialect, signing and the clock of the server', () => {
    const answeredAt = Date.UTC(2026, 10, 22, 19, 49, 14);
    expect(answered(prepare('smb', 'tcp'), ['smbFileServer'], { answeredAt })).toMatchObject({
      observation: 'confirmed',
      outcome: 'SMB 3.1.1, signing enabled',
      evidence: { dialect: '3.1.1', serverGuid: '656c6966-3172-0000-0000-000000000000' },
      remarks: [],
    });
    expect(answered(prepare('smb', 'tcp'), ['smbDomainController']).outcome).toBe(
      'SMB 3.1.1, signing required',
    );
  });

  it('is confirmed by a server that refuses, and says so', () => {
    const header = captured('smbFileServer').slice(0, 68);
    header.set([0, 0, 0, 73], 0);
    // STATUS_NOT_SUPPORTED, and the body of an error.
    header.set([0xbb, 0, 0, 0xc0], 12);
    const bytes = Uint8Array.from([...header, 9, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(answered(prepare('smb', 'tcp'), [bytes])).toMatchObject({
      observation: 'confirmed',
      outcome: 'SMB answer STATUS_NOT_SUPPORTED',
    });
  });

  it('is not confirmed by SMB 1, by a dialect that nobody offered, or by what no server sends', () => {
    const change = (offset: number, value: number): Uint8Array => {
      const bytes = captured('smbFileServer');
      bytes[offset] = value;
      return bytes;
    };
    for (const bytes of [change(4, 0xff), change(4 + 64 + 4, 0x12), change(4 + 16, 0), change(4 + 12, 1)])
      expect(answered(prepare('smb', 'tcp'), [bytes]).observation).toBe('open');
  });
});

describe('a NetBIOS check', () => {
  const prepared = (): PreparedProbe => prepare('netbios', 'udp', { random: randomOf('netbios') });

  it('tells the names', () => {
    expect(answered(prepared(), ['netbiosFileServer'])).toMatchObject({
      observation: 'confirmed',
      outcome: 'NetBIOS names of FILER1',
      evidence: {
        netbiosNames: [
          'FILER1<00>',
          'FILER1<03>',
          'FILER1<20>',
          'WORKGROUP<00> group',
          'WORKGROUP<1e> group',
        ],
      },
    });
  });

  it('is not confirmed by another id or another name', () => {
    expect(answered(prepare('netbios', 'udp'), ['netbiosFileServer']).observation).toBe('open');
    const bytes = captured('netbiosFileServer');
    bytes[14] = 0x43;
    expect(answered(prepared(), [bytes]).observation).toBe('open');
  });
});

describe('an SNMP check', () => {
  it('finds out the engine without a secret', () => {
    expect(answered(prepare('snmp', 'udp', { random: randomOf('snmp') }), ['snmpReport'])).toMatchObject({
      observation: 'confirmed',
      outcome: 'SNMPv3 engine 80001f8880fdd0743e3647036b00000000',
      evidence: {
        ...{ enterprise: 8072, engineBoots: 1, engineUpSeconds: 3 },
        report: 'usmStatsUnknownEngineIDs',
      },
    });
  });

  it('says that silence may be an agent without SNMPv3', () => {
    const silent = prepare('snmp', 'udp').read(attemptOf({ kind: 'silent' }, 3000), { resolved });
    expect(silent).toMatchObject({
      observation: 'no-answer',
      outcome: 'no answer in 3.0 s; an agent without SNMPv3 stays silent, too',
    });
  });

  it('is not confirmed by the answer to another message', () => {
    expect(answered(prepare('snmp', 'udp'), ['snmpReport']).observation).toBe('open');
    expect(answered(prepare('snmp-v2c', 'udp'), ['snmpV2c']).observation).toBe('open');
  });

  it('speaks v2c where a person names it, and shows no community', () => {
    const probe = prepare('snmp-v2c', 'udp', { random: randomOf('snmpV2c') });
    const reading = answered(probe, ['snmpV2c']);
    expect(reading).toMatchObject({ observation: 'confirmed', outcome: 'SNMPv2c answer' });
    expect(JSON.stringify(reading)).not.toContain('public');
  });
});
