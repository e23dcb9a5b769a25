import { describe, expect, it } from 'vitest';
import { composeReport } from '../../../../shared/report/compose-report.ts';
import type { Report } from '../../../../shared/report/schema.ts';
import { againstWatch } from '../../../../shared/report/watch/contradictions.ts';
import type { Opening, WatchRecord } from '../../../../shared/report/watch/schema.ts';
import { passing, runOf } from '../../../helpers/site-run.ts';
import { createdAt, provableSite, signer } from '../sample-report.ts';

const planned = provableSite();
const rule = planned.ruleSet.rules.find(({ id }) => id.startsWith('ntp.'))?.id ?? '';
const good: Opening = {
  ...{ rule, lastNotPassed: '2026-11-24T20:39:30Z', firstPassed: '2026-11-24T20:40:02Z', closed: null },
};

function reportWith(
  openings: readonly Opening[],
  change: Partial<WatchRecord> = {},
  ntpPasses = true,
): Report {
  const run = runOf(planned, (check) => (check.rule === rule && !ntpPasses ? 'refused' : passing(check)));
  return composeReport({
    ...planned,
    ...{ siteName: 'gdansk-dc1', run, id: '7a39c512-3c1e-4b6f-9d27-6f0d5a1e2b44', createdAt },
    ...{ version: '0.0.0-test', previous: null, signer },
    watch: {
      ...{ startedAt: '2026-11-24T20:39:00Z', endedAt: createdAt, ended: 'stopped', everySeconds: 15 },
      ...{ greenEvery: 10, rounds: 8, lostRounds: 0, clockSetBackMs: 0, openings: [...openings] },
      ...change,
    },
  }).report;
}

const says = (report: Report): string =>
  againstWatch(report)
    .map(({ message }) => message)
    .join(' ');

describe('opening times in a report', () => {
  it('that fit the checks on record speak against nothing', () => {
    const stopped = { lastPassed: '2026-11-24T20:39:50Z', firstNotPassed: '2026-11-24T20:39:55Z' };
    expect(says(reportWith([good]))).toBe('');
    expect(
      says(
        reportWith([
          { ...good, lastNotPassed: null, firstPassed: '2026-11-24T20:39:10Z', closed: stopped },
          good,
        ]),
      ),
    ).toBe('');
  });

  it.each<[string, Report, RegExp]>([
    ['of a rule that does not pass', reportWith([good], {}, false), /its checks give/],
    ['of no rule of the report', reportWith([{ ...good, rule: 'x.y' }]), /no rule or group/],
    [
      'that lie before the last look that saw it closed',
      reportWith([{ ...good, lastNotPassed: '2026-11-24T20:40:30Z' }]),
      /before it was last seen not to/,
    ],
    [
      'after every check on record',
      reportWith([{ ...good, lastNotPassed: '2026-11-24T20:40:10Z', firstPassed: '2026-11-24T20:40:30Z' }]),
      /after every check of it on record/,
    ],
    ['outside of the watch', reportWith([{ ...good, firstPassed: '2026-11-24T20:50:00Z' }]), /outside/],
    ['that open twice', reportWith([good, good]), /without having closed/],
    [
      'of a watch after the report',
      reportWith([], { endedAt: '2026-11-24T22:00:00Z' }),
      /between the beginning of the run and the report/,
    ],
  ])('%s are called out', (_what, report, pattern) => {
    expect(says(report)).toMatch(pattern);
  });
});
