import { describe, expect, it } from 'vitest';
import {
  readFibTrie,
  readIfconfig,
  readIfInet6,
  readIpAddresses,
} from '../../../shared/probes/interface-texts.ts';
import { readProcRoutes } from '../../../shared/probes/routing-table.ts';

const lines = (text: string): string[] => text.split('\n');

describe('addresses as `ip -o addr show` prints them', () => {
  it('carry the interface without its peer, the prefix and the scope', () => {
    const shown = readIpAddresses([
      '1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever',
      '2: lan0@if7    inet 10.20.0.10/24 brd 10.20.0.255 scope global dynamic lan0\\       valid_lft 600sec',
      '2: lan0    inet6 fe80::10/64 scope link \\       valid_lft forever preferred_lft forever',
      '5: tun0    inet 10.8.0.1 peer 10.8.0.2/32 scope global tun0\\       valid_lft forever',
      '6: eth0    link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff',
    ]);
    expect(shown).toEqual([
      { interface: 'lo', address: '127.0.0.1/8', global: false },
      { interface: 'lan0', address: '10.20.0.10/24', global: true },
      { interface: 'lan0', address: 'fe80::10/64', global: false },
      { interface: 'tun0', address: '10.8.0.1/32', global: true },
    ]);
  });
});

describe('addresses as ifconfig prints them', () => {
  const expected = [
    { interface: 'eth0', address: '10.20.0.10/24', global: true },
    { interface: 'eth0', address: 'fe80::fc:ff:fe00:1/64', global: false },
    { interface: 'eth0', address: '2001:db8:20::10/64', global: true },
    { interface: 'lo', address: '127.0.0.1/8', global: false },
  ];

  it('are read from today’s net-tools', () => {
    const shown = readIfconfig(
      lines(`eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1400
        inet 10.20.0.10  netmask 255.255.255.0  broadcast 10.20.0.255
        inet6 fe80::fc:ff:fe00:1  prefixlen 64  scopeid 0x20<link>
        inet6 2001:db8:20::10  prefixlen 64  scopeid 0x0<global>
        ether 02:fc:00:00:00:01  txqueuelen 1000  (Ethernet)
        RX packets 156974  bytes 6115393287 (5.6 GiB)

lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536
        inet 127.0.0.1  netmask 255.0.0.0`),
    );
    expect(shown).toEqual(expected);
  });

  it('are read from the old layout, which BusyBox keeps; an alias belongs to its interface', () => {
    const shown = readIfconfig(
      lines(`eth0      Link encap:Ethernet  HWaddr 02:FC:00:00:00:01
          inet addr:10.20.0.10  Bcast:10.20.0.255  Mask:255.255.255.0
          inet6 addr: fe80::fc:ff:fe00:1/64 Scope:Link
          inet6 addr: 2001:db8:20::10/64 Scope:Global
          UP BROADCAST RUNNING MULTICAST  MTU:1400  Metric:1

eth0:1    Link encap:Ethernet  HWaddr 02:FC:00:00:00:01
          inet addr:10.20.8.10  Bcast:10.20.9.255  Mask:255.255.254.0

lo        Link encap:Local Loopback
          inet addr:127.0.0.1  Mask:255.0.0.0`),
    );
    expect(shown).toEqual([
      ...expected.slice(0, 3),
      { interface: 'eth0', address: '10.20.8.10/23', global: true },
      expected[3],
    ]);
  });

  it('are read as the manuals of the BSDs and Solaris show them', () => {
    const shown = readIfconfig(
      lines(`em0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500
\toptions=9b<RXCSUM,TXCSUM,VLAN_MTU>
\tether 08:00:27:00:00:01
\tinet6 fe80::a00:27ff:fe00:1%em0 prefixlen 64 scopeid 0x1
\tinet 10.20.0.10 netmask 0xffffff00 broadcast 10.20.0.255
\tmedia: Ethernet autoselect (1000baseT <full-duplex>)
net1: flags=1000843<UP,BROADCAST,RUNNING,MULTICAST,IPv4> mtu 1500 index 2
\tinet 192.0.2.10 netmask fffffff8 broadcast 192.0.2.15`),
    );
    expect(shown).toEqual([
      { interface: 'em0', address: 'fe80::a00:27ff:fe00:1/64', global: false },
      { interface: 'em0', address: '10.20.0.10/24', global: true },
      { interface: 'net1', address: '192.0.2.10/29', global: true },
    ]);
  });
});

describe('addresses in the kernel’s files', () => {
  it('are read from if_inet6', () => {
    expect(
      readIfInet6([
        'fe8000000000000000fc00fffe000001 04 40 20 80     eth0',
        '20010db8002000000000000000000010 04 40 00 82     eth0',
      ]),
    ).toEqual([
      { interface: 'eth0', address: 'fe80::fc:ff:fe00:1/64', global: false },
      { interface: 'eth0', address: '2001:db8:20::10/64', global: true },
    ]);
  });

  it('are read from fib_trie, with the interface and prefix of the route that covers them', () => {
    const routes = readProcRoutes([
      'wan0\t00000000\t090200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
      'lan0\t0000140A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    ]);
    const trie = lines(`Main:
  +-- 0.0.0.0/0 3 0 5
     |-- 0.0.0.0
        /0 universe UNICAST
        +-- 10.20.0.0/28 2 0 2
           |-- 10.20.0.0
              /24 link UNICAST
           |-- 10.20.0.10
              /32 host LOCAL
        |-- 10.20.0.255
           /32 link BROADCAST
Local:
     |-- 127.0.0.0
        /8 host LOCAL
     |-- 127.0.0.1
        /32 host LOCAL
     |-- 10.20.0.10
        /32 host LOCAL
     |-- 203.0.113.5
        /32 host LOCAL`);
    expect(readFibTrie(trie, routes)).toEqual([
      { interface: 'lan0', address: '10.20.0.10/24', global: true },
      { interface: 'lo', address: '127.0.0.1/8', global: false },
      { interface: '?', address: '203.0.113.5/32', global: true },
    ]);
  });
});
