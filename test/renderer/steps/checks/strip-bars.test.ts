import { describe, expect, it } from 'vitest';
import type { CheckRow, RowState } from '../../../../renderer/steps/checks/check-rows.ts';
import { barsOf, ticksOf } from '../../../../renderer/steps/checks/strip-bars.ts';
import { record } from '../../samples.ts';

const seen = {
  pass: record(),
  fail: record({ verdict: 'fail' }),
  inconclusive: record({ verdict: 'inconclusive' }),
};

function rowsOf(counts: Partial<Record<RowState, number>>): CheckRow[] {
  return Object.entries(counts).flatMap(([state, count]) =>
    Array.from({ length: count }, (_, index): CheckRow => {
      return {
        id: `${state} ${index}`,
        rule: 'r',
        state: state as RowState,
        record: state === 'pass' || state === 'fail' || state === 'inconclusive' ? seen[state] : null,
        title: '',
        service: '',
        target: '',
        from: 'lan',
        direction: 'out',
        node: 'n',
        attempt: 0,
      };
    }),
  );
}

describe('the verdict strip', () => {
  it('has a bar for each check, what is done first', () => {
    expect(barsOf(rowsOf({ waiting: 2, fail: 1, pass: 3, running: 1 }))).toEqual([
      ...['pass', 'pass', 'pass', 'fail', 'running', 'not-run', 'not-run'],
    ]);
  });

  it('hides no fail among twenty thousand, wherever it falls', () => {
    for (const pass of [0, 1, 83, 7000, 19_998, 19_999]) {
      const bars = barsOf(rowsOf({ pass, fail: 1, waiting: 19_999 - pass }));
      expect(bars).toHaveLength(240);
      expect(bars.filter((bar) => bar === 'fail')).toHaveLength(1);
    }
  });

  it('is as long in each state as there are checks in it', () => {
    const bars = barsOf(rowsOf({ pass: 10_000, waiting: 10_000 }));
    expect(bars.filter((bar) => bar === 'pass')).toHaveLength(120);
  });

  it('is counted by round numbers, and by its own at the end', () => {
    expect(ticksOf(0)).toEqual([0]);
    expect(ticksOf(3)).toEqual([0, 1, 2, 3]);
    expect(ticksOf(29)).toEqual([0, 10, 20, 29]);
    expect(ticksOf(20_000)).toEqual([0, 5000, 10_000, 15_000, 20_000]);
    expect(ticksOf(51)).toEqual([0, 20, 40, 51]);
  });
});
