// npm run words: writes the catalogue of English sentences, and tells what the translations miss or have too much.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './lib/paths.mjs';
import { runMain } from './lib/say.mjs';
import { collectWords, englishCatalogue, neededKeys } from './lib/words.mjs';

const catalogue = (/** @type {string} */ language) => inRoot(`renderer/i18n/catalogues/${language}.json`);

/** @returns {Record<string, string>} */
const readCatalogue = (/** @type {string} */ file) =>
  /** @type {Record<string, string>} */ (JSON.parse(readFileSync(file, 'utf8')));

const sources = () =>
  readdirSync(inRoot('renderer'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith(`verifier${path.sep}`))
    .map((name) => inRoot('renderer', name));

await runMain(async () => {
  const words = collectWords(sources());
  for (const fault of words.faults) process.stdout.write(`${fault}\n`);
  writeFileSync(catalogue('en'), `${JSON.stringify(englishCatalogue(words), null, 2)}\n`);
  let wrong = words.faults.length;
  for (const language of ['de', 'pl', 'ja']) {
    const translations = readCatalogue(catalogue(language));
    const needed = new Set(neededKeys(words, language));
    const missing = [...needed].filter((key) => translations[key] === undefined);
    const unused = Object.keys(translations).filter((key) => !needed.has(key));
    wrong += missing.length + unused.length;
    for (const key of missing) process.stdout.write(`${language} misses: ${key}\n`);
    for (const key of unused) process.stdout.write(`${language} has too much: ${key}\n`);
  }
  process.stdout.write(
    `${words.plain.size} sentences, ${words.counted.size} with a count; ${wrong} to put right\n`,
  );
  return Promise.resolve(wrong === 0 ? 0 : 1);
});
