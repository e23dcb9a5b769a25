import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCatalog } from '../../../../shared/catalog/catalogs.ts';
import type { Finding, Result } from '../../../../shared/lib/result.ts';
import { digestOf } from '../../../../shared/lib/digest.ts';
import { planChecks } from '../../../../shared/plan/plan-checks.ts';
import type { Observation } from '../../../../shared/probes/observation.ts';
import { composeReport } from '../../../../shared/report/compose-report.ts';
import { recomputeRules } from '../../../../shared/report/recompute-rules.ts';
import { redactReport } from '../../../../shared/report/redact/redact-report.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import { verifyReport } from '../../../../shared/report/verify-report.ts';
import { deriveRules } from '../../../../shared/rules/derive-rules.ts';
import { parseSite } from '../../../../shared/site/parse-site.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import { anySite } from '../../../helpers/any-site.ts';
import { lawSites } from '../../../helpers/law-sites.ts';
import type { PlannedSite } from '../../../helpers/site-run.ts';
import { passing, plannedSite, runOf } from '../../../helpers/site-run.ts';
import { panzura } from '../../../helpers/site-fixtures.ts';
import { createdAt, sampleReport, signer, verifyInput } from '../sample-report.ts';

const copySigner = { ...signer, name: 'Support desk' };

function redact(report: Report, secret = 'secret'): Result<Report, readonly Finding[]> {
  return redactReport({
    report,
    catalog: panzura(),
    original: { id: report.id, sha256: digestOf(report) },
    secret,
    id: '00000000-0000-4000-8000-000000000001',
    siteName: 'redacted-4f1c09ae',
    signer: copySigner,
    version: '0.1.0',
    recomputeRules,
  });
}

function copyOf(report: Report, secret = 'secret'): Report {
  const made = redact(report, secret);
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

/** Everything but the catalogue, which is the vendor's, and the signer, who signs under his own name. */
function textOf(copy: Report): string {
  return JSON.stringify({ ...copy, catalog: null, signer: null });
}

function verdictsOf({ rules, groups, checks, readiness }: Report): unknown {
  return [
    readiness,
    [...rules, ...groups].map(({ verdict, settled }) => [verdict, settled]).sort(),
    checks.map(({ verdict, weak, observation, flaky }) => [verdict, weak, observation, flaky]),
  ];
}

const bare = plannedSite('gdansk-dc1');

function digestOfRule(id: string): { readonly rule: string; readonly digest: string } {
  const rule = bare.ruleSet.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return { rule: id, digest: rule.digest };
}

const mixed = sampleReport(
  plannedSite('gdansk-dc1', (json) => {
    const by = 'Katarzyna Wiśniewska';
    const at = '2026-11-20T08:00:00Z';
    json['waivers'] = [
      {
        ...digestOfRule('ntp.gdn-1.out.lan.123-udp.v4'),
        ...{ by, at, reason: 'A radio clock on the roof of the warehouse', expires: '2026-12-20T08:00:00Z' },
      },
    ];
    json['attestations'] = [
      { ...digestOfRule('snmp.gdn-1.out.lan.162-udp.v4'), by, at, how: 'Seen at the manager in Gdynia' },
    ];
  }),
  (check) => (check.rule.startsWith('ntp.') ? 'filtered' : passing(check)),
);

describe('a redacted copy', () => {
  it.each([
    ['of One-Arm', mixed],
    ['of Inline and several nodes', sampleReport(plannedSite('szczecin-dc1'))],
    ['of a draft', sampleReport(plannedSite('draft'))],
  ])('%s is a report in its own right, with the same verdicts', (_name, report) => {
    const copy = copyOf(report);
    expect(verdictsOf(copy)).toEqual(verdictsOf(report));
    const result = verifyReport(verifyInput(copy));
    expect(result.lines.filter(({ answer }) => answer === 'invalid')).toEqual([]);
    expect(copy.redactedFrom).toEqual({ id: report.id, sha256: digestOf(report) });
  });

  it('is made where the customer calls things by words that every report says', () => {
    const planned = plannedSite('gdansk-dc1', (json) => {
      json['customer'] = { name: 'Aurora Freight', site: 'one-arm' };
      (json['endpoints'] as Record<string, unknown>)['objectStores'] = [
        { address: 'node.laptop.aurora-freight.pl' },
      ];
    });
    const text = textOf(copyOf(sampleReport(planned, passing)));
    expect(text).not.toMatch(/aurora/i);
    expect(text).toContain('"node.laptop.');
  });

  it('holds no address, name or free text of the original', () => {
    const text = textOf(copyOf(mixed));
    const { site } = mixed;
    const secrets = [
      site.customer.name,
      site.customer.site,
      site.customer.contact.email,
      site.technician.name,
      site.request.number,
      ...site.nodes.flatMap(({ name, lan }) => [name, lan.address, lan.gateway ?? name]),
      ...Object.values(site.endpoints).flatMap((list) => list.map(({ address }) => address)),
      ...site.waivers.flatMap(({ by, reason }) => [by, reason]),
      ...site.attestations.flatMap(({ by, how }) => [by, how]),
      ...mixed.nodes.map(({ hostKey }) => hostKey ?? ''),
    ].filter((secret) => secret !== '');
    expect(secrets.length).toBeGreaterThan(20);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('keeps since when rules work, by their names in the copy', () => {
    const rule = mixed.rules.find(({ verdict }) => verdict === 'pass')?.id ?? '';
    const opening = { rule, lastNotPassed: null, firstPassed: mixed.createdAt, closed: null };
    const watch = {
      ...{ startedAt: mixed.startedAt, endedAt: mixed.createdAt, ended: 'stopped' as const },
      ...{ everySeconds: 15, greenEvery: 10, rounds: 4, lostRounds: 0, clockSetBackMs: 0 },
    };
    const copy = copyOf({ ...mixed, watch: { ...watch, openings: [opening] } });
    const [same] = copy.watch?.openings ?? [];
    expect(same?.firstPassed).toBe(mixed.createdAt);
    expect(copy.rules.map(({ id }) => id)).toContain(same?.rule);
    expect(same?.rule).not.toBe(rule);
  });

  it('keeps attestations and waivers counting where they counted', () => {
    const settled = mixed.rules.filter((rule) => rule.settled !== null);
    expect(settled.map((rule) => rule.settled).sort()).toEqual(['attested', 'waived']);
    const copy = copyOf(mixed);
    expect(copy.rules.filter((rule) => rule.settled !== null)).toHaveLength(settled.length);
    expect(copy.waivers.map(({ expires }) => expires)).toEqual(mixed.waivers.map(({ expires }) => expires));
  });

  it('gives one address the same replacement everywhere, and another one with another secret', () => {
    const [one, same, other] = [copyOf(mixed, 'a'), copyOf(mixed, 'a'), copyOf(mixed, 'b')];
    expect(same).toEqual(one);
    expect(other.site.nodes[0]?.lan.address).not.toBe(one.site.nodes[0]?.lan.address);
    const lan = one.site.nodes[0]?.lan.address.split('/')[0];
    const from = new Set(
      one.checks.flatMap(({ vantage }) => (vantage.kind === 'node' ? vantage.address : [])),
    );
    expect([...from]).toEqual([lan]);
    expect(one.nodes[0]?.interfaces[0]?.addresses[0]).toBe(one.site.nodes[0]?.lan.address);
  });

  it('leaves out what machines said of themselves, and finds it inside of sentences', () => {
    const report = sampleReport(plannedSite('gdansk-dc1'), passing, (run) => ({
      ...run,
      checks: run.checks.map((check, index) =>
        index > 0
          ? check
          : {
              ...check,
              evidence: {
                ...check.evidence,
                clientSite: 'Gdansk-Harbour',
                software: 'AcmeSSHD_7',
                remarks: [
                  'mx9.acme-freight.test at 172.31.7.7 and 2001:db8:7::9 (00:1b:21:aa:bb:cc) answered',
                ],
              },
              attempts: [
                {
                  ms: 3,
                  observation: check.observation,
                  outcome: 'AcmeSSHD_7 of ACME-FREIGHT in Gdansk-Harbour',
                },
              ],
            },
      ),
    }));
    const text = textOf(copyOf(report));
    for (const secret of [
      'Harbour',
      'AcmeSSHD',
      'acme-freight',
      'ACME',
      'mx9',
      '172.31.7.7',
      ':7::9',
      'aa:bb:cc',
    ])
      expect(text).not.toContain(secret);
    expect(text).toContain('answered');
  });

  it('is made also where a node is called as an entry of the catalogue is', () => {
    const report = sampleReport(
      plannedSite('gdansk-dc1', (json) => {
        const [node] = json['nodes'] as { name: string }[];
        if (node !== undefined) node.name = 'dns';
        json['attestations'] = [];
        json['waivers'] = [];
      }),
    );
    const copy = copyOf(report);
    expect(copy.rules.every(({ node }) => node === 'node-1')).toBe(true);
    expect(copy.rules.some(({ id }) => id.startsWith('dns.node-1.'))).toBe(true);
  });

  it('is refused for a copy, and for a report of another version', () => {
    expect(redact(copyOf(mixed))).toMatchObject({ ok: false });
    const older = { ...mixed, software: { name: 'gatecheck' as const, version: '0.0.9' } };
    expect(redact(older)).toMatchObject({ ok: false });
  });
});

function planned(file: SiteFile): PlannedSite {
  const catalog = panzura();
  const parsed = parseSite(file, findCatalog);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const site = parsed.value;
  const ruleSet = deriveRules(catalog, site);
  return { catalog, site, ruleSet, checks: planChecks(ruleSet, site, { laptop: null }).checks };
}

describe('for random sites and random results', () => {
  it('the copy verifies, reads the same, and shares no address of the customer with the original', () => {
    const words = fc.constantFrom<'pass' | Observation>(
      ...(['pass', 'filtered', 'refused', 'not-run', 'no-answer', 'unresolved'] as const),
    );
    fc.assert(
      fc.property(
        anySite,
        fc.array(words, { minLength: 7, maxLength: 7 }),
        fc.string({ minLength: 1 }),
        (file, seen, secret) => {
          const site = planned(file);
          const run = runOf(site, (check) => {
            const outcome = seen[check.id.length % seen.length] ?? 'pass';
            return outcome === 'pass' ? passing(check) : outcome;
          });
          const ids = { siteName: 'site', id: 'r', version: '0.1.0', previous: null, signer };
          const { report } = composeReport({ ...site, ...ids, run, createdAt });
          const copy = copyOf(report, secret);
          expect(verdictsOf(copy)).toEqual(verdictsOf(report));
          const { lines } = verifyReport(verifyInput(copy));
          expect(lines.filter(({ answer }) => answer === 'invalid')).toEqual([]);
        },
      ),
      { numRuns: lawSites(25) },
    );
  }, 900_000);
});
