import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../shared/lib/digest.ts';
import { entryRules, inlineNode, rulesOf, spoken } from '../../helpers/derived-rules.ts';

describe('any-of', () => {
  const servers = { syslogServers: ['10.20.1.60', '10.20.1.61'] };

  test('each endpoint has a group of the member flows, and member rules do not count themselves', () => {
    const set = rulesOf({ features: { syslog: true }, endpoints: servers });
    expect(set.groups.map((group) => [group.id, group.level, group.flows])).toEqual([
      [
        'syslog.gdn-1.out.lan.any#10.20.1.60',
        'required',
        [
          'syslog.gdn-1.out.lan.514-tcp.v4#10.20.0.10>10.20.1.60',
          'syslog.gdn-1.out.lan.514-udp.v4#10.20.0.10>10.20.1.60',
        ],
      ],
      [
        'syslog.gdn-1.out.lan.any#10.20.1.61',
        'required',
        [
          'syslog.gdn-1.out.lan.514-tcp.v4#10.20.0.10>10.20.1.61',
          'syslog.gdn-1.out.lan.514-udp.v4#10.20.0.10>10.20.1.61',
        ],
      ],
    ]);
    const [group] = set.groups;
    expect(group?.digest).toBe(digestOf({ id: group?.id, flows: group?.flows, level: 'required' }));
    expect(entryRules(set, 'syslog').map((rule) => rule.group)).toEqual([
      'syslog.gdn-1.out.lan.any',
      'syslog.gdn-1.out.lan.any',
    ]);
  });

  test('narrowed to one member it is a plain rule of that level', () => {
    const set = rulesOf({
      features: { syslog: true },
      endpoints: servers,
      entries: { syslog: { services: ['514/udp'] } },
    });
    expect(set.groups).toEqual([]);
    expect(entryRules(set, 'syslog').map((rule) => [rule.service, rule.level, rule.group])).toEqual([
      ['514/udp', 'required', null],
    ]);
    expect(set.takenAway).toEqual([]);
  });

  test('one member at a lower level leaves the group', () => {
    const set = rulesOf({
      features: { syslog: true },
      endpoints: servers,
      entries: { syslog: { level: { 'out 514/udp': 'optional' } } },
    });
    expect(entryRules(set, 'syslog').map((rule) => [rule.service, rule.level, rule.group])).toEqual([
      ['514/tcp', 'required', null],
      ['514/udp', 'optional', null],
    ]);
  });

  test('Support Assistance asks for 443 unless the site chooses more', () => {
    const on = { features: { supportAssistance: true }, endpoints: { supportHosts: ['s.example.com'] } };
    expect(spoken(rulesOf(on), 'support-assistance')).toEqual(['out 443/tcp optional']);
    const more = rulesOf({ ...on, entries: { 'support-assistance': { services: ['443/tcp', '22/tcp'] } } });
    expect(spoken(more, 'support-assistance')).toEqual(['out 22/tcp optional', 'out 443/tcp optional']);
    expect(more.groups).toHaveLength(1);
  });
});

describe('what a person takes away', () => {
  const by = { by: 'Anna', reason: 'Agreed.' };

  test('is on record with who and why', () => {
    const set = rulesOf({
      entries: { ntp: { enabled: false, ...by }, dns: { services: ['53/udp'], ...by } },
    });
    expect(set.takenAway).toEqual([
      { entry: 'dns', what: 'out 53/tcp', how: 'service', ...by },
      { entry: 'ntp', what: 'out 123/udp', how: 'disabled', ...by },
    ]);
    expect(entryRules(set, 'ntp')).toEqual([]);
  });

  test('a service chosen instead is required itself, and nothing is taken away', () => {
    const set = rulesOf({ entries: { 'object-store': { services: ['80/tcp'] } } });
    expect(
      entryRules(set, 'object-store').map((rule) => [rule.service, rule.level, rule.levelBasis]),
    ).toEqual([['80/tcp', 'required', 'chosen']]);
    expect(set.takenAway).toEqual([]);
  });

  test('raising another service in place of a lowered one takes nothing away', () => {
    const set = rulesOf({
      entries: { 'object-store': { level: { 'out 443/tcp': 'optional', 'out 80/tcp': 'required' } } },
    });
    expect(set.takenAway).toEqual([]);
  });

  test('a direction that is given up counts, also when both are published', () => {
    const set = rulesOf({ features: { snmp: true }, entries: { snmp: { direction: 'out', ...by } } });
    expect(set.takenAway).toEqual([{ entry: 'snmp', what: 'in 161/udp', how: 'direction', ...by }]);
  });
});

describe('Inline mode', () => {
  const inline = { deployment: 'inline' as const, nodes: [inlineNode] };

  test('ports are assumed until a person chooses', () => {
    const set = rulesOf(inline);
    expect(entryRules(set, 'licensing')[0]).toMatchObject({
      port: 'wan',
      portBasis: 'assumed',
      from: [{ address: '203.0.113.10' }],
    });
    expect(entryRules(set, 'webui')[0]).toMatchObject({ port: 'lan', portBasis: 'assumed' });
    const chosen = rulesOf({ ...inline, entries: { licensing: { port: 'lan' } } });
    expect(entryRules(chosen, 'licensing')[0]).toMatchObject({
      port: 'lan',
      portBasis: 'chosen',
      from: [{ address: '10.20.0.10' }],
    });
  });

  test('both ports give two rules, LAN before WAN', () => {
    const set = rulesOf({ ...inline, entries: { ntp: { port: 'both' } } });
    expect(entryRules(set, 'ntp').map((rule) => rule.id)).toEqual([
      'ntp.gdn-1.out.lan.123-udp.v4',
      'ntp.gdn-1.out.wan.123-udp.v4',
    ]);
  });

  test('a private WAN address without translation is to be filled by the customer', () => {
    const node = { ...inlineNode, wan: { address: '10.99.0.2/29' } };
    expect(rulesOf({ ...inline, nodes: [node] }).notices.map((one) => one.path)).toEqual([
      'nodes[0].wan.natAddress',
    ]);
    const told = { ...inlineNode, wan: { address: '10.99.0.2/29', natAddress: '203.0.113.9' } };
    const set = rulesOf({ ...inline, nodes: [told] });
    expect(set.notices).toEqual([]);
    expect(entryRules(set, 'licensing')[0]?.from).toMatchObject([
      { address: '10.99.0.2', natAddress: '203.0.113.9' },
    ]);
  });

  test('One-Arm ignores WAN settings and says so', () => {
    const set = rulesOf({
      nodes: [{ ...inlineNode, virtualAddresses: [{ port: 'wan', address: '203.0.113.12' }] }],
      entries: { ntp: { port: 'wan' } },
      customRules: [
        {
          id: 'icap',
          title: 'ICAP',
          direction: 'in',
          port: 'both',
          services: ['1344/tcp'],
          endpoints: ['10.20.9.9'],
          reason: 'Scan.',
        },
      ],
    });
    expect(set.notices.map((one) => one.path)).toEqual([
      'nodes[0].wan',
      'nodes[0].virtualAddresses[0]',
      'entries.ntp.port',
      'customRules[0].port',
    ]);
    expect(set.rules.every((rule) => rule.port === 'lan' && rule.portBasis === 'source')).toBe(true);
    expect(set.rules.flatMap((rule) => rule.to).some((party) => party.address.startsWith('203.'))).toBe(
      false,
    );
  });
});
