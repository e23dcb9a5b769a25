import { describe, expect, it } from 'vitest';
import {
  gap,
  pageInMiddle,
  pagesInView,
  paperSize,
  scaleOf,
  stepped,
  topOfPage,
} from '../../../../renderer/steps/request/preview/zoom.ts';

const a4 = { width: 842, height: 595 };
const view = { width: 424, height: 300 };

describe('the size of a page', () => {
  it('fits the width, or the whole page, or is that of paper', () => {
    expect(scaleOf({ kind: 'width' }, a4, view) * a4.width).toBeCloseTo(view.width - 2 * gap);
    const whole = scaleOf({ kind: 'page' }, a4, { width: 424, height: 200 });
    expect(whole * a4.height).toBeCloseTo(200 - 2 * gap);
    expect(whole * a4.width).toBeLessThanOrEqual(400);
    expect(scaleOf({ kind: 'scale', scale: paperSize }, a4, view)).toBeCloseTo(96 / 72);
  });

  it('goes up and down from whatever is shown, and stops at both ends', () => {
    const fitted = scaleOf({ kind: 'width' }, a4, view);
    const larger = stepped(fitted, 1);
    const smaller = stepped(fitted, -1);
    expect(larger.kind === 'scale' && larger.scale).toBeGreaterThan(fitted);
    expect(smaller.kind === 'scale' && smaller.scale).toBeLessThan(fitted);
    let scale = fitted;
    for (let i = 0; i < 40; i += 1) {
      const next = stepped(scale, 1);
      if (next.kind === 'scale') scale = next.scale;
    }
    expect(stepped(scale, 1)).toEqual({ kind: 'scale', scale });
  });
});

describe('the pages in view', () => {
  it('are those that the scrolled part touches, and never beyond the last', () => {
    const height = 280;
    for (const page of [1, 2, 7]) {
      const top = topOfPage(page, height);
      expect(pagesInView(top, height - 1, height, 7)).toEqual([page, page]);
      expect(pageInMiddle(top - gap, height, height, 7)).toBe(page);
    }
    expect(pagesInView(topOfPage(2, height) + 140, height, height, 7)).toEqual([2, 3]);
    expect(pagesInView(100_000, 500, height, 7)).toEqual([7, 7]);
    expect(pagesInView(0, 500, height, 1)).toEqual([1, 1]);
  });
});
