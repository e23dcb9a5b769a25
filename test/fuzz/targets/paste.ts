import { parseEndpointAddress } from '../../../shared/lib/endpoint-address.ts';
import { endpointsCsv } from '../../../shared/documents/endpoint-csv.ts';
import { judgeFound } from '../../../shared/site/recognise/judge-found.ts';
import { readLines } from '../../../shared/site/recognise/read-lines.ts';
import { fixtureSite, panzura } from '../../helpers/site-fixtures.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { textMutator } from '../mutators/text.ts';

const roles = Object.entries(panzura().roles).map(([role, { title }]) => ({ role, title }));
const known = { present: { dnsServers: ['10.1.0.0/16'] }, own: [{ address: '10.20.0.10', node: 'gdn-1' }] };

const texts = [
  'Host Name . . . : pc\n   DNS Servers . . . . . : 10.1.1.53\n                           10.1.1.54\n   Default Gateway . : 10.1.1.1\n   Subnet Mask . . : 255.255.255.0\n',
  'Server:  dns.example\nAddress:  10.1.1.53\n\nName:    s3.example\nAddresses:  10.9.9.9\n          fd00::9\nAliases:  x.example\n',
  'corp.example. 300 IN NS ns1.corp.example.\nns1.corp.example. 300 IN A 10.1.1.53\n_ldap._tcp 60 IN SRV 0 100 389 dc1.corp.example.\n',
  '10.1.1.10 - 10.1.1.20; https://s3.example:9000/x \\\\fs1\\share 10.20.5.0 255.255.255.0 10,20,5,3 [fd00::1]:443 監視は10.1.1.7です\n',
  'inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\ndefault via 10.0.0.1 dev eth0 proto dhcp\nsearch corp.example\n127.0.0.1 localhost\n',
  'ip;name;role;port\n10.1.1.1;dc01;Domain controllers;389\n"10.1.1.2";"a ""b""";;53\n',
  'I work at 10.1.1.7. The store is s3.example. Talk to NTP: 10.1.1.123; DNS: 10.1.1.53\n',
];

/** What stands in a text, without what a person would not look at twice: case, spaces, signs that are written several ways. */
function digitsAndLetters(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Text that is pasted or dropped on the endpoints step, and tables read from CSV. */
export const target: FuzzTarget = {
  name: 'paste',
  seeds: () =>
    [...texts, endpointsCsv(fixtureSite('gdansk-dc1').endpoints)].map((text) => Buffer.from(text, 'utf8')),
  mutators: [textMutator],
  words: [
    ...[
      '10.1.1.1',
      '10.1.1.0/24',
      '10.1.1.10-10.1.1.20',
      'fd00::1',
      'fe80::1%eth0',
      'host.example',
      '*.example',
      '255.255.255.0',
    ],
    ...[
      'https://',
      'ldap://',
      '\\\\',
      'DNS Servers . . :',
      'Server:',
      'Address:',
      'Name:',
      ' IN A ',
      ' IN NS ',
      ' IN SOA ',
      '→',
    ],
    ...[
      'role',
      'address',
      'label',
      'outside_address',
      'probe_hosts',
      'sni',
      'issuer',
      'public',
      'expect',
      ';',
      '\t',
      '|',
      '"',
      '""',
    ],
    ...[
      'gateway',
      'dev ',
      ' proto ',
      ' scope ',
      'search ',
      'netmask ',
      '監視',
      'です',
      '。',
      '１０．１．１．１',
      '- ',
      '1. ',
      '# ',
      '> ',
    ],
  ],
  mostBytes: 64_000,
  run: (input) => {
    const text = Buffer.from(input).toString('utf8');
    const { candidates, unused } = readLines(text, roles);
    const found = judgeFound(candidates, () => undefined, known);
    promise(found.length === candidates.length, 'Every candidate is judged.');
    const lines = text.split(/\r\n|\r|\n/);
    // Thousands of addresses may stand in one line.
    const lettersOf = new Map<string, string>();
    for (const { address, text: written, line, state } of found) {
      const own = lines[line - 1];
      promise(own !== undefined, 'A found address has a line of the text.');
      if (state.kind === 'wrong') continue;
      promise(parseEndpointAddress(address).ok, 'What can be added is an address.');
      // Masks are written as prefixes, IPv6 in its short form; for all others every letter stands in the line.
      if (address.includes('/') || address.includes(':')) continue;
      const letters = lettersOf.get(own ?? '') ?? digitsAndLetters(own ?? '');
      lettersOf.set(own ?? '', letters);
      promise(
        letters.includes(digitsAndLetters(address)),
        `An address is in the text: ${address} of ${written}`,
      );
    }
    promise(
      unused.every(({ line }) => line >= 1 && line <= lines.length),
      'An unused line is one of the text.',
    );
    return found.some(({ state }) => state.kind !== 'wrong') ? 'loaded' : 'refused';
  },
};
