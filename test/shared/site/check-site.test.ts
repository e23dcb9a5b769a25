import { describe, expect, test } from 'vitest';
import { findingsWith, lan, node } from '../../helpers/site-findings.ts';

describe('faults against the catalogue and of addresses', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown feature', { features: { smbb: true } }, 'features.smbb: Unknown feature; did you mean smb?'],
    [
      'an unknown role',
      { endpoints: { dnsServer: [] } },
      'endpoints.dnsServer: Unknown role; did you mean dnsServers?',
    ],
    [
      'an unknown entry',
      { entries: { licencing: {} } },
      'entries.licencing: Unknown entry; did you mean licensing?',
    ],
    [
      'an entry that no word is like',
      { entries: { qqqq: {} } },
      'entries.qqqq: Unknown entry; the catalogue panzura-cloudfs has none of this id.',
    ],
    [
      'nfsKerberos without nfs',
      { features: { nfsKerberos: true } },
      'features.nfsKerberos: Kerberos for NFSv4 needs NFS, which is off.',
    ],
    [
      'a service of another entry',
      { entries: { snmp: { services: ['443/tcp'] } } },
      "entries.snmp.services[0]: 443/tcp is none of this entry's services: 161/tcp, 161/udp, 162/tcp, 162/udp. Another port is a custom rule.",
    ],
    [
      'port 70000 as a service',
      { entries: { snmp: { services: ['70000/tcp'] } } },
      'Port 70000 does not exist: ports go from 1 to 65535.',
    ],
    [
      'a level for what is not there',
      { entries: { snmp: { level: { 'in 999/udp': 'optional' } } } },
      'entries.snmp.level["in 999/udp"]: There is no "in 999/udp" here.',
    ],
    [
      'a direction that the table does not list',
      { entries: { smb: { direction: 'both' } } },
      'entries.smb.direction: The table lists no direction "out" for this entry, only "in".',
    ],
    ['no address', lan({ address: '' }), 'nodes[0].lan.address: The address is empty.'],
    [
      'an address without prefix',
      lan({ address: '10.20.0.10' }),
      'nodes[0].lan.address: The prefix is missing: write 10.20.0.10/24 if the subnet is a /24.',
    ],
    [
      'an address that is none',
      lan({ address: '10.20.300.10/24' }),
      'nodes[0].lan.address: "10.20.300.10/24" is no address: the third number is 300; 255 is the highest.',
    ],
    [
      'a network as address',
      lan({ address: '10.20.0.0/24' }),
      'nodes[0].lan.address: 10.20.0.0/24 is the network itself',
    ],
    [
      'a broadcast address',
      lan({ address: '10.20.0.255/24' }),
      'nodes[0].lan.address: 10.20.0.255/24 is the broadcast address',
    ],
    [
      'IPv6 where IPv4 belongs',
      lan({ address: '2001:db8::1/64' }),
      'nodes[0].lan.address: 2001:db8::1/64 is no IPv4 address.',
    ],
    [
      'a gateway elsewhere',
      lan({ gateway: '10.21.0.1' }),
      'nodes[0].lan.gateway: 10.21.0.1 is not in the subnet 10.20.0.0/24 of this port.',
    ],
    [
      'a gateway that is the node',
      lan({ gateway: '10.20.0.10' }),
      "nodes[0].lan.gateway: 10.20.0.10 is the node's own address.",
    ],
    [
      'a gateway with prefix',
      lan({ gateway: '10.20.0.1/24' }),
      'nodes[0].lan.gateway: "10.20.0.1/24" is no address.',
    ],
    [
      'a link-local address6',
      lan({ address6: 'fe80::10/64' }),
      'nodes[0].lan.address6: fe80::10/64 is a link-local address',
    ],
    [
      'a gateway6 alone',
      lan({ gateway6: 'fe80::1' }),
      'nodes[0].lan.gateway6: A gateway without an address6 beside it.',
    ],
    [
      'a name as natAddress',
      lan({ natAddress: 'nat.example.com' }),
      'nodes[0].lan.natAddress: "nat.example.com" is no address.',
    ],
    [
      'inline without WAN',
      { deployment: 'inline' },
      'nodes[0].wan: It is missing: in Inline mode the node uses its WAN port too.',
    ],
    [
      'a node name with a letter of Gdańsk',
      { nodes: [{ name: 'gdańsk 1', lan: { address: '10.20.0.10/24' } }] },
      'Use gdansk-1?',
    ],
    [
      'two nodes with one slug',
      {
        nodes: [
          { name: 'a.1', lan: { address: '10.20.0.10/24' } },
          { name: 'A-1', lan: { address: '10.20.0.11/24' } },
        ],
      },
      'nodes[1].name: In ids "A-1" reads like the name of nodes[0]',
    ],
    [
      'two nodes with one name',
      {
        nodes: [
          { name: 'a-1', lan: { address: '10.20.0.10/24' } },
          { name: 'a-1', lan: { address: '10.20.0.11/24' } },
        ],
      },
      'nodes[1].name: "a-1" is the name of nodes[0] already',
    ],
    [
      'two nodes with one address',
      {
        nodes: [
          { name: 'a', lan: { address: '10.20.0.10/24' } },
          { name: 'b', lan: { address: '10.20.0.10/24' } },
        ],
      },
      'nodes[1].lan.address: 10.20.0.10 stands at nodes[0].lan.address too.',
    ],
    [
      'an HA peer that is not there',
      node({ haPeer: 'gdn-2' }),
      'nodes[0].haPeer: There is no other node "gdn-2" in this site.',
    ],
    [
      'a node that is its own peer',
      node({ haPeer: 'gdn-1' }),
      'nodes[0].haPeer: A node is not its own peer.',
    ],
    [
      'an SSH host that is none',
      node({ ssh: { host: 'a b', user: 'x' } }),
      'nodes[0].ssh.host: "a b" is neither an address nor a host name.',
    ],
    [
      'a jump host that is none',
      node({ ssh: { host: '10.20.0.10', user: 'x', jump: [{ host: '-oProxyCommand=x', user: 'y' }] } }),
      'nodes[0].ssh.jump[0].host',
    ],
    [
      'an endpoint that is a host inside a network',
      { endpoints: { dnsServers: ['10.48.5.129/25'] } },
      'endpoints.dnsServers[0].address: 10.48.5.129/25 is a host inside a /25. Use the network 10.48.5.128/25, or the host 10.48.5.129.',
    ],
    [
      'any address',
      { endpoints: { objectStores: ['0.0.0.0/0'] } },
      'endpoints.objectStores[0].address: 0.0.0.0/0 means any address.',
    ],
    ['any IPv6 address', { endpoints: { objectStores: ['::/0'] } }, '::/0 means any address.'],
    [
      'a multicast address',
      { endpoints: { ntpServers: ['224.0.1.1'] } },
      '224.0.1.1 is a multicast address.',
    ],
    [
      'an endpoint twice',
      { endpoints: { dnsServers: ['10.0.0.1', { address: '10.0.0.1' }] } },
      'endpoints.dnsServers[1].address: 10.0.0.1 stands at endpoints.dnsServers[0] too.',
    ],
    [
      'a name twice in other letters',
      { endpoints: { objectStores: ['S3.example.com', 's3.example.com.'] } },
      'stands at endpoints.objectStores[0] too.',
    ],
    [
      'a probe host outside',
      { endpoints: { dnsServers: [{ address: '10.0.0.0/24', probeHosts: ['10.0.1.1'] }] } },
      'endpoints.dnsServers[0].probeHosts[0]: "10.0.1.1" is no single host inside 10.0.0.0/24.',
    ],
    [
      'a network as probe host',
      { endpoints: { dnsServers: [{ address: '10.0.0.0/24', probeHosts: ['10.0.0.0/25'] }] } },
      'is no single host inside',
    ],
    [
      'a probe host of another domain',
      { endpoints: { objectStores: [{ address: '*.s3.example', probeHosts: ['a.s3.example.org'] }] } },
      'is no single host inside',
    ],
    [
      'an expected address for an address',
      { endpoints: { objectStores: [{ address: '10.0.0.1', expect: ['10.0.0.1'] }] } },
      'endpoints.objectStores[0].expect: Only a name resolves to addresses.',
    ],
    [
      'an expected name',
      { endpoints: { objectStores: [{ address: 's3.example.com', expect: ['x.example'] }] } },
      'endpoints.objectStores[0].expect[0]: "x.example" is no address.',
    ],
    [
      'half a fingerprint as issuer',
      { endpoints: { objectStores: [{ address: 's3.example.com', issuer: 'SHA256:abc' }] } },
      'endpoints.objectStores[0].issuer: A fingerprint reads SHA256:',
    ],
    [
      'a translated name',
      { endpoints: { objectStores: [{ address: 's3.example.com', natAddress: '10.0.0.1' }] } },
      'A name has no translated address',
    ],
    [
      'a translation to a name',
      { endpoints: { dnsServers: [{ address: '10.0.0.1', natAddress: 'a.example' }] } },
      'a translated address is an address or a network',
    ],
    [
      'a request number with a slash',
      { request: { number: 'FCR/14' } },
      'request.number: "FCR/14" cannot become a file name',
    ],
    [
      'a window that runs backwards',
      { request: { window: { start: '2026-11-24T23:00:00Z', end: '2026-11-24T20:00:00Z' } } },
      'request.window.end: The window ends before it begins.',
    ],
    [
      'a time zone that is none',
      { customer: { timeZone: 'Europe/Gdansk' } },
      'customer.timeZone: "Europe/Gdansk" is no time zone.',
    ],
    [
      'a private key as CA',
      { checks: { trustedCas: ['-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----'] } },
      'checks.trustedCas[0]: This is a private key.',
    ],
    ['a text as CA', { checks: { trustedCas: ['my CA'] } }, 'checks.trustedCas[0]: This is no certificate.'],
    [
      'a proxy for an entry that is none',
      { proxy: { host: '10.0.0.8', port: 3128, entries: ['licence'] } },
      'proxy.entries[0]: Unknown entry',
    ],
    [
      'a proxy for incoming sessions',
      { proxy: { host: '10.0.0.8', port: 3128, entries: ['smb'] } },
      'proxy.entries[0]: "smb" has no session that the node starts',
    ],
    [
      'a proxy for UDP',
      { proxy: { host: '10.0.0.8', port: 3128, entries: ['ntp'] } },
      'proxy.entries[0]: "ntp" has no TCP service',
    ],
    ['a zone without name', { zones: [{ name: ' ', addresses: [] }] }, 'zones[0].name: The name is empty.'],
    [
      'a zone with a wrong address',
      { zones: [{ name: 'CORE', addresses: ['10.0.0.1/8'] }] },
      'zones[0].addresses[0]: 10.0.0.1/8 is a host inside a /8.',
    ],
    [
      'a waiver that ends before it begins',
      {
        waivers: [
          {
            rule: 'x',
            digest: 'y',
            by: 'z',
            reason: 'r',
            at: '2026-11-24T20:00:00Z',
            expires: '2026-11-23T20:00:00Z',
          },
        ],
      },
      'waivers[0].expires: It ends before it begins.',
    ],
  ])('%s: place and cure', (_what, parts, message) => {
    expect(findingsWith(parts).join('\n')).toContain(message);
  });

  test('host bits in a LAN address are no fault, and a link-local gateway6 neither', () => {
    expect(
      findingsWith(lan({ gateway: '10.20.0.1', address6: '2001:db8::10/64', gateway6: 'fe80::1' })),
    ).toEqual([]);
  });
});

describe('rules of the site itself', () => {
  const rule = {
    id: 'icap',
    title: 'ICAP',
    direction: 'out',
    services: ['1344/tcp'],
    endpoints: ['10.20.9.9'],
    reason: 'Scan.',
  };

  test.each<[string, Record<string, unknown>, string]>([
    ['the id of an entry', { ...rule, id: 'dns' }, 'customRules[0].id: "dns" is an entry of the catalogue'],
    [
      'an id with capitals',
      { ...rule, id: 'ICAP' },
      'customRules[0].id: Use lower-case letters, digits and hyphens.',
    ],
    [
      'a port that does not exist',
      { ...rule, services: ['70000/tcp'] },
      'customRules[0].services[0]: Port 70000 does not exist',
    ],
    [
      'a service twice',
      { ...rule, services: ['80/tcp', '80/tcp'] },
      'customRules[0].services[1]: 80/tcp is listed twice.',
    ],
    [
      'a probe that is none',
      { ...rule, probe: 'tsl' },
      'customRules[0].probe: There is no probe "tsl"; did you mean tls?',
    ],
    [
      'a probe that does not fit',
      { ...rule, probe: 'ntp' },
      'customRules[0].probe: The probe ntp cannot be spoken over 1344/tcp.',
    ],
    ['no reason', { ...rule, reason: '' }, 'customRules[0].reason: The reason is empty'],
    [
      'an endpoint that is none',
      { ...rule, endpoints: ['nowhere'] },
      'customRules[0].endpoints[0].address: "nowhere" is no address',
    ],
  ])('%s is refused', (_what, custom, message) => {
    expect(findingsWith({ customRules: [custom] }).join('\n')).toContain(message);
  });

  test('two rules with one id are refused', () => {
    expect(findingsWith({ customRules: [rule, rule] })).toEqual([
      'customRules[1].id: "icap" is also the id of customRules[0].',
    ]);
  });
});

describe('taking away what is required', () => {
  const by = { by: 'Anna', reason: 'Agreed in CHG1.' };
  test.each<[string, Record<string, unknown>]>([
    ['switching an always-on entry off', { ntp: { enabled: false } }],
    ['lowering a level', { dns: { level: { 'out 53/tcp': 'optional' } } }],
    ['lowering all levels', { 'object-store': { level: 'as-published' } }],
    ['leaving a service out', { dns: { services: ['53/udp'] } }],
    ['leaving a direction out', { dns: { direction: 'in' } }],
  ])('%s needs a name and a reason', (_what, entries) => {
    const [id, override] = Object.entries(entries)[0] as [string, object];
    const places = findingsWith({ entries }).map((text) => text.split(':')[0]);
    expect(places).toEqual([`entries.${id}.by`, `entries.${id}.reason`]);
    expect(findingsWith({ entries: { [id]: { ...override, ...by } } })).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['choosing HTTP instead of HTTPS', { entries: { 'object-store': { services: ['80/tcp'] } } }],
    [
      'narrowing an any-of to one member',
      { features: { syslog: true }, entries: { syslog: { services: ['514/udp'] } } },
    ],
    [
      'lowering one member of an any-of',
      { features: { syslog: true }, entries: { syslog: { level: { 'out 514/udp': 'optional' } } } },
    ],
    ['switching an entry off that is off anyway', { entries: { smb: { enabled: false } } }],
    ['leaving out what was only as published', { entries: { webui: { services: ['443/tcp'] } } }],
  ])('%s needs neither', (_what, parts) => {
    expect(findingsWith(parts)).toEqual([]);
  });
});
