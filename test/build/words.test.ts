import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { areas, byArea, collectCatalog, others } from '../../build/scripts/words/areas.mjs';
import { faultsOf } from '../../build/scripts/words/check.mjs';
import { collectSentences, programOf } from '../../build/scripts/words/collect.mjs';
import { splitTemplate } from '../../build/scripts/words/split.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

function catalogue(language: string, area: string): unknown {
  return JSON.parse(
    readFileSync(`${root}shared/words/catalogues/${language}/${area}.json`, 'utf8'),
  ) as unknown;
}

describe('the sentences behind the window', () => {
  it('are those of the sources; npm run words behind writes them anew', { timeout: 180_000 }, () => {
    const found = byArea([
      ...collectSentences(programOf(`${root}electron`), root),
      ...collectCatalog(root),
      ...others,
    ]);
    for (const area of areas) expect(catalogue('en', area), area).toEqual(found.get(area));
  });

  it.each(['de', 'pl', 'ja'])('have no faulty translation: %s', (language) => {
    const faults = areas.flatMap((area) =>
      Object.entries(catalogue(language, area) as Record<string, string>).flatMap(([template, translation]) =>
        faultsOf(template, translation, language).map((fault) => `${area}: ${fault}: ${template}`),
      ),
    );
    expect(faults).toEqual([]);
  });
});

describe('faultsOf', () => {
  const template = '{lines#} {lines?line|lines} of <b>{node}</b> failed.';
  it('takes the same places, marks and end', () => {
    expect(
      faultsOf(template, '{lines} {lines?Zeile|Zeilen} von <b>{node}</b> fehlgeschlagen.', 'de'),
    ).toEqual([]);
    expect(faultsOf(template, '<b>{node}</b>の{lines}行が失敗しました。', 'ja')).toEqual([]);
  });
  it.each([
    ['{lines} Zeilen fehlgeschlagen.', 'de'],
    ['{lines} Zeilen von <b>{node}</b> fehlgeschlagen', 'de'],
    ['{lines} Zeilen von {node} fehlgeschlagen.', 'de'],
    ['{lines#} Zeilen von <b>{node}</b> fehlgeschlagen.', 'de'],
    ['{lines} {lines?wiersz|wiersze} z <b>{node}</b>.', 'pl'],
    ['{lines} Zeilen von <b>{node}</b> {other} fehlgeschlagen.', 'de'],
    ['{lines} Zeilen von <b>{node}</b> fehlgeschlagen. ', 'de'],
  ])('refuses %s', (translation, language) => {
    expect(faultsOf(template, translation, language)).not.toEqual([]);
  });
});

describe('splitTemplate', () => {
  it('gives each sentence its own marks', () => {
    expect(splitTemplate('<b>This is a draft. Do not use it. </b>Please permit <b>{n#} lines</b>.')).toEqual([
      'This is a draft.',
      'Do not use it.',
      'Please permit <b>{n#} lines</b>.',
    ]);
  });
});
