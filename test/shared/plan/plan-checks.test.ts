import { describe, expect, test } from 'vitest';
import { controlCandidates, controlIdOf } from '../../../shared/plan/controls.ts';
import { dnsQuestions } from '../../../shared/plan/dns-questions.ts';
import { planChecks } from '../../../shared/plan/plan-checks.ts';
import { whyNoListener } from '../../../shared/plan/temporary-listener.ts';
import type { Check, CheckPlan } from '../../../shared/plan/types.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { panzura, siteOf, smallSite } from '../../helpers/site-fixtures.ts';

function planOf(parts: Partial<SiteFile> = {}, laptop: readonly string[] | null = null): CheckPlan {
  const site = siteOf(smallSite(parts));
  return planChecks(deriveRules(panzura(), site), site, { laptop });
}

function entryChecks(plan: CheckPlan, entry: string): Check[] {
  return plan.checks.filter((check) => check.rule.startsWith(`${entry}.`));
}

function customRule(parts: Record<string, unknown>): Partial<SiteFile> {
  const rule = {
    id: 'own',
    title: 'Own',
    direction: 'out' as const,
    services: ['1344/tcp'],
    endpoints: ['10.20.9.9'],
    reason: 'Own.',
  };
  return { customRules: [{ ...rule, ...parts }] };
}

describe('Out checks', () => {
  test('start at the node address of the rule and dial the endpoint', () => {
    const [check] = entryChecks(planOf({ endpoints: { ntpServers: ['10.20.5.123'] } }), 'ntp');
    expect(check).toMatchObject({
      id: 'ntp.gdn-1.out.lan.123-udp.v4#10.20.0.10>10.20.5.123@gdn-1.lan~10.20.5.123:123',
      vantage: { kind: 'node', node: 'gdn-1', port: 'lan', address: '10.20.0.10' },
      target: { entered: '10.20.5.123', host: '10.20.5.123', port: 123, protocol: 'udp' },
      probe: 'ntp',
      unable: null,
    });
  });

  test('dial the address, not the translation that the other side sees', () => {
    const plan = planOf({
      endpoints: { ntpServers: [{ address: '10.20.5.123', natAddress: '192.0.2.123' }] },
    });
    expect(entryChecks(plan, 'ntp').map((check) => check.target.host)).toEqual(['10.20.5.123']);
  });

  test('a network is never swept: without probe hosts nothing can be sent', () => {
    const [check, ...more] = entryChecks(planOf({ endpoints: { ntpServers: ['10.20.5.0/24'] } }), 'ntp');
    expect(more).toEqual([]);
    expect(check?.unable).toBe(
      '10.20.5.0/24 is a network, and networks are never swept. Name a host in it (probeHosts) to check it there.',
    );
  });

  test('probe hosts stand for their network, and say so', () => {
    const plan = planOf({
      endpoints: { ntpServers: [{ address: '10.20.5.0/24', probeHosts: ['10.20.5.7', '10.20.5.8'] }] },
    });
    expect(
      entryChecks(plan, 'ntp').map((check) => [
        check.target.entered,
        check.target.host,
        check.expectations.standsFor,
        check.unable,
      ]),
    ).toEqual([
      ['10.20.5.0/24', '10.20.5.7', '1 of a /24', null],
      ['10.20.5.0/24', '10.20.5.8', '1 of a /24', null],
    ]);
  });

  test('a network of up to four addresses is checked whole, one of eight is not', () => {
    const hosts = (network: string): string[] =>
      entryChecks(planOf({ endpoints: { ntpServers: [network] } }), 'ntp')
        .filter((check) => check.unable === null)
        .map((check) => check.target.host);
    expect(hosts('10.20.5.4/30')).toEqual(['10.20.5.4', '10.20.5.5', '10.20.5.6', '10.20.5.7']);
    expect(hosts('10.20.5.4/31')).toEqual(['10.20.5.4', '10.20.5.5']);
    expect(hosts('10.20.5.4/32')).toEqual(['10.20.5.4']);
    expect(hosts('10.20.5.0/29')).toEqual([]);
  });

  test('a name pattern is checked at its probe hosts only', () => {
    const plan = (probeHosts?: string[]): Check[] =>
      entryChecks(
        planOf({
          endpoints: {
            objectStores: [{ address: '*.s3.example', ...(probeHosts === undefined ? {} : { probeHosts }) }],
          },
        }),
        'object-store',
      );
    expect(plan().every((check) => check.unable?.includes('is a pattern, not a name') === true)).toBe(true);
    expect(plan(['Box.s3.example'])[1]).toMatchObject({
      target: { host: 'box.s3.example' },
      unable: null,
      expectations: { serverName: 'box.s3.example', standsFor: '1 of *.s3.example' },
    });
  });

  test('of a port range the first and the last are tried', () => {
    const plan = planOf(customRule({ services: ['8000-8010/tcp'] }));
    expect(entryChecks(plan, 'own').map((check) => check.target.port)).toEqual([8000, 8010]);
  });

  test('a rule to the proxy is checked by what the proxy has to reach for it', () => {
    const plan = planOf({
      proxy: { host: '10.20.5.80', port: 3128, entries: ['licensing'] },
      endpoints: {
        licenseServers: [
          { address: 'l.example.com', issuer: 'Our CA', expect: ['192.0.2.7'] },
          { address: '192.0.2.8', sni: 'm.example.com', public: true },
        ],
      },
    });
    const checks = entryChecks(plan, 'licensing');
    expect(checks.map(({ target, through, probe }) => [target.host, target.port, probe, through])).toEqual([
      ['10.20.5.80', 3128, 'proxy-connect', { host: '192.0.2.8', port: 443, tls: true }],
      ['10.20.5.80', 3128, 'proxy-connect', { host: 'l.example.com', port: 443, tls: true }],
    ]);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(2);
    expect(checks.map(({ expectations }) => expectations)).toMatchObject([
      { serverName: 'm.example.com', public: true, issuer: null },
      // The name is the proxy's to resolve, so the node's answer has no say.
      { serverName: 'l.example.com', public: false, issuer: 'Our CA', resolvesTo: [] },
    ]);
  });

  test('behind the proxy only what gives the rule its level is checked', () => {
    const plan = planOf({
      proxy: { host: '10.20.5.80', port: 3128, entries: ['object-store'] },
      endpoints: { objectStores: ['s3.example.com', '*.example.com'] },
    });
    expect(
      entryChecks(plan, 'object-store').map(({ through, unable }) => [
        through?.host,
        through?.port,
        unable?.includes('a pattern') ?? false,
      ]),
    ).toEqual([
      ['*.example.com', 443, true],
      ['s3.example.com', 443, false],
    ]);
  });

  test('an entry that is not checked says why', () => {
    const plan = planOf({ features: { dhcp: true }, endpoints: { dhcpServers: ['10.20.5.67'] } });
    expect(entryChecks(plan, 'dhcp').map((check) => check.unable)).toEqual([
      'A DHCP request cannot be tried on a node whose address is in use.',
    ]);
  });
});

describe('probes', () => {
  test.each([
    ['443/tcp', 'https'],
    ['8443/tcp', 'https'],
    ['80/tcp', 'http'],
    ['22/tcp', 'ssh'],
    ['111/udp', 'portmapper'],
    ['2049/tcp', 'nfs'],
    ['892/udp', 'mountd'],
    ['4045/tcp', 'nlockmgr'],
    ['662/tcp', 'tcp'],
    ['636/tcp', 'tls'],
    ['53/tcp', 'dns-tcp'],
    ['53/udp', 'dns-udp'],
    ['123/udp', 'ntp'],
    ['1344/tcp', 'tcp'],
    ['514/udp', 'udp-datagram'],
    ['443/udp', 'udp-datagram'],
    ['icmp', 'icmp-echo'],
  ])('%s is probed as %s', (service, probe) => {
    expect(
      entryChecks(planOf(customRule({ services: [service] })), 'own').map((check) => check.probe),
    ).toEqual([probe]);
  });

  test.each([
    ['8443/tcp', 'tcp', 'tcp'],
    ['9443/tcp', 'tls', 'tls'],
    ['9443/tcp', 'https', 'https'],
    ['8080/tcp', 'http', 'http'],
    ['2222/tcp', 'ssh', 'ssh'],
    ['662/udp', 'status', 'status'],
    ['20048/tcp', 'mountd', 'mountd'],
    ['5353/udp', 'dns', 'dns-udp'],
    ['5353/tcp', 'dns', 'dns-tcp'],
    ['1123/udp', 'ntp', 'ntp'],
    ['53/udp', 'datagram', 'udp-datagram'],
  ])('%s with probe %s is probed as %s', (service, probe, kind) => {
    expect(
      entryChecks(planOf(customRule({ services: [service], probe })), 'own').map((check) => check.probe),
    ).toEqual([kind]);
  });

  test('TLS knows the name, the issuer and whether the endpoint is public', () => {
    const endpoint = { address: 'S3.example.com', issuer: 'Our CA', public: true, expect: ['192.0.2.7'] };
    expect(entryChecks(planOf({ endpoints: { objectStores: [endpoint] } }), 'object-store')[1]).toMatchObject(
      {
        probe: 'https',
        expectations: {
          serverName: 's3.example.com',
          issuer: 'Our CA',
          public: true,
          resolvesTo: ['192.0.2.7'],
        },
      },
    );
    const bySni = planOf({ endpoints: { objectStores: [{ address: '192.0.2.7', sni: 's3.example.com' }] } });
    expect(entryChecks(bySni, 'object-store')[1]?.expectations.serverName).toBe('s3.example.com');
    const byAddress = planOf({ endpoints: { objectStores: ['2001:db8::7', '192.0.2.7'] } });
    expect(entryChecks(byAddress, 'object-store').map((check) => check.expectations.serverName)).toEqual([
      null,
      null,
    ]);
  });
});

describe('questions of DNS checks', () => {
  test('are the domain, then names in role order, three at most, then the root', () => {
    const site = siteOf(
      smallSite({
        directory: { domain: 'Corp.Example' },
        endpoints: {
          objectStores: [{ address: 's3.example.com', expect: ['192.0.2.7'] }],
          licenseServers: ['l.example.com'],
          ntpServers: ['t.example.com'],
        },
      }),
    );
    expect(dnsQuestions(site)).toEqual([
      { name: 'corp.example', type: 'SOA', expect: [] },
      { name: 'l.example.com', type: 'A', expect: [] },
      { name: 's3.example.com', type: 'A', expect: ['192.0.2.7'] },
      { name: '.', type: 'NS', expect: [] },
    ]);
  });

  test('without names only the root is asked for; patterns and addresses are none', () => {
    expect(
      dnsQuestions(siteOf(smallSite({ endpoints: { objectStores: ['*.s3.example', '10.0.0.1'] } }))),
    ).toEqual([{ name: '.', type: 'NS', expect: [] }]);
  });
});

describe('In checks', () => {
  const site: Partial<SiteFile> = {
    endpoints: { adminWorkstations: ['10.20.40.0/23', '10.20.1.50', 'admin.example.com'] },
  };

  test('start at a laptop inside the source entry, which they name', () => {
    const checks = entryChecks(planOf(site, ['192.168.1.5', '10.20.41.9']), 'webui');
    expect(checks[0]).toMatchObject({
      id: 'webui.gdn-1.in.lan.80-tcp.v4#10.20.1.50>10.20.0.10@laptop~10.20.0.10:80',
      vantage: { kind: 'laptop', coversFrom: '10.20.1.50', address: null },
      unable: 'laptop 192.168.1.5, 10.20.41.9 is not in 10.20.1.50; only 10.20.1.50 itself can test this',
    });
    expect(checks[1]).toMatchObject({
      vantage: { coversFrom: '10.20.40.0/23', address: '10.20.41.9' },
      unable: null,
    });
  });

  test('a laptop in none of the sources sends nothing and hears where to connect', () => {
    const check = entryChecks(planOf(site, ['10.20.9.20']), 'webui').find(
      (one) => one.vantage.kind === 'laptop' && one.vantage.coversFrom === '10.20.40.0/23',
    );
    expect(check?.unable).toBe('laptop 10.20.9.20 is in none of the sources; connect it in 10.20.40.0/23');
  });

  test('a laptop without address is not sent into a network that is one address', () => {
    const asked = entryChecks(planOf(site, []), 'webui').map((one) => one.unable);
    expect(asked).toContain('The laptop has no address; connect it in 10.20.40.0/23.');
    const one = { ...site, endpoints: { adminWorkstations: ['10.31.20.77'] } };
    const alone = entryChecks(planOf(one, []), 'webui').map(({ unable }) => unable);
    expect(alone).toContain('The laptop has no address; only 10.31.20.77 itself can test this.');
  });

  const twoNodes = (second: string, more: Partial<SiteFile> = {}): Partial<SiteFile> => ({
    nodes: [
      { name: 'gdn-1', lan: { address: '10.20.0.10/24' }, ssh: { host: '10.20.0.10', user: 'admin' } },
      { name: 'gdn-2', lan: { address: second }, ssh: { host: second.split('/')[0] ?? '', user: 'admin' } },
    ],
    ...more,
  });

  test('a source that is another node of the site is checked from that node', () => {
    const checks = entryChecks(planOf(twoNodes('10.20.0.11/24'), ['10.20.9.20']), 'ssh-peers');
    expect(checks.filter(({ rule }) => rule.includes('.in.'))).toMatchObject([
      {
        id: 'ssh-peers.gdn-1.in.lan.22-tcp.v4#10.20.0.11>10.20.0.10@gdn-2.lan~10.20.0.10:22',
        node: 'gdn-1',
        vantage: {
          kind: 'peer',
          node: 'gdn-2',
          port: 'lan',
          address: '10.20.0.11',
          coversFrom: '10.20.0.11',
        },
        unable: null,
      },
      { node: 'gdn-2', vantage: { kind: 'peer', node: 'gdn-1', address: '10.20.0.10' }, unable: null },
    ]);
  });

  test('a node that the site gives no SSH for starts none, and the check says so', () => {
    const nodes = [
      { name: 'gdn-1', lan: { address: '10.20.0.10/24' } },
      { name: 'gdn-2', lan: { address: '10.20.0.11/24' } },
    ];
    const check = entryChecks(planOf({ nodes }), 'ssh-peers').find(({ rule }) => rule.includes('gdn-1.in.'));
    expect(check?.vantage.kind).toBe('peer');
    expect(check?.unable).toContain('the source is node gdn-2');
    expect(check?.unable).toContain('Add "ssh" to the node');
  });

  test('a node that lies in a source network covers it, unless a laptop does', () => {
    const wide = twoNodes('10.77.0.10/24', { endpoints: { adminWorkstations: ['10.77.0.0/16'] } });
    const vantageFor = (laptop: readonly string[] | null) =>
      entryChecks(planOf(wide, laptop), 'webui').find(({ node }) => node === 'gdn-1')?.vantage;
    expect(vantageFor(['10.20.9.20'])).toMatchObject({
      kind: 'peer',
      node: 'gdn-2',
      coversFrom: '10.77.0.0/16',
    });
    expect(vantageFor(null)).toMatchObject({ kind: 'peer', node: 'gdn-2' });
    expect(vantageFor(['10.77.3.3'])).toMatchObject({ kind: 'laptop', address: '10.77.3.3' });
  });

  test('what is on record decides between laptop and node when a plan is made again', () => {
    const site = siteOf(
      smallSite(twoNodes('10.77.0.10/24', { endpoints: { adminWorkstations: ['10.77.0.0/16'] } })),
    );
    const rules = deriveRules(panzura(), site);
    const flows = rules.flows.filter(({ rule }) => rule.startsWith('webui.gdn-1.'));
    const again = (kind: 'laptop' | 'peer') =>
      planChecks(rules, site, { laptop: null, chosen: new Map(flows.map(({ id }) => [id, kind])) });
    for (const kind of ['laptop', 'peer'] as const)
      expect(
        new Set(
          entryChecks(again(kind), 'webui')
            .filter(({ node }) => node === 'gdn-1')
            .map(({ vantage }) => vantage.kind),
        ),
      ).toEqual(new Set([kind]));
  });

  test("a node next door proves nothing for a source that reaches beyond the node's own network", () => {
    const near = twoNodes('10.20.0.11/24', { endpoints: { adminWorkstations: ['10.20.0.0/16'] } });
    const check = entryChecks(planOf(near, ['192.168.1.5']), 'webui').find(({ node }) => node === 'gdn-1');
    expect(check?.vantage.kind).toBe('laptop');
    expect(check?.unable).toContain('is in none of the sources');
  });

  test("checks of one node at another are guarded by the sending node's own negative control", () => {
    const plan = planOf(twoNodes('10.20.0.11/24'));
    const check = entryChecks(plan, 'ssh-peers').find(({ rule }) => rule.includes('gdn-1.in.'));
    expect(check === undefined ? null : controlIdOf(check)).toBe('control.gdn-2.lan.22');
    expect(plan.controls.find(({ id }) => id === 'control.gdn-2.lan.22')?.vantage).toEqual({
      kind: 'node',
      node: 'gdn-2',
      port: 'lan',
    });
  });

  test('a source that is a name cannot be told from the laptop', () => {
    const check = entryChecks(planOf(site, ['10.20.9.20']), 'webui').find((one) => one.family === 'name');
    expect(check?.unable).toContain('admin.example.com is a name');
  });

  test('with an unknown laptop they are planned without its address', () => {
    const check = entryChecks(planOf(site), 'webui')[0];
    expect(check).toMatchObject({ vantage: { kind: 'laptop', address: null }, unable: null });
  });

  test("dial the node's translation if it has one, and every virtual address", () => {
    const plan = planOf({
      nodes: [
        {
          name: 'gdn-1',
          lan: { address: '10.20.0.10/24', natAddress: '192.0.2.10' },
          virtualAddresses: [{ port: 'lan', address: '10.20.0.12' }],
        },
      ],
      endpoints: { adminWorkstations: ['10.20.1.0/27'] },
    });
    expect(entryChecks(plan, 'webui').map((check) => check.target.host)).toEqual([
      '192.0.2.10',
      '10.20.0.12',
      '192.0.2.10',
      '10.20.0.12',
    ]);
  });
});

describe('negative controls', () => {
  test('there is one for each vantage and TCP port that is used, none for UDP or for what cannot be sent', () => {
    const plan = planOf(
      {
        endpoints: {
          dnsServers: ['10.20.5.53', '10.20.5.54'],
          ntpServers: ['10.20.5.123'],
          objectStores: ['10.9.0.0/24'],
          adminWorkstations: ['10.20.1.0/27'],
        },
      },
      ['10.20.1.5'],
    );
    expect(plan.controls.map((control) => control.id)).toEqual([
      'control.gdn-1.lan.53',
      'control.laptop.80',
      'control.laptop.443',
    ]);
    expect(plan.checks.filter((check) => controlIdOf(check) === 'control.gdn-1.lan.53')).toHaveLength(2);
  });

  test('use documentation addresses that the site leaves free', () => {
    expect(controlCandidates(siteOf(smallSite()))).toEqual([
      '192.0.2.254',
      '198.51.100.254',
      '203.0.113.254',
    ]);
    const site = siteOf(
      smallSite({
        nodes: [{ name: 'gdn-1', lan: { address: '192.0.2.10/24' } }],
        endpoints: {
          ntpServers: ['198.51.100.254'],
          dnsServers: [{ address: '10.0.0.1', natAddress: '203.0.113.0/24' }],
        },
      }),
    );
    expect(controlCandidates(site)).toEqual(['198.51.100.190']);
  });

  test('can be switched off, which is said', () => {
    const plan = planOf({ checks: { negativeControl: false }, endpoints: { dnsServers: ['10.20.5.53'] } });
    expect(plan.controls).toEqual([]);
    expect(plan.remarks).toContain('The negative control is switched off (checks.negativeControl).');
  });

  test('are skipped, which is said, when no documentation address is free', () => {
    const plan = planOf({
      endpoints: {
        dnsServers: ['10.20.5.53'],
        smbClients: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
      },
    });
    expect(plan.controls.map((control) => control.candidates)).toEqual([[], []]);
    expect(plan.remarks).toContain(
      'The negative control is skipped: the site uses all documentation addresses.',
    );
  });
});

describe('temporary listeners', () => {
  const remarkOf = (temporaryListener?: 'off' | 'unprivileged' | 'all') =>
    planOf({
      checks: temporaryListener === undefined ? {} : { temporaryListener },
      endpoints: { adminWorkstations: ['10.20.40.0/23'] },
    }).remarks.join(' ');

  test('are announced by the plan, with the ports that they may stand on', () => {
    expect(remarkOf()).toContain('temporary listener stands there');
    expect(remarkOf()).toContain('from 1024 on only');
    expect(remarkOf('all')).not.toContain('1024');
    expect(remarkOf('off')).toContain('switched off');
  });

  test('stand on privileged ports only with a person’s leave, and never for ping', () => {
    const plan = planOf({
      features: { ping: true, nfs: true },
      endpoints: { monitoringHosts: ['10.20.40.0/23'], nfsClients: ['10.20.40.0/23'] },
    });
    const whyNot = (part: string, leave: 'off' | 'unprivileged' | 'all') => {
      const check = plan.checks.find(({ rule }) => rule.includes(part));
      if (check === undefined) throw new Error(`no check of ${part}`);
      return whyNoListener(check, leave);
    };
    expect(whyNot('2049-tcp', 'unprivileged')).toBeNull();
    expect(whyNot('111-tcp', 'unprivileged')).toContain('needs your leave');
    expect(whyNot('111-tcp', 'all')).toBeNull();
    expect(whyNot('2049-tcp', 'off')).toContain('switched off');
    expect(whyNot('ping.', 'all')).toContain('no port');
  });
});

describe('size and settings', () => {
  test('the largest node counts what would be sent', () => {
    const servers = Array.from({ length: 100 }, (_, i) => `10.20.5.${i + 1}`);
    const plan = planOf({ endpoints: { dnsServers: servers, ntpServers: ['10.9.0.0/24'] } }, []);
    expect(plan.largestNode).toBe(200);
  });

  test('timeout and retries are those of the site', () => {
    const plan = planOf({
      checks: { timeoutMs: 500, retries: 3 },
      endpoints: { dnsServers: ['10.20.5.53'] },
    });
    expect(plan.checks.every((check) => check.timeoutMs === 500 && check.retries === 3)).toBe(true);
    expect(plan.controls.every((control) => control.timeoutMs === 500)).toBe(true);
  });

  test('a large but honest site is planned in one go', () => {
    const servers = Array.from(
      { length: 2000 },
      (_, i) => `10.${20 + Math.floor(i / 250)}.5.${(i % 250) + 1}`,
    );
    expect(planOf({ endpoints: { dnsServers: servers } }).largestNode).toBe(8000);
  });
});
