import type { Language } from '../../shared/words/languages.ts';
import { languages } from '../../shared/words/languages.ts';

const key = 'gatecheck.language';

/** The first of the system's languages that there is a catalogue for, else English. */
export function languageOfSystem(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const found = languages.find((language) => wish.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** The language that was chosen on this computer; the system's until one is. */
export function storedLanguage(): Language {
  try {
    const stored = window.localStorage.getItem(key);
    const found = languages.find((language) => language === stored);
    if (found !== undefined) return found;
  } catch {
    // Without storage the choice lasts as long as the window.
  }
  return languageOfSystem(navigator.languages);
}

export function storeLanguage(language: Language): void {
  try {
    window.localStorage.setItem(key, language);
  } catch {
    // As above.
  }
}
