import { describe, expect, test } from 'vitest';
import { settleRule, type PersonsWord } from '../../../shared/rules/settle-rule.ts';
import type { Check } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import type { Report } from '../../../shared/report/schema.ts';
import { verifyExitCode, verifyReport } from '../../../shared/report/verify-report.ts';
import { passing, type PlannedSite } from '../../helpers/site-run.ts';
import { createdAt, provableSite, sampleReport, verifyInput } from './sample-report.ts';

const rule = 'dns.gdn-1.out.lan.53-tcp.v4';
const planned = provableSite();
const hour = (hours: number): string =>
  new Date(Date.parse(createdAt) + hours * 3_600_000).toISOString().replace('.000', '');

/** The site after `attest` or `waive` at a time. */
function siteWith(word: PersonsWord, at: string): PlannedSite {
  const settled = settleRule(planned.site, planned.ruleSet, rule, word, at);
  if (!settled.ok) throw new Error(settled.error.message);
  const { attestations, waivers } = settled.value;
  return { ...planned, site: { ...planned.site, attestations: [...attestations], waivers: [...waivers] } };
}

const seeing =
  (observation: Observation) =>
  (check: Check): Observation =>
    check.rule === rule ? observation : passing(check);

function reportOf(word: PersonsWord, at: string, observation: Observation): Report {
  return sampleReport(siteWith(word, at), seeing(observation));
}

/** Settled, readiness, and the exit code of `verify --require-ready`. */
function outcome(report: Report): unknown[] {
  const result = verifyReport(verifyInput(report));
  const settled = report.rules.find(({ id }) => id === rule)?.settled;
  return [settled, report.readiness, result.result, verifyExitCode(result, true)];
}

const waive = (expires: string): PersonsWord => ({
  kind: 'waive',
  by: 'Ola',
  reason: 'comes in May',
  expires,
});
const attest = (expires: string | null): PersonsWord => ({ kind: 'attest', by: 'Ola', how: 'seen', expires });

describe('a report counts a person’s word as of the time it was made', () => {
  test('a waiver covers a fail until it ends, and not from its very end on', () => {
    expect(outcome(reportOf(waive(hour(1)), hour(-1), 'filtered'))).toEqual([
      'waived',
      'ready-with-exceptions',
      'valid',
      4,
    ]);
    expect(outcome(reportOf(waive(createdAt), hour(-1), 'filtered'))).toEqual([
      null,
      'not-ready',
      'valid',
      1,
    ]);
    expect(outcome(reportOf(waive(hour(2)), hour(1), 'filtered'))).toEqual([null, 'not-ready', 'valid', 1]);
  });

  test('an attestation covers what nobody can tell, and no fail', () => {
    expect(outcome(reportOf(attest(null), hour(-1), 'not-run'))).toEqual([
      'attested',
      'ready-with-exceptions',
      'valid',
      4,
    ]);
    expect(outcome(reportOf(attest(null), hour(-1), 'filtered'))).toEqual([null, 'not-ready', 'valid', 1]);
    expect(outcome(reportOf(attest(hour(0)), hour(-1), 'not-run'))).toEqual([null, 'not-ready', 'valid', 1]);
  });

  test('neither is counted as passed, and one for another content does not count', () => {
    const report = reportOf(waive(hour(1)), hour(-1), 'filtered');
    expect(report.rules.find(({ id }) => id === rule)?.verdict).toBe('fail');
    const site = siteWith(waive(hour(1)), hour(-1));
    const other = site.site.waivers.map((one) => ({ ...one, digest: 'f'.repeat(64) }));
    expect(
      outcome(sampleReport({ ...site, site: { ...site.site, waivers: other } }, seeing('filtered'))),
    ).toEqual([null, 'not-ready', 'valid', 1]);
  });

  test('a report that counts one that had ended is called out', () => {
    const honest = reportOf(waive(createdAt), hour(-1), 'filtered');
    const rules = honest.rules.map((one) => (one.id === rule ? { ...one, settled: 'waived' as const } : one));
    const forged: Report = { ...honest, rules, readiness: 'ready-with-exceptions' };
    expect(verifyReport(verifyInput(forged)).result).toBe('invalid');
  });
});
