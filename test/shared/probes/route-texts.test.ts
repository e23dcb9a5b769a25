import { describe, expect, it } from 'vitest';
import { readBsdRoute, readOneRoute, readRouteBatch, routeKey } from '../../../shared/probes/route-texts.ts';

const asked = [
  { address: '10.20.5.53', source: null },
  { address: '10.20.5.53', source: '10.20.0.10' },
  { address: '10.99.0.1', source: '10.9.9.9' },
  { address: '2001:DB8::1', source: null },
  { address: '10.66.0.1', source: null },
];

describe('answers of `ip -o -force -batch -`', () => {
  const answers = readRouteBatch(asked, [
    '10.20.5.53 via 10.20.0.1 dev lan0 src 10.20.0.10 uid 0 \\    cache ',
    '10.20.5.53 from 10.20.0.10 via 10.20.0.1 dev lan0 uid 0 \\    cache ',
    'RTNETLINK answers: Network is unreachable',
    'Command failed -:3',
    '2001:db8::1 from :: via fe80::1 dev lan0 src 2001:db8:20::10 metric 1024 pref medium',
    'RTNETLINK answers: No route to host',
    'Command failed -:5',
  ]);
  const of = (address: string, source: string | null = null) => answers.get(routeKey({ address, source }));

  it('belong to the question whose target and source they repeat', () => {
    expect(of('10.20.5.53')).toEqual({
      kind: 'route',
      interface: 'lan0',
      source: '10.20.0.10',
      text: '10.20.5.53 via 10.20.0.1 dev lan0 src 10.20.0.10 uid 0',
    });
    expect(of('10.20.5.53', '10.20.0.10')).toMatchObject({ kind: 'route', source: null });
    expect(of('2001:db8::1')).toMatchObject({ kind: 'route', source: '2001:db8:20::10' });
  });

  it('are failures of the question at that place, with what was said before', () => {
    expect(of('10.99.0.1', '10.9.9.9')).toEqual({
      kind: 'none',
      text: '10.99.0.1: RTNETLINK answers: Network is unreachable',
    });
    expect(of('10.66.0.1')?.text).toBe('10.66.0.1: RTNETLINK answers: No route to host');
  });

  it('are missing where the answer is torn or the question was never asked', () => {
    expect(readRouteBatch(asked, ['10.20.5.53 via 10.2', 'Command failed -:99']).size).toBe(1);
    expect(readRouteBatch(asked, ['10.20.5.53 via 10.2']).get('10.20.5.53 -')).toMatchObject({
      kind: 'none',
    });
    expect(readRouteBatch([], []).size).toBe(0);
  });

  it('are no route where the kernel would refuse the packet', () => {
    expect(
      readRouteBatch(asked, ['unreachable 10.66.0.1 dev lo src 10.20.0.10 uid 0']).get('10.66.0.1 -')?.kind,
    ).toBe('none');
  });
});

describe('an answer to one question', () => {
  it('of BusyBox is read as that of iproute2', () => {
    expect(
      readOneRoute(
        { address: '203.0.113.5', source: null },
        '203.0.113.5 via 192.0.2.1 dev eth0  src 192.0.2.2 ',
      ),
    ).toMatchObject({
      kind: 'route',
      interface: 'eth0',
      source: '192.0.2.2',
    });
    expect(
      readOneRoute({ address: '203.0.113.5', source: null }, 'ip: RTNETLINK answers: Network is unreachable'),
    ).toEqual({ kind: 'none', text: '203.0.113.5: ip: RTNETLINK answers: Network is unreachable' });
  });
});

describe('`route -n get` as the manuals of the BSDs show it', () => {
  const freebsd = [
    '   route to: 203.0.113.9',
    'destination: 0.0.0.0',
    '       mask: 0.0.0.0',
    '    gateway: 10.20.0.1',
    '        fib: 0',
    '  interface: em0',
    '      flags: <UP,GATEWAY,DONE,STATIC>',
  ];
  const em0 = [{ name: 'em0', addresses: ['10.20.0.10/24', 'fe80::1/64'] }];

  it('gives the interface, and its address where it has but one', () => {
    expect(readBsdRoute({ address: '203.0.113.9', source: null }, freebsd, em0)).toEqual({
      kind: 'route',
      interface: 'em0',
      source: '10.20.0.10',
      text: '203.0.113.9 by 0.0.0.0 via 10.20.0.1 dev em0 src 10.20.0.10 (route get)',
    });
    const two = [{ name: 'em0', addresses: ['10.20.0.10/24', '10.20.0.11/24'] }];
    expect(readBsdRoute({ address: '203.0.113.9', source: null }, freebsd, two)).toMatchObject({
      source: null,
    });
  });

  it('gives the address that OpenBSD and NetBSD name', () => {
    for (const field of ['if address', ' local addr'])
      expect(
        readBsdRoute({ address: '203.0.113.9', source: null }, [...freebsd, ` ${field}: 10.20.0.11`], []),
      ).toMatchObject({ source: '10.20.0.11' });
  });

  it('is none where the answer is an error, or the route refuses', () => {
    const none = readBsdRoute(
      { address: '10.99.0.1', source: null },
      ['route: route has not been found'],
      em0,
    );
    expect(none).toEqual({ kind: 'none', text: '10.99.0.1: route: route has not been found (route get)' });
    const refused = [...freebsd.slice(0, -1), '      flags: <UP,GATEWAY,REJECT,STATIC>'];
    expect(readBsdRoute({ address: '203.0.113.9', source: null }, refused, em0).kind).toBe('none');
  });
});
