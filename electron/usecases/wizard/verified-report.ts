import type { CheckedReport } from '../../../shared/documents/change-request/only-blocked.ts';
import { version } from '../../../shared/lib/version.ts';
import type { OwnKey } from '../../signing/index.ts';
import { readCheckedReport } from '../held-against.ts';
import { UseCaseError } from '../problem.ts';
import { knownKeys } from './known-keys.ts';
import { latestReport, type FoundReport } from './latest-report.ts';
import type { OpenedSite } from './open-sites.ts';
import type { WizardPorts } from './ports.ts';

/** The newest signed report of an open site. @throws UseCaseError when there is none */
export async function signedReportOf(opened: OpenedSite): Promise<FoundReport> {
  const found = await latestReport(opened);
  if (found !== null) return found;
  throw new UseCaseError(
    'bad-input',
    'There is no signed report of this site yet.',
    'Sign the report first.',
  );
}

/**
 * The same, verified: nobody may build on one that does not hold.
 *
 * @param used keys that signed since the program began; they are the person's own
 */
export async function verifiedReportOf(
  opened: OpenedSite,
  used: readonly OwnKey[],
  { userFolder, now }: Pick<WizardPorts, 'userFolder' | 'now'>,
): Promise<{ readonly path: string; readonly checked: CheckedReport }> {
  const { path } = await signedReportOf(opened);
  const known = await knownKeys(userFolder, opened.practice);
  const all = known.kind === 'own' ? { ...known, own: [...known.own, ...used] } : known;
  return { path, checked: await readCheckedReport(path, { knownKeys: all, now: now(), version }) };
}
