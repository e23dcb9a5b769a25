import { describe, expect, it } from 'vitest';
import { barsOf, isAsked } from '../../../../renderer/steps/start/recent-words.ts';

const site = {
  id: 'a',
  customer: 'Przedsiębiorstwo Żeglugi „Świętowit”',
  site: 'Szczecin DC1',
  fileName: 'szczecin-dc1.site.json',
  found: true,
  openedAt: '2026-11-24T20:41:00Z',
  readiness: null,
  folder: '/home/tech',
  draft: null,
  counts: null,
} as const;

describe('the strip of a recent site', () => {
  it('has one bar for each check, with what is in the way last', () => {
    expect(barsOf({ pass: 2, fail: 1, inconclusive: 1 })).toEqual(['pass', 'pass', 'inconclusive', 'fail']);
    expect(barsOf({ pass: 0, fail: 0, inconclusive: 0 })).toEqual([]);
  });

  it('shows one failure among thousands', () => {
    const bars = barsOf({ pass: 19_999, fail: 1, inconclusive: 0 });
    expect(bars.length).toBeLessThanOrEqual(41);
    expect(bars.filter((bar) => bar === 'fail')).toHaveLength(1);
  });
});

it('a site is found by any of its words, whatever their case', () => {
  expect(isAsked(site, '')).toBe(true);
  expect(isAsked(site, 'żeglugi szcz')).toBe(true);
  expect(isAsked(site, 'SITE.json')).toBe(true);
  expect(isAsked(site, 'żeglugi Osaka')).toBe(false);
});
