import { describe, expect, it } from 'vitest';
import { fakeRun } from '../../../../renderer/api/fake-run.ts';
import { sampleSite } from '../../../../renderer/api/fake-sites.ts';
import { emptyProgress } from '../../../../renderer/state/run-progress.ts';
import { engineerText } from '../../../../renderer/steps/checks/evidence.ts';
import { barOfRow, byVerdict, countRows, rowsOf } from '../../../../renderer/steps/checks/check-rows.ts';
import type { CheckRecord } from '../../../../shared/results/types.ts';
import { previewed, record } from '../../samples.ts';

const rules = previewed().rules.rules;
const run = fakeRun(sampleSite, true)!;
const ids = run.checks.slice(0, 5).map((check) => check.id);
const [first = '', second = '', third = '', fourth = ''] = ids;

const progress = {
  ...emptyProgress('key'),
  checks: ids,
  attempts: { [fourth]: 2 },
  records: {
    [first]: record({ id: first }),
    [second]: record({ id: second, verdict: 'inconclusive', observation: 'no-answer' }),
    [third]: record({ id: third, verdict: 'fail', observation: 'filtered' }),
  },
};

describe('rows of a run', () => {
  it('know rule, service and target before anything is observed', () => {
    const row = rowsOf(emptyProgress('key'), rules, false);
    expect(row).toEqual([]);
    const waiting = rowsOf({ ...emptyProgress('key'), checks: ids }, rules, false)[0];
    expect(waiting).toMatchObject({
      state: 'waiting',
      title: 'SSH between nodes',
      service: '22/tcp',
      target: '10.20.0.10',
    });
  });

  it('name the other node where a check starts there, also before it is observed', () => {
    const rule = rules.find(({ direction }) => direction === 'in');
    if (rule === undefined) throw new Error('the sample has no In rule');
    const id = `${rule.id}#10.77.0.10>10.20.0.10@por-1.lan~10.20.0.10:22`;
    const fromOf = (more: Partial<typeof progress>) =>
      rowsOf({ ...emptyProgress('key'), checks: [id], ...more }, rules, false)[0]?.from;
    expect(fromOf({})).toEqual({ peer: 'por-1' });
    const vantage: CheckRecord['vantage'] = {
      kind: 'peer',
      node: 'por-1',
      interface: 'lan0',
      address: '10.77.0.10',
      coversFrom: '10.77.0.10',
    };
    const observed = record({ id, rule: rule.id, vantage });
    expect(fromOf({ records: { [id]: observed } })).toEqual({ peer: 'por-1' });
    expect(engineerText(observed, rule.title)).toContain('Source: por-1 10.77.0.10 (lan0)');
  });

  it('count each check once under its state', () => {
    expect(countRows(rowsOf(progress, rules, false))).toEqual({
      pass: 1,
      inconclusive: 1,
      fail: 1,
      running: 1,
      waiting: 1,
      'not-run': 0,
    });
  });

  it('show nothing as running when the run is over', () => {
    expect(countRows(rowsOf(progress, rules, true))).toMatchObject({
      running: 0,
      waiting: 0,
      'not-run': 2,
    });
  });

  it('are sorted worst first, in the plan’s order within', () => {
    expect(byVerdict(rowsOf(progress, rules, false)).map((row) => row.state)).toEqual([
      'fail',
      'inconclusive',
      'running',
      'pass',
      'waiting',
    ]);
  });

  it('draw what did not run as such, never as a pass', () => {
    const notRun = {
      ...progress,
      records: { [first]: record({ id: first, observation: 'not-run', verdict: 'inconclusive' }) },
    };
    expect(rowsOf(notRun, rules, true).map(barOfRow)).toEqual(Array(5).fill('not-run'));
  });
});

it('the text for the engineer carries verdict, evidence and what to try next', () => {
  const text = engineerText(
    record({
      verdict: 'fail',
      observation: 'filtered',
      explanation: 'No answer in 3.0 s.',
      advice: { where: 'a firewall', owner: 'The firewall team', next: 'Look at the log.' },
    }),
    'SSH between nodes, 22/tcp',
  );
  expect(text).toContain('SSH between nodes, 22/tcp: filtered (fail)');
  expect(text).toContain('Owner: The firewall team');
  expect(text).toMatch(/Source: szz-1 172\.31\.250\.10/);
  expect(text).toMatch(/Target: 10\.20\.0\.10 22\/tcp/);
});
