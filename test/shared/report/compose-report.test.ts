import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../shared/lib/digest.ts';
import { embeddedCatalog } from '../../../shared/report/catalog-part.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import { parseReport } from '../../../shared/report/parse-report.ts';
import { plannedSite } from '../../helpers/site-run.ts';
import { provableSite, sampleReport } from './sample-report.ts';

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('a readiness report', () => {
  const planned = provableSite();

  it('of a site whose required rules all pass is ready', () => {
    const report = sampleReport(planned);
    expect(report.rules.filter((rule) => rule.level === 'required' && rule.verdict !== 'pass')).toEqual([]);
    expect(report.readiness).toBe('ready');
  });

  it('of a run in which nothing ran is not ready, and keeps every planned check as not-run', () => {
    const report = sampleReport(planned, () => 'not-run');
    expect(report.readiness).toBe('not-ready');
    expect(report.checks.map((check) => check.id)).toEqual(planned.checks.map((check) => check.id));
    expect(report.checks.every((check) => check.verdict === 'inconclusive')).toBe(true);
  });

  it('of one failing required flow is not ready and names the rule', () => {
    const report = sampleReport(planned, (check) =>
      check.rule === 'ntp.gdn-1.out.lan.123-udp.v4'
        ? 'rejected'
        : check.probe === 'tcp'
          ? 'open'
          : 'confirmed',
    );
    expect(report.rules.filter((rule) => rule.verdict === 'fail').map((rule) => rule.id)).toEqual([
      'ntp.gdn-1.out.lan.123-udp.v4',
    ]);
    expect(report.readiness).toBe('not-ready');
  });

  it('is never older than what it holds, also when the clock was set back since the run', () => {
    const later = '2027-11-24T20:50:00Z';
    const report = sampleReport(planned, undefined, (run) => ({
      ...run,
      checks: run.checks.map((check, index) => (index === 3 ? { ...check, startedAt: later } : check)),
    }));
    expect(report.createdAt).toBe(later);
  });

  it('of practice results is practice and never ready, even if the run does not say so', () => {
    const report = sampleReport(planned, undefined, (run) => ({
      ...run,
      checks: run.checks.map((check) => ({ ...check, engine: 'practice' as const })),
    }));
    expect(report.practice).toBe(true);
    expect(report.readiness).toBe('not-ready');
  });

  it.each(['gdansk-dc1', 'szczecin-dc1', 'draft'])(
    'of %s is read back as it was written, and carries its catalogue whole',
    (name) => {
      const site = plannedSite(name);
      const report = sampleReport(site);
      const bytes = reportBytes(report);
      const parsed = parseReport(decode(bytes));
      expect(parsed.ok ? [] : parsed.error).toEqual([]);
      if (!parsed.ok) return;
      expect(decode(reportBytes(parsed.value.report))).toBe(decode(bytes));
      expect(digestOf(embeddedCatalog(parsed.value.report.catalog))).toBe(report.catalog.sha256);
      expect(embeddedCatalog(parsed.value.report.catalog)).toEqual(site.catalog);
    },
  );

  it('is the same, byte for byte, for the same run', () => {
    expect(decode(reportBytes(sampleReport(planned)))).toBe(decode(reportBytes(sampleReport(planned))));
  });
});

describe('a file that is no report', () => {
  it.each([
    [
      'no JSON',
      '{',
      'The file is no JSON. At character 2: The text ends inside an object. It may have been cut off there.',
    ],
    ['nothing', '', 'The file is empty.'],
    ['nested too deep', `${'['.repeat(100)}${']'.repeat(100)}`, 'The file nests deeper than 64 levels.'],
    ['larger than 50 MB', ' '.repeat(50_000_001), 'The file is larger than 50 MB.'],
  ])('because it is %s is refused in words', (_name, text, message) => {
    const parsed = parseReport(text);
    expect(parsed.ok ? [] : parsed.error.map((finding) => finding.message)).toEqual([message]);
  });

  it('does not mistake brackets inside of texts for nesting', () => {
    const parsed = parseReport(JSON.stringify({ format: `\\"${'['.repeat(200)}` }));
    expect(parsed.ok ? [] : parsed.error.map((finding) => finding.path)).toContain('format');
  });

  it('because a key is unknown names the key and its place', () => {
    const report = { ...sampleReport(provableSite()), password: 'x' };
    const parsed = parseReport(JSON.stringify(report));
    expect(parsed.ok ? [] : parsed.error.map((finding) => finding.path)).toEqual(['password']);
  });
});
