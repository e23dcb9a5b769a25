import type { i18n as I18n, Resource } from 'i18next';
import { createInstance } from 'i18next';
import type { Language } from '../../shared/words/languages.ts';
import type { Catalogue } from '../../shared/words/translator.ts';

/**
 * The words of the window. The English sentence is the key of its translations: the code reads as the screen does, and a
 * sentence that changes loses its translations instead of keeping wrong ones. `npm run words` collects them.
 */
export const i18n: I18n = createInstance();

const catalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<{ default: Resource[string] }>>> = {
  de: () => import('./catalogues/de.json'),
  pl: () => import('./catalogues/pl.json'),
  ja: () => import('./catalogues/ja.json'),
};

/** What shared/ and the main process say. */
const saidCatalogues: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Catalogue>>> = {
  de: async () => (await import('../../shared/words/catalogues/de.ts')).german,
  pl: async () => (await import('../../shared/words/catalogues/pl.ts')).polish,
  ja: async () => (await import('../../shared/words/catalogues/ja.ts')).japanese,
};

const loaded = new Map<Language, Catalogue>();
const nothing: Catalogue = {};

/** Translations of sentences from behind the window, for the language that it speaks now. */
export function saidCatalogue(): Catalogue {
  return loaded.get(currentLanguage()) ?? nothing;
}

void i18n.init({
  lng: 'en',
  fallbackLng: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  returnEmptyString: false,
  // React escapes; what a person typed is never read as a sentence of ours.
  interpolation: { escapeValue: false, skipOnVariables: true },
});

type Values = Readonly<Record<string, string | number>>;

/** The language that the window speaks now. */
export function currentLanguage(): Language {
  return i18n.language as Language;
}

/** From now on `t` speaks it. The caller draws the window anew. */
export async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18n.hasResourceBundle(language, 'translation')) {
    const [{ default: words }, saidWords] = await Promise.all([
      catalogues[language](),
      saidCatalogues[language](),
    ]);
    loaded.set(language, saidWords);
    i18n.addResourceBundle(language, 'translation', words);
  }
  await i18n.changeLanguage(language);
}

/**
 * A sentence in the window's language.
 *
 * @param english a literal, with `{{name}}` where a value stands; without a translation it is what is shown.
 */
export function t(english: string, values: Values = {}): string {
  return i18n.t(english, { ...values });
}

/**
 * A sentence with a count, in the form that the language asks for: `tn('{{count}} rule', '{{count}} rules', 1)`.
 *
 * @param one English for exactly one; a literal.
 * @param many English for every other count, and the key of the translations; a literal.
 */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  const english = count === 1 ? one : many;
  const key = currentLanguage() === 'en' ? english : many;
  return i18n.t(key, { ...values, count });
}
