import { describe, expect, it } from 'vitest';
import type { RouteAnswer, RouteQuestion } from '../../../shared/probes/node-route.ts';
import { freeControlAddress, interfaceOf, routeFacts } from '../../../shared/probes/node-route.ts';

const interfaces = [
  { name: 'lo', addresses: ['127.0.0.1/8'] },
  { name: 'bond0', addresses: ['10.20.0.10/24', '10.20.0.12/24'] },
  { name: 'eth1', addresses: ['198.18.1.10/29'] },
  { name: 'mgmt', addresses: ['172.16.0.5/24'] },
];

const via = (name: string, source: string | null): RouteAnswer => ({
  kind: 'route',
  interface: name,
  source,
  text: `10.20.5.53 dev ${name}`,
});

const ask = (changes: Partial<RouteQuestion>): ReturnType<typeof routeFacts> =>
  routeFacts({
    port: 'lan',
    source: '10.20.0.10',
    lan: '10.20.0.10',
    wan: '198.18.1.10',
    interfaces,
    free: via('bond0', '10.20.0.10'),
    bound: via('bond0', null),
    ...changes,
  });

describe('the route that the node would take', () => {
  it('proves the port when it leaves by it from its address, with and without the source', () => {
    expect(ask({})).toMatchObject({
      routePort: 'lan',
      routeSource: '10.20.0.10',
      interface: 'bond0',
      interfaceProven: true,
      wrong: null,
    });
  });

  it('is wrong when it leaves by the other port', () => {
    const facts = ask({ free: via('eth1', '198.18.1.10') });
    expect(facts).toMatchObject({ routePort: 'wan', routeSource: '198.18.1.10', interfaceProven: false });
    expect(facts.wrong).toContain('eth1 (WAN), address 198.18.1.10; the rule is for LAN');
  });

  it('is wrong when only the source is right: binding an address does not choose the port', () => {
    expect(ask({ bound: via('eth1', null) }).wrong).toContain('With its address 10.20.0.10');
  });

  it('is wrong when it leaves by the right port from another address', () => {
    expect(ask({ free: via('bond0', '10.20.0.12') }).wrong).toContain('would send from 10.20.0.12');
  });

  it('is wrong when it leaves by an interface that is neither port', () => {
    expect(ask({ free: via('mgmt', '172.16.0.5') })).toMatchObject({ routePort: 'other' });
    expect(ask({ free: via('mgmt', '172.16.0.5') }).wrong).toContain('mgmt');
  });

  it('proves nothing, and is not wrong, where there is none or the node shows none', () => {
    const none = { kind: 'none', text: 'Network is unreachable' } as const;
    expect(ask({ free: none })).toMatchObject({ routePort: null, interfaceProven: false, wrong: null });
    expect(ask({ free: null, bound: null })).toMatchObject({ interfaceProven: false, wrong: null });
    expect(ask({ interfaces: [] })).toMatchObject({ interfaceProven: false, wrong: null });
    expect(ask({ bound: { kind: 'none', text: 'Invalid argument' } }).interfaceProven).toBe(false);
  });

  it('tells two ports on one interface apart by the address', () => {
    const shared = [{ name: 'bond0', addresses: ['10.20.0.10/24', '198.18.1.10/29'] }];
    expect(ask({ interfaces: shared, free: via('bond0', '198.18.1.10') }).routePort).toBe('wan');
    expect(ask({ interfaces: shared }).interfaceProven).toBe(true);
  });

  it('finds ports by their addresses, however they are written', () => {
    const v6 = [{ name: 'lan0', addresses: ['2001:0db8:0:0::10/64'] }];
    expect(interfaceOf(v6, '2001:db8::10/64')).toBe('lan0');
    expect(interfaceOf(v6, '2001:db8::11')).toBeNull();
  });
});

describe('the address of a negative control', () => {
  const candidates = ['192.0.2.254', '198.51.100.254', '203.0.113.254'];

  it('is the first that only the default route covers', () => {
    expect(freeControlAddress(candidates, ['default', '0.0.0.0/0', '10.20.0.0/24'])).toBe('192.0.2.254');
    expect(freeControlAddress(candidates, ['192.0.2.10/29', '192.0.2.0/24'])).toBe('198.51.100.254');
    expect(freeControlAddress(candidates, ['192.0.2.0/24', '198.51.100.254'])).toBe('203.0.113.254');
  });

  it('does not exist where each of them is in use', () => {
    expect(freeControlAddress(candidates, ['192.0.0.0/8', '198.0.0.0/7', '203.0.113.0/24'])).toBeNull();
  });
});
