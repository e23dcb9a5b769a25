import { visibleText } from '../../shared/documents/tables/visible-text.ts';

/** Characters that a cell takes (a limit of the format is 32,767). */
const mostCharacters = 32_000;

const cut = '… (cut here: the JSON file of the request has the whole)';

/** A text as XML content or attribute: what XML forbids is named, what it would read is escaped. */
export function xmlText(text: string): string {
  return (
    visibleText(text)
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      // A cell's `_x0041_` would be read as the letter A.
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  );
}

/** A cell's text; no program takes more than its format allows. */
export function cellText(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters)}${cut}`;
}
