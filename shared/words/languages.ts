/** Languages of the window and of the change request; each may be chosen for itself. ISO 639-1. */
export const languages = ['en', 'de', 'pl', 'ja'] as const;
export type Language = (typeof languages)[number];

/** Each in its own words: who cannot read the others still finds it. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  pl: 'Polski',
  ja: '日本語',
};
