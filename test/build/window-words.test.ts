import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { collectWords, englishCatalogue, neededKeys } from '../../build/scripts/words/window.mjs';

const renderer = fileURLToPath(new URL('../../renderer', import.meta.url));

function catalogueOf(language: string): Record<string, string> {
  return JSON.parse(readFileSync(join(renderer, `i18n/catalogues/${language}.json`), 'utf8')) as Record<
    string,
    string
  >;
}

const words = collectWords(
  readdirSync(renderer, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith(`verifier${sep}`))
    .map((name) => join(renderer, name)),
);

const placesOf = (text: string): readonly string[] =>
  [...new Set(text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? [])].sort();

it('every sentence of the window is a literal, and stands in the English catalogue', () => {
  expect(words.faults).toEqual([]);
  expect(catalogueOf('en')).toEqual(englishCatalogue(words));
});

it.each(['de', 'pl', 'ja'])(
  'every sentence of the window is there in %s, with its values and marks',
  (language) => {
    const catalogue = catalogueOf(language);
    expect(Object.keys(catalogue).sort()).toEqual([...neededKeys(words, language)].sort());
    const changed = Object.entries(catalogue).filter(
      ([key, text]) => text.trim() === '' || String(placesOf(key)) !== String(placesOf(text)),
    );
    expect(changed).toEqual([]);
  },
);
