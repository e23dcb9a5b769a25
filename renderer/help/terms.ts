import { t } from '../i18n/t.ts';
import { proofTerms } from './proof-terms.ts';
import { siteTerms } from './site-terms.ts';
import { stateTerms } from './state-terms.ts';
import { tasks } from './tasks.ts';
import type { Term, TermText } from './term-text.ts';

export interface TermGroup {
  readonly title: string;
  readonly terms: readonly Term[];
}

/** Words that a screen can explain where they stand. */
export type TermId = keyof ReturnType<typeof siteTerms> | keyof ReturnType<typeof proofTerms>;

function withIds(texts: Readonly<Record<string, TermText>>): readonly Term[] {
  return Object.entries(texts).map(([id, text]) => ({ id, ...text }));
}

/** Every word that a technician or a firewall engineer may stop at, and what they may want to do. */
export function termGroups(): readonly TermGroup[] {
  return [
    { title: t('How to'), terms: withIds(tasks()) },
    { title: t('The site and its rules'), terms: withIds(siteTerms()) },
    { title: t('Request, checks and proof'), terms: withIds(proofTerms()) },
    { title: t('States'), terms: stateTerms() },
  ];
}

export function termOf(id: TermId): TermText {
  const texts: Readonly<Record<TermId, TermText>> = { ...siteTerms(), ...proofTerms() };
  return texts[id];
}

/** For comparing: small letters without accents. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('’', "'");
}

/** Whether every word of a question stands in a text, however it is accented. */
export function holds(text: string, asked: string): boolean {
  const words = plain(asked).split(/\s+/);
  return words.every((word) => plain(text).includes(word));
}

/** Those that hold every word of a question, in the term or in its meaning; the term itself first. */
export function findTerms(groups: readonly TermGroup[], asked: string): readonly TermGroup[] {
  return groups
    .map(({ title, terms }) => ({
      title,
      terms: [
        ...terms.filter(({ term }) => holds(term, asked)),
        ...terms.filter(({ term, means }) => !holds(term, asked) && holds(`${term} ${means}`, asked)),
      ],
    }))
    .filter(({ terms }) => terms.length > 0);
}
