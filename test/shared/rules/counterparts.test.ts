import { describe, expect, test } from 'vitest';
import { consolidate } from '../../../shared/rules/lines.ts';
import { entryRules, rulesOf } from '../../helpers/derived-rules.ts';

describe('empty roles', () => {
  test('an entry that is on without addresses still makes its rules, with an empty side', () => {
    const set = rulesOf({ features: { smb: true } });
    expect(entryRules(set, 'licensing').map((rule) => [rule.id, rule.to])).toEqual([
      ['licensing.gdn-1.out.lan.443-tcp.v4', []],
    ]);
    expect(entryRules(set, 'smb')[0]).toMatchObject({ from: [], to: [{ address: '10.20.0.10' }] });
    expect(set.entries.find((one) => one.entry === 'smb')?.emptyRoles).toEqual(['smbClients']);
    expect(set).toMatchObject({ complete: false, draft: true });
  });

  test('an empty role of a rule that does not count makes a draft, but leaves the site complete', () => {
    const endpoints = {
      adminWorkstations: ['10.20.1.0/27'],
      licenseServers: ['l.example.com'],
      dnsServers: ['10.20.5.53'],
      objectStores: ['s3.example.com'],
      ntpServers: ['10.20.5.123'],
    };
    expect(rulesOf({ endpoints })).toMatchObject({ complete: true, draft: false });
    expect(rulesOf({ endpoints, features: { ping: true } })).toMatchObject({ complete: true, draft: true });
    expect(rulesOf({ endpoints, features: { syslog: true } })).toMatchObject({
      complete: false,
      draft: true,
    });
  });

  test('counterparts that are all IPv6 leave an empty IPv4 rule, so that nothing disappears', () => {
    const set = rulesOf({ endpoints: { ntpServers: ['2001:db8::123'] } });
    expect(entryRules(set, 'ntp').map((rule) => [rule.family, rule.to])).toEqual([['v4', []]]);
    expect(set.complete).toBe(false);
    expect(set.notices.map((one) => one.path)).toEqual(['endpoints.ntpServers[0]']);
  });
});

describe('families', () => {
  test('IPv4, IPv6 and names stand in rules of their own', () => {
    const set = rulesOf({
      nodes: [{ name: 'gdn-1', lan: { address: '10.20.0.10/24', address6: '2001:db8:20::10/64' } }],
      endpoints: { ntpServers: ['time.example.com', '2001:db8::123', '10.20.5.123'] },
    });
    expect(
      entryRules(set, 'ntp').map((rule) => [rule.id, rule.from[0]?.address, rule.to[0]?.address]),
    ).toEqual([
      ['ntp.gdn-1.out.lan.123-udp.v4', '10.20.0.10', '10.20.5.123'],
      ['ntp.gdn-1.out.lan.123-udp.v6', '2001:db8:20::10', '2001:db8::123'],
      ['ntp.gdn-1.out.lan.123-udp.name', '10.20.0.10', 'time.example.com'],
    ]);
  });
});

describe('virtual addresses', () => {
  test('are further destinations of In rules and never a source', () => {
    const set = rulesOf({
      nodes: [
        {
          name: 'gdn-1',
          lan: { address: '10.20.0.10/24' },
          virtualAddresses: [{ port: 'lan', address: '10.20.0.12' }],
        },
      ],
      endpoints: { adminWorkstations: ['10.20.1.5'], dnsServers: ['10.20.5.53'] },
    });
    expect(entryRules(set, 'webui')[0]?.to.map((party) => party.address)).toEqual([
      '10.20.0.10',
      '10.20.0.12',
    ]);
    expect(
      set.rules.flatMap((rule) => (rule.direction === 'out' ? rule.from : [])).map((party) => party.address),
    ).not.toContain('10.20.0.12');
  });
});

describe('several nodes', () => {
  const nodes = [
    { name: 'a', lan: { address: '10.20.0.10/24' }, haPeer: 'b' },
    { name: 'b', lan: { address: '10.60.0.10/24' } },
  ];

  test("the site's other nodes are peers, counted once even when listed", () => {
    const set = rulesOf({ nodes, endpoints: { peerNodes: ['10.20.0.10', '10.60.0.10', '10.70.0.10'] } });
    expect(
      entryRules(set, 'ssh-peers').map((rule) => [
        rule.id,
        (rule.direction === 'out' ? rule.to : rule.from).map((party) => party.address),
      ]),
    ).toEqual([
      ['ssh-peers.a.out.lan.22-tcp.v4', ['10.60.0.10', '10.70.0.10']],
      ['ssh-peers.a.in.lan.22-tcp.v4', ['10.60.0.10', '10.70.0.10']],
      ['ssh-peers.b.out.lan.22-tcp.v4', ['10.20.0.10', '10.70.0.10']],
      ['ssh-peers.b.in.lan.22-tcp.v4', ['10.20.0.10', '10.70.0.10']],
    ]);
    expect(set.notices.map((one) => one.path)).toEqual(['endpoints.peerNodes[0]', 'endpoints.peerNodes[1]']);
  });

  test("A's Out and B's In share a flow key and are printed once", () => {
    const set = rulesOf({ nodes });
    const key = '10.20.0.10>10.60.0.10 22/tcp';
    expect(set.flows.filter((flow) => flow.key === key).map((flow) => flow.rule)).toEqual([
      'ssh-peers.a.out.lan.22-tcp.v4',
      'ssh-peers.b.in.lan.22-tcp.v4',
    ]);
    const lines = consolidate(set).lines.filter((line) => line.entry === 'ssh-peers');
    expect(lines.map((line) => [line.id, line.rules, line.mirrors])).toEqual([
      [
        'ssh-peers.a.out.lan.v4.required',
        ['ssh-peers.a.out.lan.22-tcp.v4'],
        ['ssh-peers.b.in.lan.22-tcp.v4'],
      ],
      [
        'ssh-peers.b.out.lan.v4.required',
        ['ssh-peers.b.out.lan.22-tcp.v4'],
        ['ssh-peers.a.in.lan.22-tcp.v4'],
      ],
    ]);
  });
});

describe('same subnet', () => {
  test('flows inside the own subnet are kept and marked, and the request does not ask for them', () => {
    const set = rulesOf({
      endpoints: {
        dnsServers: ['10.20.0.53', '10.20.5.53'],
        adminWorkstations: ['10.20.0.0/25'],
        ntpServers: ['10.20.0.0/16'],
      },
    });
    const same = set.flows
      .filter((flow) => flow.sameSubnet)
      .map((flow) => `${flow.from.address}>${flow.to.address}`);
    expect(new Set(same)).toEqual(
      new Set(['10.20.0.10>10.20.0.53', '10.20.0.53>10.20.0.10', '10.20.0.0/25>10.20.0.10']),
    );
    const { lines, sameSubnet } = consolidate(set);
    expect(sameSubnet).toHaveLength(6);
    expect(
      lines.find((line) => line.id === 'dns.gdn-1.out.lan.v4.required')?.to.map((party) => party.address),
    ).toEqual(['10.20.5.53']);
    expect(lines.some((line) => line.entry === 'webui')).toBe(false);
    expect(lines.some((line) => line.entry === 'ntp')).toBe(true);
  });
});

describe('proxy', () => {
  const proxy = { host: '10.20.5.80', port: 3128, entries: ['object-store', 'licensing'] };

  test('Out rules of its entries lead to the proxy, one for all TCP services, at the strongest level', () => {
    const set = rulesOf({
      proxy,
      endpoints: { objectStores: ['s3.example.com'], licenseServers: ['l.example.com'] },
    });
    expect(
      entryRules(set, 'object-store').map((rule) => [
        rule.id,
        rule.level,
        rule.to[0]?.address,
        rule.to[0]?.role,
      ]),
    ).toEqual([['object-store.gdn-1.out.lan.3128-tcp.v4', 'required', '10.20.5.80', 'proxy']]);
  });

  test('without an address behind it, the missing address stays visible', () => {
    const set = rulesOf({ proxy });
    expect(entryRules(set, 'licensing').map((rule) => [rule.service, rule.to])).toEqual([['443/tcp', []]]);
    expect(set.complete).toBe(false);
  });
});

describe('lines', () => {
  test('list services by protocol and keep an empty side', () => {
    const set = rulesOf({ features: { snmp: true } });
    const line = consolidate(set).lines.find((one) => one.id === 'snmp.gdn-1.out.lan.v4.as-published');
    expect(line).toMatchObject({
      services: ['161/tcp', '161/udp', '162/tcp'],
      to: [],
      protocols: [
        { protocol: 'tcp', ports: ['161', '162'] },
        { protocol: 'udp', ports: ['161'] },
      ],
    });
  });
});
