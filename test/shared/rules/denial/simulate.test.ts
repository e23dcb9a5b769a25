import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consolidate } from '../../../../shared/rules/lines.ts';
import { deriveRules } from '../../../../shared/rules/derive-rules.ts';
import { simulateDenial as simulate } from '../../../../shared/rules/denial/simulate.ts';
import type { Catalog } from '../../../../shared/catalog/schema.ts';
import type { DenialEffect, Denied, FeatureFate } from '../../../../shared/rules/denial/types.ts';
import type { RuleSet } from '../../../../shared/rules/types.ts';
import type { Site, SiteFile } from '../../../../shared/site/schema.ts';
import { anySite } from '../../../helpers/any-site.ts';
import { panzura, siteOf } from '../../../helpers/site-fixtures.ts';

const base: SiteFile = {
  format: 'gatecheck/site@1',
  catalog: 'panzura-cloudfs',
  deployment: 'one-arm',
  nodes: [{ name: 'gdn-1', lan: { address: '10.20.0.10/24' } }],
  features: { smb: true, activeDirectory: true, syslog: true, snmp: true, supportAssistance: true },
  endpoints: {
    adminWorkstations: ['10.20.40.0/24'],
    dnsServers: ['10.20.5.10', '10.20.5.11'],
    ntpServers: ['10.20.5.12'],
    objectStores: ['s3.cloud.example'],
    licenseServers: ['198.51.100.20'],
    supportHosts: ['198.51.100.30'],
    smbClients: ['10.20.50.0/24'],
    domainControllers: ['10.20.5.20'],
    syslogServers: ['10.20.6.5'],
    snmpManagers: ['10.20.6.6'],
  },
};

/** Features of the rule sets that this file made. */
const featuresOf = new WeakMap<RuleSet, Site['features']>();

function simulateDenial(catalog: Catalog, set: RuleSet, denied: Denied): DenialEffect {
  return simulate(catalog, { features: featuresOf.get(set) ?? {} }, set, denied);
}

function derive(site: Site): RuleSet {
  const set = deriveRules(panzura(), site);
  featuresOf.set(set, site.features);
  return set;
}

function rulesOf(change: Partial<SiteFile> = {}): RuleSet {
  return derive(siteOf({ ...base, ...change }));
}

function denyEntry(set: RuleSet, entry: string, direction?: string): DenialEffect {
  const lines = consolidate(set).lines.filter(
    (line) => line.entry === entry && (direction === undefined || line.direction === direction),
  );
  expect(lines.length).toBeGreaterThan(0);
  return simulateDenial(panzura(), set, { lines: lines.map(({ id }) => id), rules: [] });
}

function fate(effect: DenialEffect, feature: string): FeatureFate {
  const found = effect.features.find((one) => one.feature === feature);
  if (found === undefined) throw new Error(`No feature ${feature}.`);
  return found;
}

function deny(set: RuleSet, ...rules: readonly string[]): DenialEffect {
  return simulateDenial(panzura(), set, { lines: [], rules });
}

describe('a denied line', () => {
  it('takes away the feature whose sessions it carries, and says so by its line', () => {
    const effect = denyEntry(rulesOf(), 'smb');
    expect(fate(effect, 'smb').fate).toBe('lost');
    expect(fate(effect, 'smb').reasons[0]).toMatchObject({
      node: 'gdn-1',
      lines: ['smb.gdn-1.in.lan.v4.required'],
      through: null,
    });
    expect(fate(effect, 'names').fate).toBe('safe');
  });

  it('of Kerberos loses SMB, because SMB requires it', () => {
    const effect = denyEntry(rulesOf(), 'kerberos');
    expect(fate(effect, 'smb').fate).toBe('lost');
    expect(fate(effect, 'file-data').fate).toBe('safe');
  });

  it('says nothing of a feature that is off, though one of its entries is on for another', () => {
    const effect = denyEntry(rulesOf({ features: { ...base.features, nfs: true } }), 'kerberos');
    expect(effect.features.map(({ feature }) => feature)).not.toContain('nfsKerberos');
    expect(fate(effect, 'nfs').fate).toBe('safe');
  });

  it('of DNS loses what is known by name, and what is found by it, and leaves what has an address', () => {
    const effect = denyEntry(rulesOf(), 'dns', 'out');
    expect(fate(effect, 'names').fate).toBe('lost');
    expect(fate(effect, 'file-data').fate).toBe('lost');
    expect(fate(effect, 'file-data').reasons[0]?.through).toBe('names');
    expect(fate(effect, 'activeDirectory').fate).toBe('lost');
    expect(fate(effect, 'smb').reasons.map(({ through }) => through)).toContain('file-data');
    expect(fate(effect, 'licensing').fate).toBe('safe');
    expect(fate(effect, 'syslog').fate).toBe('safe');
  });

  it('of NTP degrades what Kerberos signs in to: its clocks drift apart', () => {
    const effect = denyEntry(rulesOf(), 'ntp');
    expect(fate(effect, 'clock').fate).toBe('lost');
    expect(fate(effect, 'smb')).toMatchObject({ fate: 'degraded' });
    expect(fate(effect, 'smb').reasons[0]).toMatchObject({ through: 'clock' });
    expect(fate(effect, 'file-data').fate).toBe('safe');
  });

  it('that only the vendor lists degrades at most', () => {
    const effect = denyEntry(rulesOf(), 'dns', 'in');
    expect(fate(effect, 'names').fate).toBe('degraded');
    expect(effect.readiness.kind).toBe('none');
  });

  it('that is optional loses its feature, and readiness does not suffer', () => {
    const effect = denyEntry(rulesOf(), 'support-assistance');
    expect(fate(effect, 'supportAssistance').fate).toBe('lost');
    expect(effect.readiness.kind).toBe('none');
  });

  it('that is required keeps the node from being ready', () => {
    const { readiness } = denyEntry(rulesOf(), 'dns', 'out');
    expect(readiness.kind).toBe('at-most-exceptions');
    expect(readiness.cannotPass).toEqual(['dns.gdn-1.out.lan.53-tcp.v4', 'dns.gdn-1.out.lan.53-udp.v4']);
    expect(readiness.says).toContain('2 required rules');
  });

  it('at one node of two degrades what the other still has', () => {
    const set = rulesOf({
      nodes: [
        { name: 'gdn-1', lan: { address: '10.20.0.10/24' } },
        { name: 'gdn-2', lan: { address: '10.20.1.10/24' } },
      ],
    });
    const lines = consolidate(set).lines.filter(({ entry, node }) => entry === 'smb' && node === 'gdn-1');
    const effect = simulateDenial(panzura(), set, { lines: lines.map(({ id }) => id), rules: [] });
    expect(fate(effect, 'smb').fate).toBe('degraded');
    expect(fate(effect, 'smb').reasons.every(({ node }) => node === 'gdn-1')).toBe(true);
  });

  it('between two nodes of the site is denied at both ends', () => {
    const set = rulesOf({
      nodes: [
        { name: 'gdn-1', lan: { address: '10.20.0.10/24' } },
        { name: 'gdn-2', lan: { address: '10.20.1.10/24' } },
      ],
    });
    const [line] = consolidate(set).lines.filter(({ entry }) => entry === 'ssh-peers');
    const effect = simulateDenial(panzura(), set, { lines: [line?.id ?? ''], rules: [] });
    const nodes = fate(effect, 'node-management').reasons.map(({ node }) => node);
    expect(new Set(nodes)).toEqual(new Set(['gdn-1', 'gdn-2']));
    expect(fate(effect, 'node-management').fate).toBe('lost');
  });

  it('with a counterpart left in another line degrades, and says what is left', () => {
    const set = rulesOf({
      nodes: [{ name: 'gdn-1', lan: { address: '10.20.0.10/24', address6: '2001:db8:20::10/64' } }],
      endpoints: { ...base.endpoints, dnsServers: ['10.20.5.10', '2001:db8:5::1'] },
    });
    const effect = simulateDenial(panzura(), set, { lines: ['dns.gdn-1.out.lan.v4.required'], rules: [] });
    expect(fate(effect, 'names')).toMatchObject({ fate: 'degraded' });
    expect(fate(effect, 'names').reasons[0]?.says).toContain('Denied: 10.20.5.10; left: 2001:db8:5::1.');
    expect(fate(effect, 'file-data').fate).toBe('safe');
  });

  it('leaves what runs inside the subnet of the node: no firewall is in its way', () => {
    const set = rulesOf({ endpoints: { ...base.endpoints, dnsServers: ['10.20.0.53', '10.20.5.10'] } });
    const effect = denyEntry(set, 'dns', 'out');
    expect(fate(effect, 'names').fate).toBe('degraded');
    expect(fate(effect, 'names').reasons[0]?.says).toContain('left: 10.20.0.53');
  });

  it('that the site does not have is named, and takes nothing away', () => {
    const effect = simulateDenial(panzura(), rulesOf(), {
      lines: ['nfs.x.in.lan.v4.required'],
      rules: ['y'],
    });
    expect(effect.unknown).toEqual(['nfs.x.in.lan.v4.required', 'y']);
    expect(effect.features.every((one) => one.fate === 'safe')).toBe(true);
  });
});

describe('an any-of group', () => {
  it('with one member left is safe, and says which', () => {
    const effect = deny(rulesOf(), 'syslog.gdn-1.out.lan.514-udp.v4');
    expect(fate(effect, 'syslog').fate).toBe('safe');
    expect(fate(effect, 'syslog').reasons[0]?.says).toContain('514/tcp is left');
    expect(effect.readiness.kind).toBe('none');
  });

  it('without any member left is lost, and cannot pass', () => {
    const effect = deny(rulesOf(), 'syslog.gdn-1.out.lan.514-udp.v4', 'syslog.gdn-1.out.lan.514-tcp.v4');
    expect(fate(effect, 'syslog').fate).toBe('lost');
    expect(effect.readiness.cannotPass).toEqual(['syslog.gdn-1.out.lan.any#10.20.6.5']);
  });
});

describe('a rule of the site itself', () => {
  it('is a feature of its own', () => {
    const set = rulesOf({
      customRules: [
        {
          id: 'icap',
          title: 'Antivirus',
          direction: 'out',
          services: ['1344/tcp'],
          endpoints: ['10.20.9.9'],
          reason: 'Scan files.',
        },
      ],
    });
    const effect = denyEntry(set, 'icap');
    expect(fate(effect, 'icap')).toMatchObject({ title: 'Antivirus', fate: 'lost' });
    expect(fate(effect, 'icap').reasons[0]?.says).toContain('Scan files.');
  });
});

const rank = { safe: 0, degraded: 1, lost: 2 } as const;

/** A site, and two sets of its lines and rules, the first inside the second. */
const anyDenial = fc.tuple(anySite, fc.infiniteStream(fc.constantFrom(0, 0, 1, 2)));

describe('for any site', () => {
  const law = (check: (set: RuleSet, next: () => number) => void, runs = 30): void => {
    fc.assert(
      fc.property(anyDenial, ([file, stream]) => {
        const site = siteOf(file);
        check(derive(site), () => Number(stream.next().value));
      }),
      { numRuns: runs },
    );
  };

  it('denying nothing loses nothing', () => {
    law((set) => {
      const effect = simulateDenial(panzura(), set, { lines: [], rules: [] });
      expect(effect.features.length).toBeGreaterThan(0);
      for (const one of effect.features) expect(one).toMatchObject({ fate: 'safe', reasons: [] });
      expect(effect.readiness.kind).toBe('none');
    });
  });

  it('denying more never gives a feature back', () => {
    law((set, next) => {
      const drawn = consolidate(set).lines.map(({ id }) => ({ id, in: next() }));
      const rules = set.rules.map(({ id }) => ({ id, in: next() }));
      const pick = (list: typeof drawn, least: number): string[] =>
        list.filter((one) => one.in >= least).map(({ id }) => id);
      const few = simulateDenial(panzura(), set, { lines: pick(drawn, 2), rules: pick(rules, 2) });
      const more = simulateDenial(panzura(), set, { lines: pick(drawn, 1), rules: pick(rules, 1) });
      few.features.forEach((one, index) => {
        const other = more.features[index];
        expect(other?.feature).toBe(one.feature);
        expect(rank[other?.fate ?? 'safe']).toBeGreaterThanOrEqual(rank[one.fate]);
      });
      expect(more.readiness.cannotPass).toEqual(expect.arrayContaining([...few.readiness.cannotPass]));
    }, 60);
  });

  it('denying every line of an entry loses the features that only it carries, unless something stays in a subnet', () => {
    law((set, next) => {
      const { lines, sameSubnet } = consolidate(set);
      const line = lines[(next() + next() * 3 + next() * 7) % Math.max(lines.length, 1)];
      if (line === undefined) return;
      const rules = new Map(set.rules.map((rule) => [rule.id, rule]));
      if (sameSubnet.some((flow) => rules.get(flow.rule)?.entry === line.entry)) return;
      const all = set.rules.filter(({ entry }) => entry === line.entry).map(({ id }) => id);
      const effect = simulateDenial(panzura(), set, { lines: [], rules: all });
      const fates = effect.features.map(({ fate: one }) => one);
      // NFSv4 needs no mount service: shares get worse, and are not lost.
      expect(fates).toContain(line.entry === 'nfs-server' ? 'degraded' : 'lost');
    });
  });

  it('denying every line loses every feature that has no session inside a subnet', () => {
    law((set) => {
      const { lines, sameSubnet } = consolidate(set);
      if (sameSubnet.length > 0) return;
      const effect = simulateDenial(panzura(), set, { lines: lines.map(({ id }) => id), rules: [] });
      for (const one of effect.features) expect(one.fate, one.feature).toBe('lost');
    });
  });

  it('what is not safe always has a reason with a line of the request', () => {
    law((set, next) => {
      const lines = consolidate(set).lines.map(({ id }) => id);
      const effect = simulateDenial(panzura(), set, { lines: lines.filter(() => next() > 0), rules: [] });
      for (const one of effect.features) {
        const weighty = one.reasons.filter((reason) => reason.fate !== 'safe');
        if (one.fate !== 'safe') expect(weighty.length).toBeGreaterThan(0);
        for (const reason of weighty) {
          expect(reason.says).not.toBe('');
          expect(reason.lines.length).toBeGreaterThan(0);
        }
      }
    });
  });
});
