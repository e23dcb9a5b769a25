import { describe, expect, test } from 'vitest';
import type { Direction, Level } from '../../../shared/catalog/schema.ts';
import { digestOf } from '../../../shared/lib/digest.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { entryRules, inlineNode, rulesOf, spoken } from '../../helpers/derived-rules.ts';
import { panzura } from '../../helpers/site-fixtures.ts';

describe('levels of the published table', () => {
  const everything: SiteFile['features'] = Object.fromEntries(
    Object.keys(panzura().features).map((feature) => [feature, true]),
  );
  const set = rulesOf({
    features: everything,
    endpoints: { peerNodes: ['10.60.0.10'], technicianHosts: ['10.20.1.14'] },
    entries: { 'name-server': { direction: 'both' } },
  });
  const table: readonly (readonly [string, Direction, string, Level])[] = [
    ['ssh-peers', 'out', '22/tcp', 'required'],
    ['ssh-peers', 'in', '22/tcp', 'required'],
    ['webui', 'in', '80/tcp', 'as-published'],
    ['webui', 'in', '443/tcp', 'required'],
    ['support-assistance', 'out', '443/tcp', 'optional'],
    ['licensing', 'out', '443/tcp', 'required'],
    ['dns', 'out', '53/tcp', 'required'],
    ['dns', 'out', '53/udp', 'required'],
    ['dns', 'in', '53/tcp', 'as-published'],
    ['dns', 'in', '53/udp', 'as-published'],
    ['object-store', 'out', '80/tcp', 'as-published'],
    ['object-store', 'out', '443/tcp', 'required'],
    ...(['111', '2049', '4045'] as const).flatMap((port) => [
      ['nfs', 'in', `${port}/tcp`, 'required'] as const,
      ['nfs', 'in', `${port}/udp`, 'as-published'] as const,
    ]),
    ['ntp', 'out', '123/udp', 'required'],
    ['netbios', 'out', '137/udp', 'required'],
    ['netbios', 'out', '138/udp', 'as-published'],
    ['netbios', 'out', '139/udp', 'as-published'],
    ['snmp', 'out', '161/tcp', 'as-published'],
    ['snmp', 'out', '161/udp', 'as-published'],
    ['snmp', 'out', '162/tcp', 'as-published'],
    ['snmp', 'out', '162/udp', 'required'],
    ['snmp', 'in', '161/tcp', 'as-published'],
    ['snmp', 'in', '161/udp', 'required'],
    ['snmp', 'in', '162/tcp', 'as-published'],
    ['snmp', 'in', '162/udp', 'as-published'],
    ['ldap', 'out', '389/tcp', 'required'],
    ['ldap', 'out', '389/udp', 'required'],
    ['ldap', 'in', '389/tcp', 'as-published'],
    ['ldap', 'in', '389/udp', 'as-published'],
    ['smb', 'in', '445/tcp', 'required'],
    ['smb', 'in', '445/udp', 'as-published'],
    ['syslog', 'out', '514/tcp', 'required'],
    ['syslog', 'out', '514/udp', 'required'],
    ['hp-cloud', 'out', '35357/tcp', 'required'],
    ['ping', 'in', 'icmp', 'optional'],
    ['nfs-server', 'in', '892/tcp', 'required'],
    ['nfs-server', 'in', '892/udp', 'as-published'],
    ['dhcp', 'out', '67/udp', 'as-published'],
    ['pftp', 'out', '662/tcp', 'as-published'],
    ['pftp', 'out', '662/udp', 'as-published'],
    ['pftp', 'in', '662/tcp', 'as-published'],
    ['pftp', 'in', '662/udp', 'as-published'],
    ['name-server', 'out', '42/tcp', 'as-published'],
    ['name-server', 'out', '42/udp', 'as-published'],
    ['name-server', 'in', '42/tcp', 'as-published'],
    ['name-server', 'in', '42/udp', 'as-published'],
    ['kerberos', 'out', '88/tcp', 'required'],
    ['kerberos', 'out', '88/udp', 'required'],
    ['data-services', 'out', '443/tcp', 'required'],
    ['technician-ssh', 'in', '22/tcp', 'optional'],
  ];

  test('are those of the decisions, row by row, OUT before IN, in the order of the table', () => {
    expect(set.rules.map((rule) => [rule.entry, rule.direction, rule.service, rule.level])).toEqual(table);
  });

  test('in One-Arm mode every rule is on the LAN port, as the source says', () => {
    expect(new Set(set.rules.map((rule) => `${rule.port} ${rule.portBasis}`))).toEqual(
      new Set(['lan source']),
    );
  });

  test('DHCP has no check and says why; the technician rule is temporary', () => {
    expect(entryRules(set, 'dhcp').every((rule) => rule.unchecked !== null)).toBe(true);
    expect(entryRules(set, 'technician-ssh').map((rule) => rule.temporary)).toEqual([true]);
    expect(entryRules(set, 'dns').some((rule) => rule.unchecked !== null || rule.temporary)).toBe(false);
  });
});

describe('conditions', () => {
  test('nothing answered: only what is always on', () => {
    const set = rulesOf();
    expect([...new Set(set.rules.map((rule) => rule.entry))]).toEqual([
      'webui',
      'licensing',
      'dns',
      'object-store',
      'ntp',
    ]);
    expect(set.notAnswered).toEqual(Object.keys(panzura().features));
  });

  test('Kerberos is required with SMB, optional for NFSv4 alone, off otherwise', () => {
    expect(spoken(rulesOf({ features: { smb: true } }), 'kerberos')).toEqual([
      'out 88/tcp required',
      'out 88/udp required',
    ]);
    expect(spoken(rulesOf({ features: { nfs: true, nfsKerberos: true } }), 'kerberos')).toEqual([
      'out 88/tcp optional',
      'out 88/udp optional',
    ]);
    expect(spoken(rulesOf({ features: { nfs: true } }), 'kerberos')).toEqual([]);
  });

  test('every entry says why it is on or off', () => {
    const set = rulesOf({ features: { nfs: true, nfsKerberos: true } });
    const because = (id: string): string | undefined => set.entries.find((one) => one.entry === id)?.because;
    expect(because('dns')).toBe('On at every site.');
    expect(because('nfs')).toBe('On because NFS is on.');
    expect(because('smb')).toBe('Off because SMB is off.');
    expect(because('ssh-peers')).toBe('Off because no peer node is given.');
    expect(because('kerberos')).toBe('On because NFS is on and Kerberos for NFSv4 is on.');
    expect(because('technician-ssh')).toBe('Off because no technician host is given.');
  });

  test('every rule answers "why am I here?"', () => {
    const set = rulesOf({
      features: { syslog: true },
      customRules: [
        {
          id: 'icap',
          title: 'ICAP',
          direction: 'out',
          services: ['1344/tcp'],
          endpoints: ['10.20.9.9'],
          reason: 'Scan of files.',
        },
      ],
    });
    for (const rule of set.rules) {
      expect(rule.why.because).toMatch(/\.$/);
      expect(rule.why.purpose).not.toBe('');
      expect(rule.why.ifDenied).not.toBe('');
    }
    expect(entryRules(set, 'syslog')[0]?.why).toMatchObject({
      origin: 'source',
      row: 13,
      publishedCondition: 'Optional. Needed only if the node will send its logs to a remote syslog server.',
    });
    expect(entryRules(set, 'icap')[0]?.why).toMatchObject({
      origin: 'custom',
      row: null,
      because: 'Added by the site, not by the vendor.',
    });
  });
});

describe('ids and digests', () => {
  test('an id is the slug of its tuple', () => {
    const set = rulesOf({
      nodes: [{ name: 'GDN_1', lan: { address: '10.20.0.10/24' } }],
      endpoints: { dnsServers: ['10.20.5.53'] },
    });
    expect(set.rules.map((rule) => rule.id)).toContain('dns.gdn-1.out.lan.53-udp.v4');
  });

  test('a digest is SHA-256 over id, level, from and to in normal form, and nothing else', () => {
    const endpoints = {
      dnsServers: [
        { address: '10.20.5.54', label: 'second' },
        { address: '10.20.5.53', natAddress: '192.0.2.53' },
      ],
    };
    const [rule] = entryRules(rulesOf({ endpoints }), 'dns');
    expect(rule?.digest).toBe(
      digestOf({
        id: 'dns.gdn-1.out.lan.53-tcp.v4',
        level: 'required',
        from: [{ address: '10.20.0.10', natAddress: null }],
        to: [
          { address: '10.20.5.53', natAddress: '192.0.2.53' },
          { address: '10.20.5.54', natAddress: null },
        ],
      }),
    );
  });

  test('labels, order and spelling do not change a digest; an address, its translation or the level does', () => {
    const digest = (
      endpoints: SiteFile['endpoints'],
      entries: SiteFile['entries'] = {},
    ): string | undefined =>
      rulesOf({ endpoints, entries }).rules.find((rule) => rule.id === 'dns.gdn-1.in.lan.53-udp.v4')?.digest;
    const base = digest({ dnsServers: ['10.20.5.53', '10.20.5.54'] });
    expect(digest({ dnsServers: [{ address: '10.20.5.54', label: 'b' }, '10.20.5.53'] })).toBe(base);
    expect(digest({ dnsServers: ['10.20.5.53', '10.20.5.55'] })).not.toBe(base);
    expect(
      digest({ dnsServers: ['10.20.5.53', { address: '10.20.5.54', natAddress: '192.0.2.1' }] }),
    ).not.toBe(base);
    expect(
      digest({ dnsServers: ['10.20.5.53', '10.20.5.54'] }, { dns: { level: { 'in 53/udp': 'optional' } } }),
    ).not.toBe(base);
  });

  test('sides are sorted by code point', () => {
    const set = rulesOf({ endpoints: { dnsServers: ['10.20.5.9', '10.20.5.10', '10.20.10.1'] } });
    expect(entryRules(set, 'dns')[0]?.to.map((party) => party.address)).toEqual([
      '10.20.10.1',
      '10.20.5.10',
      '10.20.5.9',
    ]);
  });

  test('a flow is a rule with one source and one destination', () => {
    const set = rulesOf({ endpoints: { dnsServers: ['10.20.5.53'] } });
    expect(set.flows.map((flow) => flow.id)).toContain('dns.gdn-1.out.lan.53-udp.v4#10.20.0.10>10.20.5.53');
  });

  test('an address in two roles of one entry counts once', () => {
    const set = rulesOf({
      features: { ping: true },
      endpoints: { monitoringHosts: ['10.20.1.14', '10.20.1.50'], technicianHosts: ['10.20.1.14'] },
    });
    expect(entryRules(set, 'ping')[0]?.from.map((party) => party.address)).toEqual([
      '10.20.1.14',
      '10.20.1.50',
    ]);
  });
});

describe('the row without direction', () => {
  test('is off by default, undecided when on, and needs only a direction in One-Arm mode', () => {
    expect(rulesOf().undecided).toEqual([]);
    const undecided = rulesOf({ features: { nameServer: true } });
    expect(undecided.undecided).toEqual([
      { entry: 'name-server', node: 'gdn-1', title: 'Name Server', missing: ['direction'] },
    ]);
    expect(entryRules(undecided, 'name-server')).toEqual([]);
    expect(undecided).toMatchObject({ complete: false, draft: true });
    const decided = rulesOf({
      features: { nameServer: true },
      entries: { 'name-server': { direction: 'in' } },
      endpoints: { nameServers: ['10.20.5.42'] },
    });
    expect(decided.undecided).toEqual([]);
    expect(spoken(decided, 'name-server')).toEqual(['in 42/tcp as-published', 'in 42/udp as-published']);
  });

  test('needs direction and port in Inline mode', () => {
    const inline = { deployment: 'inline' as const, nodes: [inlineNode], features: { nameServer: true } };
    expect(rulesOf(inline).undecided[0]?.missing).toEqual(['direction', 'port']);
    expect(
      rulesOf({ ...inline, entries: { 'name-server': { direction: 'out' } } }).undecided[0]?.missing,
    ).toEqual(['port']);
    const decided = rulesOf({ ...inline, entries: { 'name-server': { direction: 'out', port: 'wan' } } });
    expect(entryRules(decided, 'name-server').map((rule) => [rule.port, rule.portBasis])).toEqual([
      ['wan', 'chosen'],
      ['wan', 'chosen'],
    ]);
  });
});
