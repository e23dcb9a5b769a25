import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean } from '../../../shared/lib/did-you-mean.ts';
import { digestOf } from '../../../shared/lib/digest.ts';
import { formatEndpointAddress, parseEndpointAddress } from '../../../shared/lib/endpoint-address.ts';
import { byCodePoint } from '../../../shared/lib/order.ts';
import { formatService, parseService, serviceSlug } from '../../../shared/lib/service.ts';
import { isFileNameSafe, slug } from '../../../shared/lib/slug.ts';
import { utcMillis } from '../../../shared/lib/utc.ts';

describe('endpoint addresses', () => {
  test.each([
    ['10.20.5.53', '10.20.5.53'],
    ['10.20.5.0/24', '10.20.5.0/24'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['DC1.Corp.Example.', 'dc1.corp.example'],
    ['*.PDS.example.com', '*.pds.example.com'],
    ['_ldap._tcp.corp.example', '_ldap._tcp.corp.example'],
  ])('%s reads as %s', (text, normal) => {
    const address = parseEndpointAddress(text);
    expect(address.ok ? formatEndpointAddress(address.value) : address.error).toBe(normal);
  });

  test.each([
    ['10.48.300.4', 'the third number is 300; 255 is the highest'],
    ['10.48.5.129/25', 'Use the network 10.48.5.128/25, or the host 10.48.5.129.'],
    ['https://s3.example.com', 'is a URL'],
    ['dc1', 'is a short name'],
    ['10.0.0.1 10.0.0.2', 'has a space'],
    ['[2001:db8::1]:443', 'A port does not belong here'],
    ['a..example', 'two dots in a row'],
    ['-a.example', 'is no part of a host name'],
    ['*.*.example', 'is no part of a host name'],
    ['', 'empty'],
  ])('%s is refused: %s', (text, why) => {
    const address = parseEndpointAddress(text);
    expect(address.ok ? 'accepted' : address.error).toContain(why);
  });

  test('the normal form reads as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6()), (text) => {
        const once = parseEndpointAddress(text);
        if (!once.ok) return;
        const normal = formatEndpointAddress(once.value);
        expect(parseEndpointAddress(normal)).toEqual(once);
      }),
    );
  });
});

describe('services', () => {
  test('a service is written as it is read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 }), (a, b) => {
        const text = a === b ? `${a}/tcp` : `${Math.min(a, b)}-${Math.max(a, b)}/udp`;
        const service = parseService(text);
        expect(service.ok ? formatService(service.value) : service.error).toBe(text);
      }),
    );
  });

  test.each([
    ['70000/tcp', 'Port 70000 does not exist'],
    ['0/udp', 'Port 0 does not exist'],
    ['90-80/tcp', 'runs backwards'],
    ['443', 'is no service'],
    ['443/TCP', 'is no service'],
  ])('%s is refused', (text, why) => {
    const service = parseService(text);
    expect(service.ok ? 'accepted' : service.error).toContain(why);
  });

  test('ids use hyphens', () => {
    const slugOf = (text: string): string => {
      const service = parseService(text);
      return service.ok ? serviceSlug(service.value) : service.error;
    };
    expect(slugOf('8000-8010/tcp')).toBe('8000-8010-tcp');
    expect(slugOf('icmp')).toBe('icmp');
  });
});

describe('names, order and digests', () => {
  test('names in ids are lower case with hyphens', () => {
    expect(slug('GDN_1.a')).toBe('gdn-1-a');
  });

  test('a name for a file has no leading dot and no slash', () => {
    expect(['FCR-2026-014', 'a.b_c', '-x'].every(isFileNameSafe)).toBe(true);
    expect(['.hidden', 'a/b', 'gdańsk', '', 'a b'].some(isFileNameSafe)).toBe(false);
  });

  test('order is by code point, not by UTF-16 unit', () => {
    expect(['\u{1F600}', '\uFF5E', 'a', 'B'].sort(byCodePoint)).toEqual(['B', 'a', '\uFF5E', '\u{1F600}']);
  });

  test('a digest does not depend on the order of keys', () => {
    expect(digestOf({ b: 1, a: [true, null] })).toBe(digestOf({ a: [true, null], b: 1 }));
    // printf '{"a":1}' | sha256sum
    expect(digestOf({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
  });
});

describe('hints and times', () => {
  test.each([
    ['adress', 'address'],
    ['dnsServer', 'dnsServers'],
    ['SMB', 'smb'],
    ['lna', 'lan'],
  ])('%s was meant to be %s', (word, meant) => {
    expect(didYouMean(word, ['address', 'dnsServers', 'smb', 'lan', 'wan'])).toBe(meant);
  });

  test('a word that is like none gets no hint', () => {
    expect(didYouMean('kumquat', ['address', 'smb'])).toBeNull();
  });

  test('times in UTC are read as the calendar has them', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          expect(utcMillis(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });

  test('a local time is none', () => {
    expect(utcMillis('2026-11-24T20:00:00+01:00')).toBeNull();
    expect(utcMillis('2026-13-24T20:00:00Z')).toBeNull();
  });
});
