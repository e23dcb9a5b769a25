import { readdirSync, readFileSync } from 'node:fs';
import type { Catalogue } from '../../shared/words/translator.ts';

const folder = new URL('../../shared/words/catalogues/en/', import.meta.url);

const vowels: Readonly<Record<string, string>> = { a: 'äa', e: 'ée', o: 'öö', u: 'üu' };

/**
 * Every English sentence that the program knows, "translated" into itself with other vowels: a third longer, as German is,
 * and nothing in it can be taken for English.
 */
export function lengthenedWords(): Catalogue {
  const templates = readdirSync(folder).flatMap(
    (name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as string[],
  );
  return Object.fromEntries(templates.map((template) => [template, lengthened(template)]));
}

function lengthened(template: string): string {
  return template
    .replace(/^~(\[\w+\])?/, '')
    .replace(
      /\{(\w+)[#^~,.]?(\?[^{}]*)?\}|<[^>]*>|[aeou]/g,
      (found, name: string | undefined, forms?: string) =>
        name !== undefined ? `{${name}${forms ?? ''}}` : (vowels[found] ?? found),
    );
}
