import { describe, expect, test } from 'vitest';
import type { EarlierReport } from '../../../shared/report/earlier-checks.ts';
import { carryOver, toRepeat, whyNotCarried } from '../../../shared/report/carry-over.ts';
import { composeReport, reportBytes } from '../../../shared/report/compose-report.ts';
import { sha256Hex } from '../../../shared/lib/digest.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { verifyReport } from '../../../shared/report/verify-report.ts';
import { planChecks } from '../../../shared/plan/plan-checks.ts';
import type { Check } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { wasExecuted } from '../../../shared/results/executed.ts';
import type { RunRecord } from '../../../shared/results/types.ts';
import type { PlannedSite } from '../../helpers/site-run.ts';
import { passing, plannedSite, runOf } from '../../helpers/site-run.ts';
import { provableSite, signer, verifyInput } from './sample-report.ts';

type See = (check: Check) => Observation;

const planOf = (planned: PlannedSite) => planChecks(planned.ruleSet, planned.site, { laptop: null });

/** A run at another time: everything in it happened then. */
function runAt(planned: PlannedSite, see: See, at: string): RunRecord {
  const run = runOf(planned, see);
  return {
    ...run,
    startedAt: at,
    finishedAt: at,
    checks: run.checks.map((check) => (check.startedAt === null ? check : { ...check, startedAt: at })),
  };
}

let count = 0;

function reportOn(
  planned: PlannedSite,
  run: RunRecord,
  createdAt: string,
  carriedFrom: Report['carriedFrom'] = [],
): Report {
  count += 1;
  return composeReport({
    ...planned,
    ...{ siteName: 'gdansk-dc1', run, createdAt, version: '0.1.0', previous: null, carriedFrom, signer },
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
  }).report;
}

function earlierOf(report: Report): EarlierReport {
  return { report, sha256: sha256Hex(reportBytes(report)) };
}

function earlierAt(planned: PlannedSite, see: See, at: string): EarlierReport {
  return earlierOf(reportOn(planned, runAt(planned, see, at), at));
}

function merge(planned: PlannedSite, earlier: readonly EarlierReport[], run: RunRecord, now: string) {
  const merged = carryOver({ ...planned, plan: planOf(planned), earlier, run, now });
  return { ...merged, report: reportOn(planned, merged.run, now, merged.carriedFrom) };
}

/** What a run of `--only-failed` sees: only what has to be repeated is carried out. */
function mergeRepeated(planned: PlannedSite, earlier: readonly EarlierReport[], see: See, now: string) {
  const only = toRepeat({ ...planned, plan: planOf(planned), earlier, now });
  const run = runAt(planned, (check) => (only.has(check.id) ? see(check) : 'not-run'), now);
  return { only, ...merge(planned, earlier, run, now) };
}

function verified(report: Report): string {
  const result = verifyReport(verifyInput(report));
  return result.lines
    .filter(({ answer }) => answer === 'invalid')
    .flatMap(({ what, findings }) => findings.map(({ message }) => `${what}: ${message}`))
    .concat(result.result)
    .join('\n');
}

/** A firewall that drops the node's DNS. */
const dnsBlocked: See = (check) => {
  if (check.target.port !== 53 || check.vantage.kind !== 'node') return passing(check);
  return check.target.protocol === 'udp' ? 'no-answer' : 'filtered';
};
const monday = '2026-11-23T20:00:00Z';
const tuesday = '2026-11-24T20:00:00Z';
const site = provableSite();

describe('what is repeated', () => {
  test('is what does not pass, and nothing else', () => {
    const earlier = earlierAt(site, dnsBlocked, monday);
    const only = toRepeat({ ...site, plan: planOf(site), earlier: [earlier], now: tuesday });
    const failed = earlier.report.checks.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id);
    expect(failed.length).toBeGreaterThan(2);
    expect([...only].sort()).toEqual(failed.sort());
  });

  test('is everything when the passes are seven days old', () => {
    const earlier = earlierAt(site, passing, monday);
    const repeat = (now: string) => toRepeat({ ...site, plan: planOf(site), earlier: [earlier], now }).size;
    expect(repeat('2026-11-30T18:59:59Z')).toBeLessThan(site.checks.length / 2);
    // They would be seven days old before the run ends.
    expect(repeat('2026-11-30T19:00:00Z')).toBe(site.checks.length);
  });
});

describe('a merged report', () => {
  test('verifies as valid, and says what was carried over and when it was made', () => {
    const earlier = earlierAt(site, dnsBlocked, monday);
    const { report, only, carriedFrom } = mergeRepeated(site, [earlier], passing, tuesday);
    expect(verified(report)).toBe('valid');
    expect(report.readiness).not.toBe('not-ready');
    expect(carriedFrom).toEqual([
      { id: earlier.report.id, sha256: earlier.sha256, createdAt: monday, signer: signer.fingerprint },
    ]);
    for (const check of report.checks.filter(({ observation }) => wasExecuted(observation)))
      expect(check.carriedOverFrom).toEqual(
        only.has(check.id) ? null : { report: earlier.report.id, startedAt: monday },
      );
  });

  test('keeps every fail that the run could not repeat, as a fail', () => {
    const earlier = earlierAt(site, dnsBlocked, monday);
    const { report } = mergeRepeated(site, [earlier], () => 'not-run', '2026-12-24T20:00:00Z');
    const failed = ({ checks }: Report) =>
      checks.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
    expect(failed(report)).toEqual(failed(earlier.report));
    expect(failed(report).length).toBeGreaterThan(1);
    // A month later no pass is left.
    expect(report.checks.filter(({ verdict }) => verdict === 'pass')).toEqual([]);
    expect(verified(report)).toBe('valid');
  });

  test('says of a node that was not met from where it knows it', () => {
    const earlier = earlierAt(site, passing, monday);
    const run = runAt(site, () => 'not-run', tuesday);
    const away = {
      ...run,
      nodes: run.nodes.map((node) => ({ ...node, hostKey: null, failure: 'not selected for this run' })),
    };
    const { report } = merge(site, [earlier], away, tuesday);
    expect(verified(report)).toBe('valid');
    expect(report.nodes[0]?.hostKey).toBe(earlier.report.nodes[0]?.hostKey);
    expect(report.nodes[0]?.failure).toBe(
      `Not met in this run: not selected for this run. What is known of it is from report ${earlier.report.id.slice(0, 8)} of ${monday}.`,
    );
  });

  test('of a merged report names the report in which a check was really made', () => {
    const first = earlierAt(site, dnsBlocked, monday);
    const second = mergeRepeated(site, [first], () => 'filtered', '2026-11-23T21:00:00Z').report;
    const third = mergeRepeated(site, [earlierOf(second)], passing, tuesday);
    expect(verified(third.report)).toBe('valid');
    expect(third.carriedFrom.map(({ id }) => id)).toEqual([first.report.id]);
  });
});

describe('runs of two laptops', () => {
  const inbound = plannedSite('gdansk-dc1', (json) => {
    json['features'] = { ping: true, supportAssistance: true };
    json['entries'] = {};
    json['attestations'] = [];
    json['waivers'] = [];
  });
  const sources = [
    ...new Set(
      inbound.checks.flatMap(({ vantage }) => (vantage.kind === 'laptop' ? [vantage.coversFrom] : [])),
    ),
  ].sort();
  const from =
    (source: string | undefined): See =>
    (check) =>
      check.vantage.kind === 'laptop' && check.vantage.coversFrom !== source
        ? 'not-testable'
        : passing(check);

  test('make one report in which each source is proven by the laptop that stood there', () => {
    expect(sources.length).toBeGreaterThan(2);
    const reports = sources.map((source, index) =>
      earlierAt(inbound, from(source), `2026-11-23T2${index % 4}:00:0${index}Z`),
    );
    const last = reports.at(-1)?.report;
    const { report, only } = mergeRepeated(inbound, reports, () => 'not-run', tuesday);
    expect(verified(report)).toBe('valid');
    expect(last?.readiness).toBe('not-ready');
    const proven = report.checks.filter(
      ({ vantage, verdict }) => vantage.kind === 'laptop' && verdict === 'pass',
    );
    expect([...new Set(proven.map(({ vantage }) => vantage.coversFrom))].sort()).toEqual(sources);
    // Only what nobody could prove is left to do.
    for (const check of report.checks) expect(only.has(check.id)).toBe(check.verdict !== 'pass');
  });
});

describe('nothing is carried over', () => {
  const left = (
    planned: PlannedSite,
    earlier: EarlierReport,
    run = runAt(planned, () => 'not-run', tuesday),
  ) => merge(planned, [earlier], run, tuesday);
  const changed = (change: (json: Record<string, unknown>) => void): PlannedSite =>
    plannedSite('gdansk-dc1', (json) => {
      json['features'] = { supportAssistance: true, ping: true };
      json['attestations'] = [];
      json['waivers'] = [];
      json['entries'] = {};
      const scanner = {
        direction: 'out',
        services: ['1344/tcp'],
        endpoints: ['10.20.9.9'],
        reason: 'scanner',
      };
      json['customRules'] = [{ id: 'icap', title: 'Antivirus ICAP', ...scanner }];
      change(json);
    });
  const earlier = earlierAt(site, passing, monday);

  test('from a node that shows another host key', () => {
    const run = runAt(site, () => 'not-run', tuesday);
    const nodes = run.nodes.map((node) => ({ ...node, hostKey: `SHA256:${'x'.repeat(43)}` }));
    const merged = left(site, earlier, { ...run, nodes });
    expect(merged.carriedFrom).toEqual([]);
    expect(new Set(merged.left.map(({ why }) => why))).toEqual(new Set(['other-host-key']));
  });

  test('for a rule that is another one today', () => {
    const today = changed((json) => {
      (json['endpoints'] as Record<string, unknown>)['dnsServers'] = ['10.20.5.53'];
    });
    const { left: out, report } = left(today, earlier);
    expect(out.length).toBeGreaterThan(0);
    for (const { check, why } of out) expect([check.split('.')[0], why]).toEqual(['dns', 'rule-changed']);
    expect(verified(report)).toBe('valid');
  });

  test('for an answer that the site would judge otherwise today, although the rule is the same', () => {
    const today = changed((json) => {
      json['checks'] = { ...(json['checks'] as object), trustedCas: [] };
      const endpoints = json['endpoints'] as Record<string, unknown[]>;
      endpoints['objectStores'] = (endpoints['objectStores'] ?? []).map((one) => ({
        ...(typeof one === 'string' ? { address: one } : (one as object)),
        issuer: `SHA256:${'I'.repeat(43)}`,
      }));
    });
    const { left: out, report } = left(today, earlier);
    expect(out.length).toBeGreaterThan(0);
    for (const { check, why } of out)
      expect([check.split('.')[0], why]).toEqual(['object-store', 'check-changed']);
    expect(verified(report)).toBe('valid');
  });

  test('as open when the negative control of today connects', () => {
    const run = runAt(site, () => 'not-run', tuesday);
    const control = { id: 'control.gdn-1.lan.1344', address: '192.0.2.254', port: 1344 };
    const vantage = { kind: 'node', node: 'gdn-1', port: 'lan' } as const;
    const connected = { ...run, controls: [{ ...control, vantage, observation: 'open' } as const] };
    expect(left(site, earlier, connected).left).toEqual([
      {
        report: earlier.report.id,
        check: expect.stringContaining('icap') as string,
        why: 'judged-otherwise',
      },
    ]);
    // Else the control of then comes along.
    const { report } = left(site, earlier);
    expect(report.controls.map(({ id, observation }) => [id, observation])).toEqual([
      [control.id, 'filtered'],
    ]);
    expect(verified(report)).toBe('valid');
  });

  test('of a flow that passed at one target and failed at another one that has no place today', () => {
    const range = changed((json) => {
      const rule = {
        direction: 'out',
        services: ['8000-8010/tcp'],
        endpoints: ['10.20.9.9'],
        reason: 'test',
      };
      json['customRules'] = [{ id: 'range', title: 'A range', ...rule }];
    });
    const only =
      (port: number, seen: Observation): See =>
      (check) =>
        check.rule.startsWith('range') && check.target.port === port ? seen : 'not-run';
    const passed = earlierAt(range, only(8000, 'open'), monday);
    // The same node by name, and another machine by its host key.
    const other = runAt(range, only(8010, 'filtered'), '2026-11-23T21:00:00Z');
    const nodes = other.nodes.map((node) => ({ ...node, hostKey: `SHA256:${'x'.repeat(43)}` }));
    const failed = earlierOf(reportOn(range, { ...other, nodes }, '2026-11-23T21:00:00Z'));
    const run = runAt(range, () => 'not-run', tuesday);
    const verdict = (reports: readonly EarlierReport[]) => {
      const { report, left: out } = merge(range, reports, run, tuesday);
      const rule = report.rules.find(({ id }) => id.startsWith('range'));
      return [rule?.verdict, out.map(({ why }) => why).sort()];
    };
    expect(verdict([passed])).toEqual(['pass', []]);
    expect(verdict([passed, failed])).toEqual(['inconclusive', ['beside-one-left', 'other-host-key']]);
  });

  test('from a report of another site, of practice, or of tomorrow', () => {
    const why = (report: Partial<Report>, now = tuesday) =>
      whyNotCarried(
        { site: site.site, practice: false, now },
        { ...earlier, report: { ...earlier.report, ...report } },
      )?.message;
    expect(why({})).toBeUndefined();
    expect(why({ practice: true })).toContain('practice');
    expect(why({ redactedFrom: { id: 'x', sha256: 'x' } })).toContain('redacted');
    expect(why({}, '2026-11-22T20:00:00Z')).toContain('by the clock of this laptop');
    const customer = { ...site.site.customer, site: 'Poznań DC2' };
    expect(why({ site: { ...site.site, customer } })).toContain('Poznań DC2');
  });
});
