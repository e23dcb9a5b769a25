import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  containsCidr,
  formatIp,
  isPrivate,
  networkOf,
  parseCidr,
  parseIp,
} from '../../../../shared/lib/ip.ts';
import type { Cidr, Ip } from '../../../../shared/lib/ip.ts';
import { AddressMap, TooManyNetworks } from '../../../../shared/report/redact/address-map.ts';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

function ip(text: string): Ip {
  const parsed = parseIp(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

function mapWith(
  change: { networks?: string[]; ownSubnets?: string[]; kept?: string[]; secret?: string } = {},
): AddressMap {
  const { networks = [], ownSubnets = [], kept = [], secret = 'secret' } = change;
  return new AddressMap({
    secret,
    networks: networks.map(cidr),
    ownSubnets: ownSubnets.map((text) => networkOf(cidr(text))),
    kept: new Set(kept),
  });
}

const octet = fc.nat(255);
const privateHost = fc.tuple(octet, octet, octet).map(([b, c, d]) => `10.${b}.${c}.${d}`);
const publicHost = fc
  .tuple(fc.constantFrom(8, 52, 151, 203), octet, octet, octet)
  .map((parts) => parts.join('.'));

function sharedBits(a: string, b: string): number {
  const differing = ip(a).value ^ ip(b).value;
  return differing === 0n ? 32 : 32 - differing.toString(2).length;
}

describe('replaced addresses', () => {
  it('share as many leading bits as the originals do, and none is another’s', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(privateHost, { minLength: 2, maxLength: 20 }),
        fc.string(),
        (hosts, secret) => {
          const map = mapWith({ secret });
          const made = hosts.map((host) => map.address(ip(host)));
          expect(new Set(made).size).toBe(hosts.length);
          for (const [i, host] of hosts.entries())
            expect(sharedBits(made[0] ?? '', made[i] ?? '')).toBe(sharedBits(hosts[0] ?? '', host));
        },
      ),
    );
  });

  it('stay private where they were, and are nobody’s where they were a stranger’s', () => {
    fc.assert(
      fc.property(privateHost, publicHost, (own, foreign) => {
        const map = mapWith();
        expect(contains(cidr('10.0.0.0/8'), ip(map.address(ip(own))))).toBe(true);
        expect(contains(cidr('100.64.0.0/10'), ip(map.address(ip(foreign))))).toBe(true);
      }),
    );
    const map = mapWith();
    expect(isPrivate(ip(map.address(ip('192.168.7.9'))))).toBe(true);
    expect(map.address(ip('2a00:1450::5'))).toMatch(/^2001:db8:/);
    expect(map.address(ip('fe80::21b:21ff:feaa:bbcc'))).toMatch(/^fe80::/);
    expect(map.address(ip('fe80::21b:21ff:feaa:bbcc'))).not.toContain('aabb');
  });

  it('lie in the networks in which they lay', () => {
    const networks = ['52.16.0.0/13', '203.0.113.0/24', '10.20.4.0/22'];
    const map = mapWith({ networks });
    for (const [network, host] of [
      ['52.16.0.0/13', '52.18.200.7'],
      ['203.0.113.0/24', '203.0.113.77'],
      ['10.20.4.0/22', '10.20.7.255'],
    ] as const) {
      const made = cidr(map.cidr(cidr(network)));
      expect(made.ip).toEqual(networkOf(made).ip);
      expect(made.prefix).toBe(cidr(network).prefix);
      expect(contains(made, ip(map.address(ip(host))))).toBe(true);
    }
    const inner = cidr(map.cidr(cidr('52.18.200.0/24')));
    expect(containsCidr(cidr(map.cidr(cidr('52.16.0.0/13'))), inner)).toBe(true);
  });

  it('keep their host part in the nodes’ own subnets, so that none becomes the network’s own or its broadcast', () => {
    for (const secret of 'abcdefghijkl') {
      const map = mapWith({ secret, ownSubnets: ['10.20.0.10/24'], networks: ['10.20.0.0/24'] });
      expect(map.cidr(cidr('10.20.0.10/24'))).toMatch(/\.10\/24$/);
      expect(map.cidr(cidr('10.20.0.0/24'))).toMatch(/\.0\/24$/);
      expect(map.address(ip('10.20.0.255'))).toMatch(/\.255$/);
    }
  });

  it('are left as they are where they are nobody’s: loopback, groups, the negative control’s', () => {
    const map = mapWith({ kept: ['192.0.2.254'] });
    for (const text of ['127.0.0.1', '0.0.0.0', '224.0.0.251', '::1', 'ff02::1', '192.0.2.254'])
      expect(map.address(ip(text))).toBe(formatIp(ip(text)));
    expect(map.address(ip('192.0.2.253'))).not.toBe('192.0.2.253');
  });

  it('run out, and say so, instead of meeting in one place', () => {
    const map = mapWith({ networks: ['32.0.0.0/5'] });
    expect(() => map.address(ip('33.1.1.1'))).toThrow(TooManyNetworks);
  });
});
