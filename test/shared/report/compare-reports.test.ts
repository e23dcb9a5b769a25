import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../shared/lib/digest.ts';
import { compareReports, whyNotComparable } from '../../../shared/report/compare-reports.ts';
import type { ComparedTarget } from '../../../shared/report/comparison-schema.ts';
import { comparisonSchema } from '../../../shared/report/comparison-schema.ts';
import { comparisonHeadline, comparisonSentences } from '../../../shared/report/comparison-sentences.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import type { EarlierReport } from '../../../shared/report/earlier-checks.ts';
import type { Report } from '../../../shared/report/schema.ts';
import type { Check } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import { passing, plannedSite } from '../../helpers/site-run.ts';
import { provableSite, sampleReport } from './sample-report.ts';

const site = provableSite();

function checked(report: Report): EarlierReport {
  return { report, sha256: sha256Hex(reportBytes(report)) };
}

function reported(
  see: (check: Check) => Observation = passing,
  change: (run: RunRecord) => RunRecord = (run) => run,
  planned = site,
): EarlierReport {
  return checked(sampleReport(planned, see, change));
}

const dns = ({ target, vantage }: Check) => target.port === 53 && vantage.kind === 'node';
const blocked = (check: Check): Observation => (dns(check) ? 'filtered' : passing(check));
const ways = (targets: readonly ComparedTarget[]) => targets.map(({ from, to }) => `${from} to ${to}`).sort();
const dnsWays = [
  'node gdn-1 to 10.20.5.53 53/tcp',
  'node gdn-1 to 10.20.5.53 53/udp',
  'node gdn-1 to 10.20.5.54 53/tcp',
  'node gdn-1 to 10.20.5.54 53/udp',
];

describe('two reports of one site', () => {
  test('that say the same have no difference', () => {
    const comparison = compareReports(reported(), reported());
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
    expect(comparison.worse).toBe(false);
    expect(comparison.same).toBeGreaterThan(20);
    expect(comparisonSentences(comparison)).toEqual([]);
    expect(comparisonHeadline(comparison)).toContain('nothing opened and nothing broke');
  });

  test('show what opened, and the other way round what broke', () => {
    const opened = compareReports(reported(blocked), reported());
    expect(ways(opened.opened)).toEqual(dnsWays);
    expect(opened.broke).toEqual([]);
    expect(opened.worse).toBe(false);
    const broke = compareReports(reported(), reported(blocked));
    expect(ways(broke.broke)).toEqual(dnsWays);
    expect(broke.opened).toEqual([]);
    expect(broke.worse).toBe(true);
    expect(broke.verdicts.map(({ old, new: now }) => [old, now])).toContainEqual(['pass', 'fail']);
    expect(comparisonHeadline(broke)).toBe('Worse: 4 connections broke; was ready, is not-ready.');
    expect(comparisonSentences(broke)[0]?.sentences[0]).toBe(
      'node gdn-1 to 10.20.5.53 53/tcp (dns.gdn-1.out.lan.53-tcp.v4): was confirmed: pass, is filtered: fail at 2026-11-24T20:40:00Z.',
    );
  });

  test('show another certificate and another address behind a name, though both pass', () => {
    const other = reported(passing, (run) => ({
      ...run,
      checks: run.checks.map((check) =>
        check.rule.startsWith('object-store') && check.facts.tls !== null
          ? {
              ...check,
              target: { ...check.target, resolved: '192.0.2.99' },
              facts: { ...check.facts, tls: { ...check.facts.tls, fingerprint: `SHA256:${'N'.repeat(43)}` } },
            }
          : check,
      ),
    }));
    const { changed, worse } = compareReports(reported(), other);
    expect(worse).toBe(false);
    expect(changed.length).toBeGreaterThan(0);
    for (const { rule, differences } of changed) {
      expect(rule).toMatch(/^object-store/);
      expect(differences.map(({ what }) => what)).toEqual(expect.arrayContaining(['certificate', 'address']));
    }
  });

  test('tell what was not looked at again from what was looked at for the first time', () => {
    const without = reported((check) => (dns(check) ? 'not-run' : passing(check)));
    expect(ways(compareReports(reported(), without).notAgain)).toEqual(dnsWays);
    expect(ways(compareReports(without, reported()).first)).toEqual(dnsWays);
    expect(compareReports(reported(), without).broke).toEqual([]);
    // Readiness is lower all the same.
    expect(compareReports(reported(), without).worse).toBe(true);
  });

  test('count what was carried over as not looked at again', () => {
    const old = reported();
    const carried = reported(passing, (run) => ({
      ...run,
      checks: run.checks.map((check) =>
        check.startedAt !== null && check.rule.startsWith('dns.gdn-1.out')
          ? { ...check, carriedOverFrom: { report: old.report.id, startedAt: check.startedAt } }
          : check,
      ),
    }));
    expect(ways(compareReports(old, carried).notAgain)).toEqual(dnsWays);
  });

  test('show rules that came, went and changed, a host key that changed, and words that ended', () => {
    const today = plannedSite('gdansk-dc1', (json) => {
      json['features'] = { supportAssistance: true, ping: true, snmp: true };
      json['attestations'] = [];
      json['waivers'] = [];
      json['entries'] = {};
      json['customRules'] = [];
      const endpoints = json['endpoints'] as Record<string, unknown>;
      endpoints['dnsServers'] = ['10.20.5.53'];
    });
    const newKey = (run: RunRecord): RunRecord => ({
      ...run,
      nodes: run.nodes.map((node) => ({ ...node, hostKey: `SHA256:${'x'.repeat(43)}` })),
    });
    const comparison = compareReports(reported(), reported(passing, newKey, today));
    expect(comparison.rules.added.some((id) => id.startsWith('snmp.'))).toBe(true);
    expect(comparison.rules.removed.some((id) => id.startsWith('icap'))).toBe(true);
    expect(comparison.rules.changed).toContain('dns.gdn-1.out.lan.53-udp.v4');
    expect(comparison.hostKeys).toHaveLength(1);
    expect(comparisonSentences(comparison).map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Rules', 'Nodes']),
    );
  });

  test('are not compared with a practice run, another site, or a copy whose addresses are others', () => {
    const one = reported();
    const why = (change: Partial<Report>) =>
      whyNotComparable(one, { ...one, report: { ...one.report, ...change } })?.message;
    expect(why({})).toBeUndefined();
    expect(why({ practice: true })).toContain('practice');
    expect(why({ redactedFrom: { id: 'x', sha256: 'x' } })).toContain('redacted');
    const { site: of } = one.report;
    expect(why({ site: { ...of, customer: { ...of.customer, site: 'Elsewhere' } } })).toContain('Elsewhere');
  });
});
