import type { Language } from './languages.ts';
import type { Catalogue } from './translator.ts';
import { Translator } from './translator.ts';

const translators = new WeakMap<Catalogue, Map<Language, Translator>>();

/**
 * A sentence that our code made, in another language: its English template is found again, and the translation gets the same
 * values, letter by letter. Texts of several sentences are translated sentence by sentence. What is no sentence of ours
 * (a name, an address, a message of the node's system), or can be read in two ways, comes back as it is. Fast for the
 * same catalogue object: keep it.
 */
export function translate(sentence: string, language: Language, catalogue: Catalogue): string {
  return language === 'en' ? sentence : translatorOf(language, catalogue).text(sentence);
}

/** Several sentences that are one template of ours together, in another language; null: they are not. */
export function translateTogether(
  sentences: string,
  language: Language,
  catalogue: Catalogue,
): string | null {
  return language === 'en' ? null : translatorOf(language, catalogue).together(sentences);
}

function translatorOf(language: Language, catalogue: Catalogue): Translator {
  const ofCatalogue = translators.get(catalogue) ?? new Map<Language, Translator>();
  translators.set(catalogue, ofCatalogue);
  const translator = ofCatalogue.get(language) ?? new Translator(language, catalogue);
  ofCatalogue.set(language, translator);
  return translator;
}
