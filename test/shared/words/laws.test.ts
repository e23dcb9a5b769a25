import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../shared/words/template.ts';
import { parseTemplate } from '../../../shared/words/template.ts';
import { translate } from '../../../shared/words/translate.ts';

const folder = new URL('../../../shared/words/catalogues/en/', import.meta.url);
const keys = readdirSync(folder).flatMap(
  (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as string[],
);

/** What a template is, whatever its places are called and hold: those that are alike mean the same. */
const shape = (key: string): string => key.replace(/\{[A-Za-z0-9]+[#^~,.]?\}/g, '*');
const templates = [
  ...new Map(
    keys.filter((key) => !key.startsWith('~') && !/<[bi]>/.test(key)).map((key) => [shape(key), key]),
  ).values(),
];

const placesOf = (key: string): Place[] =>
  parseTemplate(key).flatMap((part) => (part.kind === 'place' && part.forms === null ? [part] : []));

/** A translation that nobody mistakes for another: the template's number and its values, the last one first. */
const translationOf = (key: string, index: number): string =>
  [`№${index}`, ...[...new Set(placesOf(key).map(({ name }) => `{${name}}`))].reverse()].join('|');
const catalogue = Object.fromEntries([
  ...keys
    .filter((key) => key.startsWith('~'))
    .map((key) => [
      key,
      key.replace(/^~(?:\[[A-Za-z0-9]+\])?/, '').replace(/\{([A-Za-z0-9]+)[#^~,.]\}/g, '{$1}'),
    ]),
  ...templates.map((key, index) => [key, translationOf(key, index)]),
]) as Readonly<Record<string, string>>;

function filled(key: string, values: ReadonlyMap<string, string>): string {
  return parseTemplate(key)
    .map((part) =>
      part.kind === 'literal'
        ? part.text
        : part.forms === null
          ? values.get(part.name)
          : part.forms[Number(values.get(part.name)) === 1 ? 0 : 1],
    )
    .join('');
}

function expected(index: number, values: ReadonlyMap<string, string>): string {
  return [`№${index}`, ...[...values.values()].reverse()].join('|');
}

/** Values that hold no words of ours, each another one. */
const strange = fc.uniqueArray(fc.stringMatching(/^[א-תα-ωぁ-ん]{1,12}[0-9]{1,4}$/), {
  minLength: 24,
  maxLength: 24,
});
const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 99_999 }), { minLength: 24, maxLength: 24 });

function valuesFor(key: string, texts: readonly string[], figures: readonly number[]): Map<string, string> {
  const values = new Map<string, string>();
  let before: string | null = null;
  for (const [index, part] of parseTemplate(key).entries()) {
    if (part.kind === 'place' && part.forms === null && !values.has(part.name)) {
      // Words of ours side by side: if neither is known, nobody could tell them apart.
      const beside = before !== null && part.holds === 'phrase';
      const text = texts[index % texts.length] ?? 'x';
      values.set(
        part.name,
        part.holds === 'number' ? `${figures[index % figures.length] ?? 0}` : beside ? '' : text,
      );
    }
    before = part.kind === 'place' && part.forms === null ? part.name : null;
  }
  return values;
}

describe('translate, for every template of the sources', () => {
  it('gives its translation with these values', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(strange, numbers, (texts, figures) => {
        for (const [index, key] of templates.entries()) {
          const values = valuesFor(key, texts, figures);
          // Only places: words of ours have to stand in them.
          if (!/\p{L}{2}/u.test(shape(key))) continue;
          const said = translate(filled(key, values), 'de', catalogue);
          // Two templates can give one sentence; then its values are the same.
          if (said !== expected(index, values)) {
            expect(said, key).toMatch(/^№/);
            expect(said.split('|').slice(1).filter(Boolean).sort(), key).toEqual(
              [...values.values()].filter(Boolean).sort(),
            );
          }
        }
      }),
      { numRuns: 4 },
    );
  });

  it('never loses a value, whatever it is', { timeout: 60_000 }, () => {
    const nasty = fc.constantFrom(
      ...[
        '',
        '{name}',
        '{{',
        '}}',
        '{0}',
        '<b>x</b>',
        '\u202eabc\u202c',
        '$&',
        '$1',
        '\\',
        '“”',
        '"',
        '%s',
        'a|b',
      ],
      ...[
        '10.0.0.1, 10.0.0.2 and 10.0.0.3',
        'Смит и Сын',
        'ノード 1',
        ' ',
        'x'.repeat(300),
        '…',
        '#',
        '~x',
        '\u0000',
      ],
    );
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 24, maxLength: 24 }), numbers, (texts, figures) => {
        for (const key of templates) {
          const values = valuesFor(key, texts, figures);
          const english = filled(key, values);
          const said = translate(english, 'de', catalogue);
          if (said === english) continue;
          for (const value of values.values())
            for (const word of value.split(/[\s,]+/))
              if (!said.includes(word)) expect.fail(`${key}: ${word}: ${said}`);
        }
      }),
      { numRuns: 4 },
    );
  });

  it('leaves everything else as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        if (catalogue[text] === undefined) expect(translate(text, 'de', catalogue)).toBe(text);
      }),
    );
  });

  it('reads 20,000 sentences without keeping anyone waiting', () => {
    const key = '{target} answered{onService~} as expected{aside~}.';
    expect(templates).toContain(key);
    const index = templates.indexOf(key);
    for (let n = 0; n < 20_000; n++)
      expect(
        translate(`host-${n}.example answered as expected.`, 'de', catalogue).startsWith(`№${index}|`),
      ).toBe(true);
  });
});
