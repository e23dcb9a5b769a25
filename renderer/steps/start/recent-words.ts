import type { RecentSite, VerdictCounts } from '../../../shared/ipc/contract.ts';
import type { Bar } from '../../components/strip.tsx';
import { t } from '../../i18n/t.ts';

/** As many bars as fit beside the words; more checks share them. */
const mostBars = 40;

/** The verdict strip of a run that is known by its counts only: what is in the way stands last. */
export function barsOf({ pass, fail, inconclusive }: VerdictCounts): readonly Bar[] {
  const all = pass + fail + inconclusive;
  const share = (count: number): number =>
    // What is in the way must not vanish among thousands.
    all <= mostBars ? count : count === 0 ? 0 : Math.max(1, Math.round((count / all) * mostBars));
  const bars = (bar: Bar, count: number): Bar[] => Array.from({ length: share(count) }, () => bar);
  return [...bars('pass', pass), ...bars('inconclusive', inconclusive), ...bars('fail', fail)];
}

export function countWords({ pass, fail, inconclusive }: VerdictCounts): string {
  return t('{{pass}} pass, {{fail}} fail, {{inconclusive}} inconclusive', { pass, fail, inconclusive });
}

/** Whether a site is one that a person looks for: each word stands in its names or in its file's. */
export function isAsked({ customer, site, fileName }: RecentSite, asked: string): boolean {
  const text = `${customer} ${site} ${fileName}`.toLocaleLowerCase();
  return asked
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The file with its folder, as the system writes it. */
export function placeOf({ folder, fileName }: Pick<RecentSite, 'folder' | 'fileName'>): string {
  if (folder === null) return t('not saved to a file yet');
  return `${folder}${folder.includes('\\') ? '\\' : '/'}${fileName}`;
}
