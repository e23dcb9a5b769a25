import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** Colours of a theme: those of `:root`, then what the theme overrides. */
function tokensOf(theme: string): Map<string, string> {
  const blocks = [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].filter(
    ([, selector = '']) => selector.includes(':root') || selector.includes(`[data-theme='${theme}']`),
  );
  const pairs = blocks.flatMap(([, , body = '']) => [
    ...body.matchAll(/--gc-([a-z0-9-]+):\s*(#[0-9a-f]{6})/g),
  ]);
  return new Map(pairs.map(([, name = '', colour = '']) => [name, colour]));
}

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken', 'hover', 'accent-soft'];
const words = ['text', 'text-2', 'text-3'];
const states = ['pass', 'fail', 'unsure', 'attested', 'waived', 'idle'];
const pairs = [
  ...grounds.flatMap((ground) => words.map((word) => [word, ground])),
  ...states.flatMap((state) => [
    [state, 'surface'],
    [state, 'canvas'],
    [state, `${state}-soft`],
  ]),
  ...states.map((state) => ['text', `${state}-soft`]),
  ['accent', 'surface'],
  ['accent', 'canvas'],
  ['accent', 'sunken'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['surface', 'wall'],
] as const;

describe.each([
  ['light', 4.5],
  ['dark', 4.5],
  ['contrast', 7],
])('the %s theme', (theme, least) => {
  const tokens = tokensOf(theme);

  it(`gives every text at least ${least} to 1 against its ground`, () => {
    const weak = pairs.flatMap(([front = '', back = '']) => {
      const ratio = contrast(tokens.get(front) ?? '', tokens.get(back) ?? '');
      return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
    });
    expect(weak).toEqual([]);
  });

  it('gives every control border and focus ring at least 3 to 1', () => {
    for (const front of ['edge', 'focus']) {
      for (const back of ['surface', 'canvas'])
        expect(contrast(tokens.get(front) ?? '', tokens.get(back) ?? '')).toBeGreaterThanOrEqual(3);
    }
  });
});
