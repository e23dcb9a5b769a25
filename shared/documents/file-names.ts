/** Names of the files that documents become: ASCII letters, digits, dot, hyphen and underscore. */

/** Any text as a safe file name part; empty when nothing is left of it. */
export function fileSafe(text: string): string {
  const plainLetters = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .replaceAll('ß', 'ss');
  return plainLetters
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .replace(/[.-]+$/, '')
    .slice(0, 80);
}

/**
 * Stem of a request's files: `FCR-2026-014_A`, a draft `FCR-2026-014_A_DRAFT`.
 *
 * @param siteName name that stands in when the site gives no number; it is never printed as a number.
 */
export function requestFileStem(number: string, revision: string, siteName: string, draft: boolean): string {
  const own = fileSafe(number);
  const stem = own === '' ? fileSafe(`${fileSafe(siteName) || 'site'}.request`) : own;
  return `${stem}_${fileSafe(revision) || 'A'}${draft ? '_DRAFT' : ''}`;
}
