// npm run words: collects the English sentences, and tells what the translations miss or have too much.
//   window  only those of the window; behind: only those of shared/ and electron/
//   --tidy  drops translations without a template, and sorts the files
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './lib/paths.mjs';
import { runMain } from './lib/say.mjs';
import { areas, byArea, collectCatalog, others } from './words/areas.mjs';
import { faultsOf } from './words/check.mjs';
import { collectSentences, programOf } from './words/collect.mjs';
import { collectWords, englishCatalogue, neededKeys } from './words/window.mjs';

const catalogue = (/** @type {string} */ language) => inRoot(`renderer/i18n/catalogues/${language}.json`);

/** @param {string} file */
const readCatalogue = (file) => {
  const json = /** @type {unknown} */ (JSON.parse(readFileSync(file, 'utf8')));
  return /** @type {Record<string, string>} */ (json);
};

const sources = () =>
  readdirSync(inRoot('renderer'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith(`verifier${path.sep}`))
    .map((name) => inRoot('renderer', name));

const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const toJson = (/** @type {unknown} */ value) => `${JSON.stringify(value, null, 2)}\n`;
const wish = process.argv[2];
const tidy = process.argv.includes('--tidy');

/** @returns {number} how much there is to put right */
const window = () => {
  const words = collectWords(sources());
  for (const fault of words.faults) say(fault);
  writeFileSync(catalogue('en'), toJson(englishCatalogue(words)));
  let wrong = words.faults.length;
  for (const language of ['de', 'pl', 'ja']) {
    const translations = readCatalogue(catalogue(language));
    const needed = new Set(neededKeys(words, language));
    const missing = [...needed].filter((key) => translations[key] === undefined);
    const unused = Object.keys(translations).filter((key) => !needed.has(key));
    wrong += missing.length + unused.length;
    for (const key of missing) say(`${language} misses: ${key}`);
    for (const key of unused) say(`${language} has too much: ${key}`);
  }
  say(`Window: ${words.plain.size} sentences, ${words.counted.size} with a count`);
  return wrong;
};

/** @returns {number} how much there is to put right */
const behind = () => {
  const root = inRoot('.');
  const found = byArea([
    ...collectSentences(programOf(inRoot('electron')), root),
    ...collectCatalog(root),
    ...others,
  ]);
  let [wrong, all] = [0, 0];
  for (const area of areas) {
    const templates = found.get(area) ?? [];
    all += templates.length;
    writeFileSync(inRoot(`shared/words/catalogues/en/${area}.json`), toJson(templates));
    const told = [];
    for (const language of ['de', 'pl', 'ja']) {
      const file = inRoot(`shared/words/catalogues/${language}/${area}.json`);
      const translations = existsSync(file) ? readCatalogue(file) : {};
      const missing = templates.filter((template) => translations[template] === undefined);
      const unused = Object.keys(translations).filter((template) => !templates.includes(template));
      for (const template of unused) say(`${language}/${area} has too much: ${template}`);
      for (const template of templates)
        for (const fault of translations[template] === undefined
          ? []
          : faultsOf(template, translations[template], language)) {
          say(`${language}/${area}: ${fault}: ${template}`);
          wrong++;
        }
      wrong += missing.length + unused.length;
      told.push(`${language} misses ${missing.length}`);
      if (tidy)
        writeFileSync(
          file,
          toJson(
            Object.fromEntries(
              templates
                .filter((template) => translations[template] !== undefined)
                .map((template) => [template, translations[template]]),
            ),
          ),
        );
    }
    say(`${area}: ${templates.length} templates, ${told.join(', ')}`);
  }
  say(`Behind the window: ${all} templates`);
  return wrong;
};

await runMain(async () => {
  const wrong = (wish === 'behind' ? 0 : window()) + (wish === 'window' ? 0 : behind());
  say(wrong === 0 ? 'Nothing to put right' : `${wrong} to put right`);
  return Promise.resolve(wrong === 0 ? 0 : 1);
});
