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

/** What of a request its files name: which one it is, and of which kind. */
export interface NamedRequest {
  /** Empty or blank: the site gives none. */
  readonly number: string;
  readonly revision: string;
  /** Stands in when the site gives no number; it is never printed as a number. */
  readonly siteName: string;
  readonly draft: boolean;
  readonly kind: 'request' | 'delta' | 'removal' | 'only-blocked';
}

const kindEndings = { request: '', delta: '_delta', removal: '_remove', 'only-blocked': '_blocked' } as const;

/** Stem of a request's files: `FCR-2026-014_A`, a delta `FCR-2026-014_B_delta`, a draft `FCR-2026-014_A_DRAFT`. */
export function requestFileStem({ number, revision, siteName, draft, kind }: NamedRequest): string {
  const own = fileSafe(number);
  const stem = own === '' ? fileSafe(`${fileSafe(siteName) || 'site'}.request`) : own;
  return `${stem}_${fileSafe(revision) || 'A'}${kindEndings[kind]}${draft ? '_DRAFT' : ''}`;
}
