import type { Language } from './languages.ts';

/**
 * Which of a language's word forms goes with a number, counted from 0. English and German: one, other; Polish: one, few,
 * many; Japanese has one form. (CLDR, whole numbers.)
 */
export function formOf(language: Language, number: number): number {
  switch (language) {
    case 'ja':
      return 0;
    case 'pl': {
      if (number === 1) return 0;
      const [ones, tens] = [number % 10, number % 100];
      return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 1 : 2;
    }
    case 'en':
    case 'de':
      return number === 1 ? 0 : 1;
  }
}
