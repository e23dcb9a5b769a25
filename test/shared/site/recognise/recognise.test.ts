import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeFound } from '../../../../shared/site/recognise/judge-found.ts';
import { readLines } from '../../../../shared/site/recognise/read-lines.ts';
import type { FoundAddress } from '../../../../shared/site/recognise/types.ts';

const roles = [
  { role: 'dnsServers', title: 'DNS servers' },
  { role: 'ntpServers', title: 'NTP servers' },
  { role: 'domainControllers', title: 'Domain controllers' },
  { role: 'syslogServers', title: 'Syslog servers' },
];
const nothing = { present: {}, own: [] };

function found(text: string, known: Parameters<typeof judgeFound>[2] = nothing): readonly FoundAddress[] {
  return judgeFound(readLines(text, roles).candidates, () => undefined, known);
}

const short = (text: string): readonly (readonly [string, string | null, string])[] =>
  found(text).map(({ address, role, state }) => [address, role, state.kind]);

const unusedOf = (text: string): readonly string[] => readLines(text, roles).unused.map(({ why }) => why);

describe('ipconfig /all', () => {
  const ipconfig = [
    'Ethernet adapter Ethernet0:',
    '',
    '   Connection-specific DNS Suffix  . : corp.example',
    '   IPv4 Address. . . . . . . . . . . : 10.48.20.31(Preferred)',
    '   Subnet Mask . . . . . . . . . . . : 255.255.255.0',
    '   Default Gateway . . . . . . . . . : 10.48.20.1',
    '   DHCP Server . . . . . . . . . . . : 10.48.5.67',
    '   DNS Servers . . . . . . . . . . . : 10.48.5.53',
    '                                       10.48.300.4',
    '   NetBIOS over Tcpip. . . . . . . . : Enabled',
  ].join('\r\n');

  it('gives the servers, and none of the laptop’s own addresses, masks and gateways', () => {
    expect(short(ipconfig)).toEqual([
      ['10.48.5.67', 'dhcpServers', 'ready'],
      ['10.48.5.53', 'dnsServers', 'ready'],
      ['10.48.300.4', 'dnsServers', 'wrong'],
    ]);
    expect(unusedOf(ipconfig)).toEqual(
      expect.arrayContaining(['domain-suffix', 'own-address', 'netmask', 'gateway', 'no-address']),
    );
  });

  it('says which words speak for the role', () => {
    expect(found(ipconfig)[1]?.why).toEqual({ kind: 'label', words: 'DNS Servers' });
  });

  it('is read in German too', () => {
    expect(
      short('   DNS-Server  . . . . . . . . . . . : 10.1.1.53\n   Standardgateway . . . : 10.1.1.1'),
    ).toEqual([['10.1.1.53', 'dnsServers', 'ready']]);
  });
});

describe('other tools', () => {
  it('nslookup: the answer has the looked-up name, and the server that was asked is called that', () => {
    const text =
      'Server:  dns1.corp.example\nAddress:  10.48.5.53\n\nName:    szz-dc01.corp.example\nAddresses:  10.48.5.11\n          10.48.5.12\n';
    const [asked, ...answers] = found(text);
    expect(asked).toMatchObject({ address: '10.48.5.53', role: 'dnsServers', why: { kind: 'asked-server' } });
    expect(answers.map(({ address, label, role }) => [address, label, role])).toEqual([
      ['10.48.5.11', 'szz-dc01.corp.example', 'domainControllers'],
      ['10.48.5.12', 'szz-dc01.corp.example', 'domainControllers'],
    ]);
  });

  it('nslookup of Linux: the resolver by its port, several answers, addresses after a tab, and no alias as a host', () => {
    const text =
      'Server:\t\t10.1.1.53\nAddress:\t10.1.1.53#53\n\nName:\tdc1.corp.example\nAddresses: 10.1.1.11\n\t  2001:db8::11\nAliases:  dc.corp.example';
    expect(found(text).map(({ address, label, role }) => [address, label, role])).toEqual([
      ['10.1.1.53', null, 'dnsServers'],
      ['10.1.1.11', 'dc1.corp.example', 'domainControllers'],
      ['2001:db8::11', 'dc1.corp.example', 'domainControllers'],
    ]);
  });

  it('routes, gateways and masks are no counterparts, whatever word stands in the line', () => {
    const text = [
      'default via 10.1.1.1 dev eth0 proto dhcp src 10.1.1.5 metric 100',
      '10.1.1.0/24 dev eth0 proto kernel scope link src 10.1.1.5',
      'gateway 10.1.1.1',
      'netmask 255.255.255.0',
    ].join('\n');
    expect(found(text)).toEqual([]);
    expect(unusedOf(text)).toEqual(['gateway', 'own-address', 'gateway', 'netmask']);
  });

  it('several labels in one line: each has its own addresses', () => {
    expect(short('DNS: 10.1.1.53, 10.1.1.54; NTP: ntp.corp.example')).toEqual([
      ['10.1.1.53', 'dnsServers', 'ready'],
      ['10.1.1.54', 'dnsServers', 'ready'],
      ['ntp.corp.example', 'ntpServers', 'ready'],
    ]);
  });

  it('a record of dig gives its target, not its zone', () => {
    expect(short('corp.example.\t300\tIN\tNS\tns1.corp.example.')).toEqual([
      ['ns1.corp.example', 'dnsServers', 'ready'],
    ]);
    expect(short('_ldap._tcp.corp.example. 600 IN SRV 0 100 389 ad1.corp.example.')).toEqual([
      ['ad1.corp.example', 'domainControllers', 'ready'],
    ]);
  });

  it('a mail: what one sentence names is no name of what the next one does', () => {
    const mail =
      'I administrate from 10.31.20.77. The object store is s3.waw.storage.example. I do not know about licence servers.';
    expect(found(mail).map(({ address, label, role }) => [address, label, role])).toEqual([
      ['10.31.20.77', null, 'adminWorkstations'],
      ['s3.waw.storage.example', null, 'objectStores'],
    ]);
    expect(
      found('監視は10.1.1.7です。オブジェクトストアは s3.example です。').map(({ address }) => address),
    ).toEqual(['10.1.1.7', 's3.example']);
    expect(found('ns1.corp.example. IN A 10.1.1.53').map(({ label }) => label)).toEqual(['ns1.corp.example']);
  });

  it('a gateway in a sentence is no counterpart', () => {
    expect(
      found('It sits in our LAN: address 10.31.8.20/24, gateway 10.31.8.1.').map(({ text }) => text),
    ).toEqual(['10.31.8.20/24']);
    expect(unusedOf('Our gateway is 10.31.8.1')).toEqual(['no-address']);
    expect(found('gw01.corp.example 10.31.8.9').map(({ address }) => address)).toEqual(['10.31.8.9']);
  });

  it.each([
    'open 10.31.20.77 to s3.waw.example',
    's3.waw.example and 10.31.20.77',
    '10.31.20.77 -> s3.waw.example',
    'od 10.31.20.77 do s3.waw.example',
  ])('two hosts of one sentence are two: %s', (text) => {
    expect(found(text).map(({ label }) => label)).toEqual([null, null]);
  });

  it('a short name beside an address is its label', () => {
    expect(
      found('dc01 10.1.1.11\n10.1.1.9 (fs2)\nntp 10.1.1.123').map(({ address, label, role }) => [
        address,
        label,
        role,
      ]),
    ).toEqual([
      ['10.1.1.11', 'dc01', 'domainControllers'],
      ['10.1.1.9', 'fs2', null],
      ['10.1.1.123', null, 'ntpServers'],
    ]);
  });

  it('a hosts file: one host a line with its name, without loopback and comments', () => {
    const text =
      '# hosts\n127.0.0.1 localhost\n10.48.5.11  szz-dc01.corp.example dc01 # domain controller\n::1 ip6-localhost';
    expect(found(text).map(({ address, label, role }) => [address, label, role])).toEqual([
      ['10.48.5.11', 'szz-dc01.corp.example', 'domainControllers'],
    ]);
    expect(unusedOf(text)).toEqual(['no-address', 'loopback-entry', 'loopback-entry']);
  });

  it('dig, resolv.conf and ip addr', () => {
    expect(short('ntp1.corp.example.\t300\tIN\tA\t10.48.5.123')).toEqual([
      ['10.48.5.123', 'ntpServers', 'ready'],
    ]);
    expect(short('search corp.example\nnameserver 10.48.5.53')).toEqual([
      ['10.48.5.53', 'dnsServers', 'ready'],
    ]);
    expect(short('    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0')).toEqual([]);
  });

  it('a spreadsheet: by its heading, with roles, names and services', () => {
    expect(short('Host\tIP address\tService\nlog1\t10.1.1.14\tsyslog\ndc1\t10.1.1.11\t389')).toEqual([
      ['10.1.1.14', 'syslogServers', 'ready'],
      ['10.1.1.11', 'domainControllers', 'ready'],
    ]);
    expect(short('DNS;NTP\n10.1.1.53;10.1.1.123')).toEqual([
      ['10.1.1.53', 'dnsServers', 'ready'],
      ['10.1.1.123', 'ntpServers', 'ready'],
    ]);
    expect(short('role,address,label\ndnsServers,10.1.1.53,"a, b"')).toEqual([
      ['10.1.1.53', 'dnsServers', 'ready'],
    ]);
  });

  it('a heading over a plain list holds until the next blank line', () => {
    expect(short('DNS servers:\n10.1.1.53\n10.1.1.54\n\n10.1.1.60')).toEqual([
      ['10.1.1.53', 'dnsServers', 'ready'],
      ['10.1.1.54', 'dnsServers', 'ready'],
      ['10.1.1.60', null, 'ready'],
    ]);
  });

  it('URLs, UNC paths, ports and quoted mail', () => {
    expect(
      short('> https://s3.objects.example:9000/bucket\n\\\\fs1.corp.example\\share\n10.1.1.1:636'),
    ).toEqual([
      ['s3.objects.example', 'objectStores', 'ready'],
      ['fs1.corp.example', null, 'ready'],
      ['10.1.1.1', 'domainControllers', 'ready'],
    ]);
  });
});

describe('what is wrong', () => {
  it.each([
    ['10.20.300.4', []],
    ['10.48.5.129/25', ['10.48.5.128/25', '10.48.5.129']],
    ['010.001.002.003', ['10.1.2.3']],
    ['1O.20.5.3', ['10.20.5.3']],
    ['10,20,5,3', ['10.20.5.3']],
    ['10.20..5.3', ['10.20.5.3']],
    ['10.20.5', []],
  ])('%s is shown with its cures', (text, cures) => {
    const [one] = found(text);
    expect(one?.state.kind).toBe('wrong');
    expect(one?.state.kind === 'wrong' ? one.state.fixes.map(({ address }) => address) : null).toEqual(cures);
  });

  it('a range is named as one, and never read as its two ends', () => {
    expect(short('10.1.1.10 - 10.1.1.20')).toEqual([['10.1.1.10 - 10.1.1.20', null, 'wrong']]);
    expect(short('10.1.1.10-20')).toEqual([['10.1.1.10-20', null, 'wrong']]);
  });

  it('a wildcard mask makes the same network as its mask', () => {
    expect(short('10.20.5.0 0.0.0.255')).toEqual([['10.20.5.0/24', null, 'ready']]);
    expect(short('10.20.4.0/0.0.1.255')).toEqual([['10.20.4.0/23', null, 'ready']]);
  });

  it('a letter that no IPv6 address has is shown; a day, a time and a network card’s address are none', () => {
    expect(short('2001:db8::g')).toEqual([['2001:db8::g', null, 'wrong']]);
    expect(short('on 12.11.2026 at 10:30:45 from 52:54:00:12:34:56')).toEqual([]);
  });

  it('a mask makes a network of an address', () => {
    expect(short('10.20.5.0 255.255.255.0')).toEqual([['10.20.5.0/24', null, 'ready']]);
    expect(short('10.20.5.0/255.255.254.0')[0]?.[0]).toBe('10.20.5.0/23');
  });

  it('a name with a space in it is asked about', () => {
    const [one] = found('srv 01.corp.example');
    expect(one?.state).toMatchObject({ kind: 'doubtful', fixes: [{ address: 'srv01.corp.example' }] });
  });

  it('full-width digits and dots are plain ones', () => {
    expect(short('１０．２０．５．３')).toEqual([['10.20.5.3', null, 'ready']]);
  });

  it('any, broadcast and multicast are no counterparts; loopback and link-local are asked about', () => {
    expect(found('0.0.0.0/0\n255.255.255.255\n224.0.0.1').map(({ state }) => state.kind)).toEqual([
      'wrong',
      'wrong',
      'wrong',
    ]);
    expect(found('x 169.254.1.1\nfe80::1').map(({ state }) => state.kind)).toEqual(['doubtful', 'doubtful']);
  });
});

describe('what is there already', () => {
  it('is repeated once for each role, however it is written', () => {
    const text = '10.1.1.53\n2001:db8::1\n2001:DB8:0:0::1\nS3.Example.com\ns3.example.com.';
    expect(found(text).map(({ state }) => state.kind)).toEqual([
      'ready',
      'ready',
      'repeated',
      'ready',
      'repeated',
    ]);
    const known = { present: { dnsServers: ['10.1.1.53'] }, own: [] };
    expect(found('dns 10.1.1.53\nntp 10.1.1.53', known).map(({ state }) => state.kind)).toEqual([
      'repeated',
      'ready',
    ]);
  });

  it('is doubtful inside a network of the same role, and as the node itself', () => {
    const known = {
      present: { dnsServers: ['10.1.1.0/24'] },
      own: [{ address: '10.20.0.10', node: 'gdn-1' }],
    };
    expect(found('dns 10.1.1.53\nntp 10.20.0.10', known).map(({ state }) => state.kind)).toEqual([
      'doubtful',
      'doubtful',
    ]);
  });

  it('is doubtful also when the network stands below its host, or holds what the site or the node has', () => {
    expect(found('dns 10.1.1.53\ndns 10.1.1.0/24').map(({ state }) => state.kind)).toEqual([
      'doubtful',
      'ready',
    ]);
    const known = {
      present: { dnsServers: ['10.9.0.1', '10.1.1.53', '2001:db8::1'] },
      own: [{ address: '10.20.0.10', node: 'gdn-1' }],
    };
    expect(
      found('dns 10.1.1.0/24\ndns 10.2.0.0/16\nntp 10.20.0.0/16', known).map(({ state }) => state),
    ).toEqual([
      expect.objectContaining({ says: '10.1.1.0/24 holds 10.1.1.53, which has this role already.' }),
      { kind: 'ready' },
      expect.objectContaining({ says: '10.20.0.0/16 holds the address of node gdn-1 itself.' }),
    ]);
  });

  it('is found among 20,000 networks and hosts of one role', () => {
    const networks = Array.from({ length: 20_000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
    const states = found(`dns\n${networks.join('\n')}\n10.3.4.5\n172.16.0.1`).map(({ state }) => state.kind);
    expect(states.slice(0, 20_000).every((kind) => kind === 'ready')).toBe(true);
    expect(states.slice(20_000)).toEqual(['doubtful', 'ready']);
  });

  it('is judged anew in the role that a person chooses', () => {
    const { candidates } = readLines('dns 10.1.1.53', roles);
    const known = { present: { ntpServers: ['10.1.1.53'] }, own: [] };
    expect(judgeFound(candidates, () => 'ntpServers', known)[0]?.state.kind).toBe('repeated');
  });
});

describe('laws', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const ipv4 = fc
    .tuple(fc.integer({ min: 1, max: 126 }), octet, octet, octet)
    .map((parts) => parts.join('.'));

  it('every good address of a list is found, in order, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(ipv4, { maxLength: 20 }),
        fc.constantFrom('\n', ', ', ' ; ', '\t'),
        (list, between) => {
          expect(found(list.join(between)).map(({ address }) => address)).toEqual(list);
        },
      ),
    );
  });

  it('no line is lost: each that holds something is found or listed, and a long one is read too', () => {
    const word = fc.constantFrom(
      'DNS',
      '10.1.1.53',
      'dc1.corp.example',
      '::',
      ':',
      '. .',
      '\t',
      ',',
      '"',
      '0.0.0.255',
      'Server:',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.array(word, { maxLength: 8 }), { maxLength: 12 }), (rows) => {
        const lines = rows.map((row) => row.join(' '));
        const { candidates, unused } = readLines(lines.join('\n'), roles);
        const read = new Set([...candidates, ...unused].map(({ line }) => line));
        for (const [index, line] of lines.entries())
          if (line.trim() !== '') expect(read).toContain(index + 1);
      }),
      { numRuns: 300 },
    );
    for (const one of ['.', '. ', ' ', ':', '"', '10.', 'a.', '> ']) {
      const long = `x${one.repeat(40_000)}`;
      expect(readLines(long, roles).candidates.length).toBeLessThan(2);
    }
  });

  it('any text at all is read: each line is found or unused, and no address is made up', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const { address, text: written, state } of found(text)) {
          if (state.kind === 'wrong') continue;
          // Every digit of it stands in the text.
          const digits = (one: string): string => one.replace(/[^0-9]/g, '');
          if (!written.includes('/') && !written.includes(':') && !/\s/.test(written))
            expect(digits(written.normalize('NFKC'))).toContain(digits(address).slice(0, 3));
        }
      }),
      { numRuns: 300 },
    );
  });
});
