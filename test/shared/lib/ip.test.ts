import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addressesOf,
  contains,
  containsCidr,
  formatCidr,
  formatIp,
  hasHostBits,
  isPrivate,
  networkOf,
  parseCidr,
  parseIp,
  sizeOf,
  whyNotIpv4,
} from '../../../shared/lib/ip.ts';

const v4 = fc.ipV4();
const v6 = fc.ipV6();

describe('addresses', () => {
  test('every IPv4 address is its own normal form', () => {
    fc.assert(
      fc.property(v4, (text) => {
        const ip = parseIp(text);
        expect(ip === null ? null : formatIp(ip)).toBe(text);
      }),
    );
  });

  test('the normal form of IPv6 is the one that URLs use, too', () => {
    fc.assert(
      fc.property(v6, (text) => {
        const ip = parseIp(text);
        expect(ip === null ? null : `[${formatIp(ip)}]`).toBe(new URL(`http://[${text}]`).hostname);
      }),
    );
  });

  test.each([
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ])('%s is written %s', (text, normal) => {
    const ip = parseIp(text);
    expect(ip === null ? null : formatIp(ip)).toBe(normal);
  });

  test.each([
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.4 ',
    '::1::',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    ':::',
    '1.2.3.4:80',
    '12345::',
  ])('%s is no address', (text) => expect(parseIp(text)).toBeNull());

  test('a wrong IPv4 address says which number is wrong', () => {
    expect(whyNotIpv4('10.48.300.4')).toBe('the third number is 300; 255 is the highest');
    expect(whyNotIpv4('10.048.3.4')).toBe('the second number 048 has a leading zero');
    expect(whyNotIpv4('10.48.3')).toBe('it has 3 numbers, an IPv4 address has 4');
  });
});

describe('networks', () => {
  const cidr = fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([ip, prefix]) => `${ip}/${prefix}`);

  test('a network holds its first and its last address and not the one behind', () => {
    fc.assert(
      fc.property(cidr, (text) => {
        const network = networkOf(parseCidr(text)!);
        expect(hasHostBits(network)).toBe(false);
        expect(contains(network, network.ip)).toBe(true);
        const last = network.ip.value + sizeOf(network) - 1n;
        expect(contains(network, { family: 'v4', value: last })).toBe(true);
        if (last < 2n ** 32n - 1n) expect(contains(network, { family: 'v4', value: last + 1n })).toBe(false);
      }),
    );
  });

  test('a network holds another one only if it holds both of its ends', () => {
    fc.assert(
      fc.property(cidr, cidr, (a, b) => {
        const [outer, inner] = [networkOf(parseCidr(a)!), networkOf(parseCidr(b)!)];
        const last = { family: 'v4' as const, value: inner.ip.value + sizeOf(inner) - 1n };
        expect(containsCidr(outer, inner)).toBe(contains(outer, inner.ip) && contains(outer, last));
      }),
    );
  });

  test('a /30 has four addresses', () => {
    expect(addressesOf(parseCidr('192.0.2.8/30')!).map(formatIp)).toEqual([
      '192.0.2.8',
      '192.0.2.9',
      '192.0.2.10',
      '192.0.2.11',
    ]);
  });

  test('families do not mix', () => {
    expect(contains(parseCidr('::/0')!, parseIp('10.0.0.1')!)).toBe(false);
    expect(formatCidr(networkOf(parseCidr('2001:db8::10/64')!))).toBe('2001:db8::/64');
    expect(parseCidr('10.0.0.0/33')).toBeNull();
  });

  test('private addresses are known', () => {
    expect(isPrivate(parseIp('172.31.255.255')!)).toBe(true);
    expect(isPrivate(parseIp('172.32.0.0')!)).toBe(false);
    expect(isPrivate(parseIp('fd48::1')!)).toBe(true);
    expect(isPrivate(parseIp('2001:db8::1')!)).toBe(false);
  });
});
