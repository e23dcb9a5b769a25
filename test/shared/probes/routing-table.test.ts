import { describe, expect, it } from 'vitest';
import type { NodeInterface } from '../../../shared/probes/node-route.ts';
import type { RoutingTable } from '../../../shared/probes/routing-table.ts';
import {
  hasOtherTables,
  lookUpRoute,
  readNetstatRoutes,
  readProcIpv6Routes,
  readProcRoutes,
} from '../../../shared/probes/routing-table.ts';

const interfaces: readonly NodeInterface[] = [
  { name: 'lo', addresses: ['127.0.0.1/8', '::1/128'] },
  { name: 'lan0', addresses: ['10.20.0.10/24', '2001:db8:20::10/64', 'fe80::1/64'] },
  { name: 'wan0', addresses: ['192.0.2.10/29', '192.0.2.11/29'] },
];

/** As a Linux kernel prints it. */
const procRoutes = [
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
  'lan0\t00000000\t0100140A\t0003\t0\t0\t100\t00000000\t0\t0\t0',
  'wan0\t00000000\t090200C0\t0003\t0\t0\t50\t00000000\t0\t0\t0',
  'lan0\t0000140A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
  'wan0\t080200C0\t00000000\t0001\t0\t0\t0\tF8FFFFFF\t0\t0\t0',
  '*\t0000420A\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0',
  'lan0\t00006363\t00000000\t0000\t0\t0\t0\t0000FFFF\t0\t0\t0',
];
const procIpv6 = [
  '20010db8002000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001     lan0',
  '00000000000000000000000000000000 00 00000000000000000000000000000000 00 20010db8002000000000000000000001 00000400 00000003 00000000 00000003     lan0',
  '20010db8002000000000000000000010 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000000 00000002 00000000 80200001     lan0',
];
const table = (alone: boolean): RoutingTable => ({
  origin: '/proc/net/route',
  routes: [...readProcRoutes(procRoutes), ...readProcIpv6Routes(procIpv6)],
  alone,
});
const wayTo = (address: string, source: string | null = null, alone = true) =>
  lookUpRoute(table(alone), interfaces, address, source);

describe('the way to an address by a routing table alone', () => {
  it('is that of the most exact network', () => {
    expect(wayTo('10.20.0.77')).toMatchObject({ kind: 'route', interface: 'lan0', source: '10.20.0.10' });
  });

  it('is that of the lowest metric where two networks are equally exact', () => {
    expect(wayTo('203.0.113.9')).toMatchObject({ kind: 'route', interface: 'wan0' });
  });

  it('names no own address where the interface has several that it can be', () => {
    expect(wayTo('203.0.113.9')).toMatchObject({ source: null });
  });

  it('is none where a route refuses the network, or none covers it', () => {
    expect(wayTo('10.66.1.1')?.kind).toBe('none');
    expect(wayTo('10.66.1.1')?.text).toContain('10.66.0.0/16');
    expect(lookUpRoute({ ...table(true), routes: [] }, interfaces, '203.0.113.9', null)?.kind).toBe('none');
  });

  it('does not use a route that is down', () => {
    expect(wayTo('99.99.1.1')).toMatchObject({ interface: 'wan0' });
  });

  it('to the node itself goes by loopback', () => {
    expect(wayTo('10.20.0.10')).toMatchObject({ interface: 'lo', source: '10.20.0.10' });
    expect(wayTo('127.0.0.9')).toMatchObject({ interface: 'lo' });
  });

  it('is the same with a given source only where no other table exists', () => {
    expect(wayTo('10.20.0.77', '10.20.0.10')).toMatchObject({ kind: 'route', interface: 'lan0' });
    expect(wayTo('10.20.0.77', '10.20.0.10', false)).toBeNull();
    expect(wayTo('2001:db8:20::77', '2001:db8:20::10')).toBeNull();
  });

  it('says where it was read, and whether more may decide', () => {
    expect(wayTo('10.20.0.77')?.text).toBe(
      '10.20.0.77 by 10.20.0.0/24 dev lan0 src 10.20.0.10 (longest prefix in /proc/net/route; no other table exists)',
    );
    expect(wayTo('203.0.113.9', null, false)?.text).toBe(
      '203.0.113.9 by 0.0.0.0/0 via 192.0.2.9 dev wan0 (longest prefix in /proc/net/route; policy routing is not visible there)',
    );
    expect(wayTo('2001:db8:ffff::1')?.text).toBe(
      '2001:db8:ffff::1 by ::/0 via 2001:db8:20::1 dev lan0 src 2001:db8:20::10 (longest prefix in /proc/net/route; policy routing is not visible there)',
    );
  });
});

describe('the kernel’s tables', () => {
  it('are more than main and local where a rule uses another one', () => {
    expect(hasOtherTables(['Main:', '  +-- 0.0.0.0/0 3 0 5', 'Local:'])).toBe(false);
    expect(hasOtherTables(['Id 100:', '  |-- 0.0.0.0', 'Main:', 'Local:'])).toBe(true);
  });
});

describe('netstat -rn and route -n', () => {
  const found = (lines: readonly string[], address: string) =>
    lookUpRoute({ origin: 'netstat -rn', routes: readNetstatRoutes(lines), alone: false }, [], address, null);

  it('are read as Linux prints them', () => {
    const lines = [
      'Kernel IP routing table',
      'Destination     Gateway         Genmask         Flags Metric Ref    Use Iface',
      '0.0.0.0         10.20.0.1       0.0.0.0         UG    0      0        0 lan0',
      '10.20.0.0       0.0.0.0         255.255.255.0   U     0      0        0 lan0',
      '10.66.0.0       -               255.255.0.0     U!    0      -        0 -',
      '203.0.113.128   192.0.2.9       255.255.255.128 UG    0      0        0 wan0',
    ];
    expect(found(lines, '203.0.113.130')).toMatchObject({ kind: 'route', interface: 'wan0' });
    expect(found(lines, '203.0.113.9')).toMatchObject({ kind: 'route', interface: 'lan0' });
    expect(found(lines, '10.66.1.1')?.kind).toBe('none');
    const metrics = [
      'Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface',
      '0.0.0.0         192.0.2.9       0.0.0.0         UG        0 0          0 wan0',
    ];
    expect(found(metrics, '8.8.8.8')).toMatchObject({ interface: 'wan0' });
  });

  it('are read as the manual of FreeBSD shows them, with its abbreviations', () => {
    const lines = [
      'Routing tables',
      '',
      'Internet:',
      'Destination        Gateway            Flags     Netif Expire',
      'default            10.20.0.1          UGS         em0',
      '10.20.0.0/24       link#1             U           em0',
      '10.20.0.10         link#1             UHS         lo0',
      '10.66/16           127.0.0.1          UGRS        lo0',
      '198.51.100         192.0.2.9          UGS         em1',
      '',
      'Internet6:',
      'Destination                       Gateway                       Flags     Netif Expire',
      'default                           2001:db8:20::1                UGS         em0',
      '2001:db8:20::/64                  link#1                        U           em0',
      'fe80::%em0/64                     link#1                        U           em0',
    ];
    expect(found(lines, '203.0.113.9')).toMatchObject({ interface: 'em0' });
    expect(found(lines, '198.51.100.7')).toMatchObject({ interface: 'em1' });
    expect(found(lines, '10.66.1.1')?.kind).toBe('none');
    expect(found(lines, '2001:db8:ffff::1')).toMatchObject({ interface: 'em0' });
    expect(found(lines, '2001:db8:20::9')?.text).toContain('2001:db8:20::/64');
  });
});
