import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../../shared/lib/digest.ts';
import { utcMillis } from '../../../shared/lib/utc.ts';
import { planChecks } from '../../../shared/plan/plan-checks.ts';
import type { Check } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { carryOver, toRepeat } from '../../../shared/report/carry-over.ts';
import { composeReport, reportBytes } from '../../../shared/report/compose-report.ts';
import type { EarlierReport } from '../../../shared/report/earlier-checks.ts';
import { targetKey } from '../../../shared/report/earlier-checks.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { verifyReport } from '../../../shared/report/verify-report.ts';
import { wasExecuted } from '../../../shared/results/executed.ts';
import type { CheckRecord, RunRecord } from '../../../shared/results/types.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import type { PlannedSite } from '../../helpers/site-run.ts';
import { passing, runOf } from '../../helpers/site-run.ts';
import { panzura, siteOf, smallSite } from '../../helpers/site-fixtures.ts';
import { signer, verifyInput } from './sample-report.ts';

/** Two nodes that check each other, networks that a laptop or a node may stand for, a range of ports, and names. */
function twoNodeSite(more: Partial<NonNullable<SiteFile['endpoints']>> = {}): SiteFile {
  const node = (name: string, network: string) => ({
    name,
    lan: { address: `${network}.10/24`, gateway: `${network}.1` },
    ssh: { host: `${network}.10`, port: 22, user: 'root', hostKey: `SHA256:${'k'.repeat(43)}` },
  });
  return smallSite({
    customer: { name: 'Lab', site: 'Two' },
    nodes: [node('alpha', '10.77.0'), node('beta', '10.77.8')],
    features: { ping: true, smb: true, supportAssistance: true },
    endpoints: {
      adminWorkstations: ['10.77.8.0/23', '10.20.40.0/24'],
      monitoringHosts: ['10.20.40.0/24'],
      dnsServers: ['10.20.5.53', '10.20.5.54'],
      ntpServers: ['10.20.5.123'],
      licenseServers: ['license.example.com'],
      objectStores: [{ address: 's3.example.com', expect: ['192.0.2.7'] }],
      ...more,
    },
    customRules: [
      {
        ...{ id: 'range', title: 'A range', direction: 'in', port: 'lan', services: ['8000-8010/tcp'] },
        ...{ endpoints: ['10.77.8.0/23', '10.20.40.0/24'], reason: 'test' },
      },
      {
        ...{ id: 'icap', title: 'No probe', direction: 'out', services: ['1344/tcp'] },
        ...{ endpoints: ['10.20.9.9', '10.20.9.10'], reason: 'test' },
      },
    ],
  });
}

const sites = [
  twoNodeSite(),
  // Another digest of the DNS rules, and another expectation behind the same digest.
  twoNodeSite({ dnsServers: ['10.20.5.53'] }),
  twoNodeSite({ objectStores: [{ address: 's3.example.com', expect: ['192.0.2.8'] }] }),
].map((file) => {
  const site = siteOf(file);
  const ruleSet = deriveRules(panzura(), site);
  return { catalog: panzura(), site, ruleSet };
});

/** Laptops: nowhere, in a network in which a node lies too, in another one. */
const laptops = [['10.9.9.9'], ['10.77.9.3'], ['10.20.40.9']] as const;

interface RunSeed {
  readonly site: number;
  readonly laptop: number;
  /** Hours before the new report. */
  readonly age: number;
  readonly otherKey: boolean;
  /** For each check: what of it was seen. */
  readonly seen: readonly number[];
  /** Takes the place of `seen`. */
  readonly see?: (check: Check) => Observation;
}

const seeds: fc.Arbitrary<RunSeed> = fc.record({
  site: fc.constantFrom(0, 0, 0, 0, 1, 2),
  laptop: fc.nat(laptops.length - 1),
  age: fc.integer({ min: 0, max: 200 }),
  otherKey: fc.constantFrom(false, false, false, false, false, true),
  seen: fc.array(fc.nat(9), { minLength: 7, maxLength: 23 }),
});

const now = '2026-11-24T20:00:00Z';
const nowMs = utcMillis(now) ?? 0;
const utcAt = (age: number): string => new Date(nowMs - age * 3_600_000).toISOString().replace('.000', '');

interface Made {
  readonly planned: PlannedSite;
  readonly plan: ReturnType<typeof planChecks>;
  readonly run: RunRecord;
}

function makeRun(seed: RunSeed, only?: ReadonlySet<string>): Made {
  const base = sites[seed.site];
  if (base === undefined) throw new Error('No such site.');
  const plan = planChecks(base.ruleSet, base.site, { laptop: laptops[seed.laptop] ?? [] });
  const planned = { ...base, checks: plan.checks };
  const places = new Map(plan.checks.map(({ id }, index) => [id, index]));
  const bad: readonly Observation[] = ['filtered', 'rejected', 'no-answer', 'error', 'not-run', 'not-run'];
  const run = runOf(planned, (check) => {
    if (only?.has(check.id) === false) return 'not-run';
    if (seed.see !== undefined) return seed.see(check);
    const word = seed.seen[(places.get(check.id) ?? 0) % seed.seen.length] ?? 0;
    return bad[word] ?? passing(check);
  });
  const at = utcAt(seed.age);
  const key = `SHA256:${(seed.otherKey ? 'x' : 'k').repeat(43)}`;
  const when = (check: RunRecord['checks'][number]) =>
    check.startedAt === null ? check : { ...check, startedAt: at };
  const nodes = run.nodes.map((node) => ({ ...node, hostKey: key }));
  return {
    planned,
    plan,
    run: { ...run, startedAt: at, finishedAt: at, nodes, checks: run.checks.map(when) },
  };
}

/** How often a law is tried: it takes a build machine a second or two, and with LAWS=full some minutes. */
const runs = (usually: number): number => (process.env['LAWS'] === 'full' ? 500 : usually);

let count = 0;

function reportOn(planned: PlannedSite, run: RunRecord, at: string, carriedFrom: Report['carriedFrom'] = []) {
  count += 1;
  const report = composeReport({
    ...planned,
    ...{ siteName: 'two', run, createdAt: at, version: '0.1.0', previous: null, carriedFrom, signer },
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
  }).report;
  return { report, sha256: sha256Hex(reportBytes(report)) };
}

const verdictsOf = ({ rules, groups }: Report) =>
  [...rules, ...groups].map(({ id, verdict }) => [id, verdict]);
const whatWasSeen = ({ id, observation, startedAt, attempts, facts, evidence, vantage }: CheckRecord) =>
  JSON.stringify({ id, observation, startedAt, attempts, facts, evidence, vantage });

function verified(report: Report): string[] {
  const { lines } = verifyReport(verifyInput(report));
  return lines
    .filter(({ answer }) => answer === 'invalid')
    .flatMap(({ what, says, findings }) => [`${what}: ${says}`, ...findings.map(({ message }) => message)]);
}

/** Executed checks of the reports by target, the newest first. */
function lookedAt(
  earlier: readonly EarlierReport[],
  key: string,
): { check: CheckRecord; from: EarlierReport }[] {
  return earlier
    .flatMap((from) => from.report.checks.map((check) => ({ check, from })))
    .filter(({ check }) => wasExecuted(check.observation) && targetKey(check) === key)
    .sort((a, b) => (utcMillis(b.check.startedAt ?? '') ?? 0) - (utcMillis(a.check.startedAt ?? '') ?? 0));
}

test('a merged report says nothing that nobody saw, and hides nothing newer that failed', () => {
  fc.assert(
    fc.property(
      fc.array(seeds, { minLength: 1, maxLength: 4 }),
      seeds,
      fc.boolean(),
      (before, last, partly) => {
        const earlier = before.map((seed) => {
          const { planned, run } = makeRun(seed);
          return reportOn(planned, run, utcAt(seed.age));
        });
        const of = makeRun({ ...last, site: 0, age: 0, otherKey: false });
        const input = { ...of.planned, plan: of.plan, earlier, now };
        const only = toRepeat(input);
        const { run } = partly ? makeRun({ ...last, site: 0, age: 0, otherKey: false }, only) : of;
        const merged = carryOver({ ...input, run });
        const { report } = reportOn(of.planned, merged.run, now, merged.carriedFrom);

        expect(verified(report)).toEqual([]);
        const digests = new Map(report.rules.map(({ id, digest }) => [id, digest]));
        const byKey = new Map(report.checks.map((check) => [targetKey(check), check]));
        for (const own of run.checks) {
          const key = targetKey(own);
          const check = byKey.get(key);
          if (check === undefined) throw new Error(`${key} is missing.`);
          // What this run saw counts.
          if (wasExecuted(own.observation)) {
            expect(check.carriedOverFrom).toBeNull();
            expect(check.observation).toBe(own.observation);
            continue;
          }
          const looks = lookedAt(earlier, key);
          const rule = check.rule;
          const unchanged = looks.filter(
            ({ from }) =>
              from.report.rules.find(({ id }) => id === rule)?.digest === digests.get(rule) &&
              from.report.nodes.every(({ hostKey }) => hostKey === `SHA256:${'k'.repeat(43)}`),
          );
          if (check.carriedOverFrom === null) {
            expect(wasExecuted(check.observation)).toBe(false);
            // Nothing that failed on the same rule and node is lost, unless a newer one passed or it is asked otherwise.
            const [newest] = unchanged;
            if (newest?.check.verdict === 'fail') expect(rule).toContain('object-store');
            continue;
          }
          // It is word for word one of those that may be carried over, and nothing newer failed.
          const found = unchanged.find((one) => whatWasSeen(one.check) === whatWasSeen(check));
          expect(found).toBeDefined();
          if (check.verdict !== 'pass') continue;
          expect(nowMs - (utcMillis(check.startedAt ?? '') ?? 0)).toBeLessThan(7 * 24 * 3_600_000);
          const newer = looks.filter((one) => (one.check.startedAt ?? '') > (check.startedAt ?? ''));
          expect(newer.filter((one) => one.check.verdict !== 'pass')).toEqual([]);
          // Which key the nodes have is known when they were met; in its last hour a pass is repeated.
          if (before.every(({ otherKey, age }) => !otherKey && age < 167))
            expect(only.has(own.id)).toBe(false);
        }
        // A rule passes only if the newest look at each of its targets, where there was one that may count, passed.
        for (const rule of report.rules.filter(({ verdict }) => verdict === 'pass'))
          for (const check of report.checks.filter(
            (one) => one.rule === rule.id && wasExecuted(one.observation),
          ))
            expect(check.verdict).toBe('pass');
      },
    ),
    { numRuns: runs(15), seed: 5 },
  );
}, 600_000);

test('carrying over everything from one report gives the same verdicts, and doing it again changes nothing', () => {
  fc.assert(
    fc.property(seeds, fc.nat(2), (seed, laptop) => {
      const young = { ...seed, site: 0, otherKey: false, age: seed.age % 160 };
      const { planned, run } = makeRun(young);
      const first = reportOn(planned, run, utcAt(young.age));
      // From another place, and nothing is carried out.
      const later = makeRun({ ...young, laptop, age: 0 }, new Set());
      const carry = (from: EarlierReport) => {
        const input = { ...later.planned, plan: later.plan, earlier: [from], now };
        const merged = carryOver({ ...input, run: later.run });
        return { merged, ...reportOn(later.planned, merged.run, now, merged.carriedFrom) };
      };
      const second = carry(first);
      expect(second.merged.left).toEqual([]);
      expect(verdictsOf(second.report)).toEqual(verdictsOf(first.report));
      expect(verified(second.report)).toEqual([]);
      const third = carry(second);
      expect(third.report.checks).toEqual(second.report.checks);
      expect(third.report.carriedFrom).toEqual(second.report.carriedFrom);
    }),
    { numRuns: runs(10), seed: 6 },
  );
}, 600_000);

test('two ports of one flow may be proven from two places', () => {
  const is = ({ rule, target }: Check, port: number) =>
    rule.startsWith('range.alpha.in') && target.port === port;
  const plain = { site: 0, otherKey: false, seen: [] } as const;
  const byLaptop = makeRun({
    ...{ ...plain, laptop: 1, age: 2 },
    see: (check) => (is(check, 8010) ? 'filtered' : passing(check)),
  });
  const earlier = [reportOn(byLaptop.planned, byLaptop.run, utcAt(2))];
  // The laptop has gone; there the other node stands for it.
  const gone = { ...plain, laptop: 0, age: 0, see: passing };
  const { planned, plan } = makeRun(gone);
  const only = toRepeat({ ...planned, plan, earlier, now });
  const { run } = makeRun(gone, only);
  const merged = carryOver({ ...planned, plan, earlier, run, now });
  const { report } = reportOn(planned, merged.run, now, merged.carriedFrom);
  const flow = report.checks.filter(
    ({ flow: id }) => id.startsWith('range.alpha.in') && id.includes('#10.77.8.0/23>'),
  );
  expect(flow.map(({ target, vantage, verdict }) => [target.port, vantage.kind, verdict])).toEqual([
    [8000, 'laptop', 'pass'],
    [8010, 'peer', 'pass'],
  ]);
  expect(verified(report)).toEqual([]);
});
